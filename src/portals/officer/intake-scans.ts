import { button } from '#components/button'
import { fieldId } from '#components/field'
import { say as said } from '#components/say'
import {
  type FinishedScan,
  fieldName,
  listFinishedScans,
  listSuggestions,
  type Suggestion,
  type SuggestionKind,
  scanMessages,
  shownValue,
} from '#modules/digitisation'
import type { FormSchema } from '#modules/eforms'
import type { OfficerActor } from '#modules/identity'
import type { Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { KeptPapers } from './kept-papers.ts'

/** The officer's scans that no dossier holds yet, and what the text of those chosen here proposes. */
export type CounterScans = Readonly<{
  finished: readonly FinishedScan[]
  suggestions: readonly (Suggestion & Readonly<{ paperName: string }>)[]
}>

export async function loadScans(
  context: Context,
  officer: OfficerActor,
  kept: KeptPapers,
): Promise<CounterScans> {
  const ids = Object.values(kept).flatMap((papers) => papers.map(({ id }) => id))
  const [finished, suggestions] = await Promise.all([
    listFinishedScans(context, officer),
    ids.length > 0 ? listSuggestions(context, officer, ids) : [],
  ])
  return { finished, suggestions }
}

const chosen = /^scan\.(.+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * The form with the scans that were ticked among its papers (`paper.<component>`), and the proposed value that was pressed in
 * its field: only what a hand chose.
 */
export function withChosenScans(fields: Record<string, string>): Record<string, string> {
  const changed = { ...fields }
  for (const name of Object.keys(fields)) {
    const [, component, id] = chosen.exec(name) ?? []
    if (!component || !id) continue
    const key = `paper.${component}`
    changed[key] = [...(changed[key] ?? '').split(',').filter((one) => one && one !== id), id].join(',')
    delete changed[name]
  }
  const [, field, value] = /^([\w-]+)=(.{1,300})$/s.exec(fields.use ?? '') ?? []
  return field && value ? { ...changed, [field]: value } : changed
}

export type ScanOffer = Readonly<{
  scans: CounterScans
  procedure: Procedure
  component: string
  /** As the page names the paper: so the session is called that. */
  name: string
  kept: KeptPapers
}>

/** For one paper: the scans that wait to be used for it, and the way to scan it, in a page of its own. */
export function scansForPaper(
  { scans, procedure, component, name, kept }: ScanOffer,
  language: Language,
): Html {
  const words = scanMessages(language)
  const taken = new Set(Object.values(kept).flatMap((papers) => papers.map(({ id }) => id)))
  const offered = scans.finished.filter(
    (scan) =>
      !taken.has(scan.paperId) &&
      (scan.component === null || scan.component === component) &&
      isFor(scan, procedure),
  )
  const boxes = offered.map((scan) => {
    const field = `scan.${component}.${scan.paperId}`
    const id = fieldId(field)
    return html`<li><input${attributes({ type: 'checkbox', id, name: field, value: '1' })}> <label for="${id}">${scan.name}</label> (<a href="${scan.href}" target="_blank">${words.madePages(scan.pages)}</a>, ${scan.certified ? said('ok', words.certified) : said('warn', words.uncertified)})</li>`
  })
  const query = new URLSearchParams({ procedure: procedure.code, component, name: name.slice(0, 150) })
  return html`<div class="mc-small mc-t0">${boxes.length > 0 && html`<p id="${fieldId(`scan.${component}`)}">${words.waitingCopies}</p><ul class="mc-checks" aria-labelledby="${fieldId(`scan.${component}`)}">${boxes}</ul>`}<p><a href="/officer/scans?${query.toString()}" target="_blank">${words.scanPaper}<span class="ds-sr-only">: ${name}</span></a> (${words.newTab})</p></div>`
}

const isFor = ({ procedureCode }: FinishedScan, { code }: Procedure): boolean =>
  procedureCode === null || procedureCode === code

const mostTargets = 3

/** What was read from the chosen scans, with a button for each question it may answer; nothing is filled in by itself. */
export function proposedValues(
  { suggestions }: CounterScans,
  form: FormSchema | null,
  language: Language,
): Html | null {
  const words = scanMessages(language)
  if (suggestions.length === 0 || !form) return null
  const lines = suggestions.map(({ kind, value, line, paperName }) => {
    const keys = targetsOf(form, kind, language).map(({ name, title }) =>
      button({
        text: words.useFor(title),
        about: shownValue(value),
        variant: 'tertiary',
        name: 'use',
        value: `${name}=${shownValue(value)}`,
      }),
    )
    return html`<li>${fieldName(kind, language)}: <strong>${shownValue(value)}</strong> <span class="mc-quiet">“${line}”, ${paperName}</span>${keys.length > 0 && html`<div class="mc-row">${keys}</div>`}</li>`
  })
  return html`<div class="mc-small mc-t1"><p><strong>${words.suggestions}</strong></p><p class="mc-quiet">${words.suggestionsLead}</p><ul>${lines}</ul></div>`
}

const fits: Readonly<Record<SuggestionKind, (name: string, isDay: boolean) => boolean>> = {
  personal_id: (name) => /personalId|idNumber/i.test(name),
  full_name: (name) => /fullName$|^name$/i.test(name),
  date_of_birth: (name, isDay) => isDay && /birth/i.test(name),
  date: (name, isDay) => isDay && !/birth/i.test(name),
  document_number: (name) => /number$/i.test(name) && !/phone|personal|idNumber/i.test(name),
}

/** The questions of the declaration that a value may answer, by their kind; those of the applicant are on the page already. */
function targetsOf(form: FormSchema, kind: SuggestionKind, language: Language) {
  return Object.entries(form.properties)
    .flatMap(([step, { properties }]) =>
      Object.entries(properties)
        .filter(([name, field]) => field.type === 'string' && fits[kind](name, field.format === 'date'))
        .filter(([, field]) => !field['x-prefill'])
        .map(([name, field]) => ({
          name: `${step}-${name}`,
          title: (language === 'en' && field['x-titleEn']) || (field.title ?? name),
        })),
    )
    .slice(0, mostTargets)
}
