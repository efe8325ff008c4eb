import { actions, button } from '#components/button'
import { code as codeText } from '#components/code'
import type { Fact } from '#components/facts'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { say } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { destinationUrl } from '#modules/sync'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { driftMessages } from './messages.ts'
import type { Comparison, Drift } from './repository.ts'

/** How many dossiers differ, and when both sides were compared last. */
export function driftFact(drifting: number, comparison: Comparison | null, language: Language): Fact {
  const words = driftMessages(language)
  return {
    icon: 'search',
    term: words.drifting,
    answer: words.dossiers(String(drifting)),
    note: comparedWhen(comparison, language),
  }
}

function comparedWhen(comparison: Comparison | null, language: Language): string {
  const words = driftMessages(language)
  if (!comparison) return words.comparedNever
  if (!comparison.finishedAt) return words.comparing
  return words.comparedAt(formatMoment(comparison.finishedAt, language), String(comparison.compared))
}

export type DriftSection = Readonly<{
  destination: string
  /** It processes these dossiers itself. */
  isLedThere: boolean
  comparison: Comparison | null
  drifts: readonly Drift[]
  done: string | null
  mayManage: boolean
}>

/** What differs from a destination, what became of it, and what an administrator may do. */
export function driftSection(section: DriftSection, language: Language): Html {
  const words = driftMessages(language)
  const { comparison, drifts, done } = section
  const fault = comparison?.fault ?? null
  const body = html`${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}
${fault && notice({ tone: 'warn', body: html`<p>${words.comparisonBroke(fault)}</p>` })}
${drifts.length > 0 ? driftTable(section, language) : html`<p>${verdictOf(comparison, language)}</p>`}
${section.mayManage && html`<div class="mc-t1">${controls(section, language)}</div>`}`
  return zone({ id: 'drifts', title: words.drifts, body })
}

/** Both sides agree only where something was compared, to the end. */
function verdictOf(comparison: Comparison | null, language: Language): Html | string {
  const words = driftMessages(language)
  if (!comparison) return words.neverCompared
  if (!comparison.finishedAt) return words.comparing
  if (comparison.compared === 0) return words.nothingCompared
  return comparison.fault ? words.notAllCompared(String(comparison.compared)) : say('ok', words.noDrifts)
}

const post = (destination: string, deed: string, body: Html): Html =>
  html`<form method="post" action="${destinationUrl(destination, `/${deed}`)}">${body}</form>`

function controls({ destination, isLedThere, drifts }: DriftSection, language: Language): Html {
  const words = driftMessages(language)
  const isOpen = drifts.some(({ repairedAt }) => repairedAt === null)
  return actions(
    post(destination, 'compare', button({ text: words.compare, variant: 'secondary' })),
    isOpen && !isLedThere && post(destination, 'repair', button({ text: words.repair })),
  )
}

function driftTable(section: DriftSection, language: Language): Html {
  const words = driftMessages(language)
  const { drifts, isLedThere, mayManage } = section
  const isByOne = isLedThere && mayManage
  const columns = [words.dossier, words.ours, words.theirs, words.at, words.state]
  const rows = drifts.map((drift) => [
    codeText(drift.dossierCode),
    String(drift.ours),
    drift.theirs === null ? words.notThere : String(drift.theirs),
    formatMoment(drift.foundAt, language),
    stateOf(drift, language),
    ...(isByOne ? [repairOne(drift, language)] : []),
  ])
  const titles = isByOne ? [...columns, words.action] : columns
  return html`<p class="mc-quiet">${isLedThere ? words.ledHint : words.driftsHint}</p>${table({ caption: words.drifts, columns: titles.map((title) => ({ title })), rows, stack: true })}`
}

/** One dossier of a system that leads: a warning stands before the button. */
function repairOne(
  { destination, dossierId, dossierCode, repeatedAt, repairedAt }: Drift,
  language: Language,
): Html | string {
  const words = driftMessages(language)
  if (repeatedAt || repairedAt) return ''
  const send = button({ text: words.repairOne, variant: 'secondary', about: dossierCode })
  const warning = notice({ tone: 'warn', body: html`<p>${words.repairOneWarning}</p>` })
  const body = html`${warning}${post(destination, `repair/${dossierId}`, html`<div class="mc-t1">${send}</div>`)}`
  return fold({ summary: words.repairOne, body, look: 'plain' })
}

function stateOf({ repairedAt, repeatedAt }: Drift, language: Language): Html {
  const words = driftMessages(language)
  if (repairedAt) return say('ok', words.driftRepaired(formatMoment(repairedAt, language)))
  if (repeatedAt) return say('warn', words.driftTold(formatMoment(repeatedAt, language)))
  return say('bad', words.driftOpen)
}
