import { linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { table } from '#components/table'
import { type DossierState, officerStateNames } from '#modules/dossiers'
import { type RegisterRow, shortMoment } from '#modules/forms'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { registerMessages } from './messages.ts'

export const registerUrl = '/officer/register'

/** The register as its address has it: each part as it was typed. */
export type RegisterAddress = Readonly<
  Partial<Record<'from' | 'to' | 'procedure' | 'state' | 'q' | 'agency' | 'after', string>>
>

/** A register as its address, so that a filter can be kept and sent. */
export function registerHref(address: RegisterAddress, file = ''): string {
  const given = Object.entries(address).filter(([, value]) => value)
  const query = new URLSearchParams(given as [string, string][]).toString()
  return `${registerUrl}${file}${query && `?${query}`}`
}

export type RegisterPage = Readonly<{
  agencyName: string
  address: RegisterAddress
  rows: readonly RegisterRow[]
  nextCursor: string | null
  /** Those who may read more than one register name its agency. */
  choosesAgency: boolean
  problems: readonly Problem[]
}>

/** Sổ theo dõi hồ sơ: newest first, filtered by what stands in the address, with its exports. */
export function registerPage(page: RegisterPage, language: Language): Html {
  const { agencyName, address, rows, problems } = page
  const say = registerMessages(language)
  return html`<div class="mc-work__head"><h1>${say.title}</h1><p class="mc-quiet">${say.hint(agencyName)}</p></div>
${errorSummary({ problems, language })}
${filters(page, language)}
${rows.length > 0 ? list(page, language) : notice({ body: html`${say.nothing} ${Object.values(address).some(Boolean) && html`<a href="${registerUrl}">${say.whole}</a>`}` })}`
}

function filters({ address, choosesAgency }: RegisterPage, language: Language): Html {
  const say = registerMessages(language)
  const { from = '', to = '', procedure = '', state = '', q = '', agency = '' } = address
  const states = Object.entries(officerStateNames).map(([value, name]) => ({ value, label: name[language] }))
  return filterRow({
    label: say.filter,
    language,
    filters: [
      { name: 'q', label: say.words, value: q },
      { name: 'from', label: say.from, value: from, id: 'f-from' },
      { name: 'to', label: say.to, value: to, id: 'f-to' },
      { name: 'procedure', label: say.procedure, value: procedure },
      {
        name: 'state',
        label: say.state,
        value: state,
        options: [{ value: '', label: say.anyState }, ...states],
      },
      ...(choosesAgency ? [{ name: 'agency', label: say.agency, value: agency, id: 'f-agency' }] : []),
    ],
  })
}

function list({ address, rows, nextCursor }: RegisterPage, language: Language): Html {
  const say = registerMessages(language)
  const { after, ...first } = address
  return html`${table({
    caption: say.title,
    stack: true,
    columns: [
      { title: say.number, number: true },
      { title: say.code },
      { title: say.applicant },
      { title: say.procedureName },
      { title: say.received },
      { title: say.due },
      { title: say.returned },
      { title: say.state },
    ],
    rowHeader: 1,
    rows: rows.map((row) => [
      `${row.number}/${row.year}`,
      html`<a class="mc-code" href="/officer/dossiers/${row.dossierCode}">${row.dossierCode}</a>`,
      row.applicantName,
      html`${row.procedureName} <span class="mc-quiet">${row.procedureCode}</span>`,
      shortMoment(row.receivedAt),
      row.dueAt ? shortMoment(row.dueAt) : '–',
      row.returnedAt ? shortMoment(row.returnedAt) : '–',
      officerStateNames[row.state as DossierState]?.[language] ?? row.state,
    ]),
  })}
${pagination({
  nextHref: nextCursor ? registerHref({ ...first, after: nextCursor }) : null,
  firstHref: after ? registerHref(first) : null,
  language,
})}
<section class="mc-section" aria-labelledby="export"><h2 class="mc-h" id="export">${say.exportTitle}</h2>
<div class="mc-actions">${linkButton({ text: say.exportPdf, href: registerHref(first, '.pdf'), variant: 'secondary' })}${linkButton({ text: say.exportCsv, href: registerHref(first, '.csv'), variant: 'secondary' })}</div></section>`
}
