import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import type { Look } from './look-at-systems.ts'
import { healthNames, operationMessages } from './messages.ts'
import type { OutsideAlarm } from './repository-alarms.ts'
import { kindOfError } from './rules/error-kind.ts'
import type { Health } from './rules/health.ts'

export const operationsUrl = '/admin/sync'
export const systemUrl = (code: string, rest = ''): string =>
  `/admin/systems/${encodeURIComponent(code)}${rest}`

const tones: Readonly<Record<Health, Tone>> = {
  ...{ fine: 'ok', unused: 'mute', held: 'mute' },
  ...{ away: 'warn', behind: 'bad', stuck: 'warn' },
}
/** The worst first; what needs nobody keeps the order it is listed in. */
const ranks: Readonly<Record<Health, number>> = { behind: 0, stuck: 1, away: 2, held: 3, fine: 4, unused: 4 }

const healthOf = (health: Health, language: Language): Html => say(tones[health], healthNames[health][language])

export function sayAge(seconds: number, language: Language): string {
  const words = operationMessages(language)
  if (seconds < 120) return words.second(String(seconds))
  return seconds < 7200
    ? words.minute(String(Math.floor(seconds / 60)))
    : words.hour(String(Math.floor(seconds / 3600)))
}

export type Overview = Readonly<{
  looks: readonly Look[]
  alarms: readonly OutsideAlarm[]
  faultsHref: string | null
}>

/** All systems, the worst first, and the last alarms. */
export function overviewPage({ looks, alarms, faultsHref }: Overview, language: Language): Html {
  const words = operationMessages(language)
  const bad = looks.filter(({ health }) => ranks[health] < ranks.held).length
  const verdict = bad > 0 ? say('warn', words.someNeed(String(bad))) : say('ok', words.allFine)
  const list = looks.toSorted((a, b) => ranks[a.health] - ranks[b.health])
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.hint}</p><p>${verdict}</p></div>
<div class="mc-stack mc-t2">${zone({ id: 'systems', title: words.systems, body: systemTable(list, language) })}
${zone({ id: 'alarms', title: words.alarms, body: alarmTable(alarms, looks, language) })}
${faultsHref && html`<p><a href="${faultsHref}">${words.faults}</a></p>`}</div>`
}

function systemTable(looks: readonly Look[], language: Language): Html {
  const words = operationMessages(language)
  const columns = [
    { title: words.system },
    { title: words.health },
    { title: words.lag },
    { title: words.needAPerson, number: true },
    { title: words.answered },
  ]
  const rows = looks.map((look) => [
    html`<a href="${look.system.href ?? systemUrl(look.system.code)}">${look.system.names[language]}</a>`,
    healthOf(look.health, language),
    waitingOf(look, language),
    needing(look),
    answeredOf(look, language),
  ])
  return table({ caption: words.systems, columns, rows, stack: true })
}

function needing({ queue }: Look): Html | string {
  if (!queue) return '–'
  return queue.needAPerson > 0 ? say('warn', String(queue.needAPerson)) : '0'
}

function waitingOf({ queue, lagSeconds }: Look, language: Language): string {
  const words = operationMessages(language)
  if (!queue) return '–'
  const count = formatNumber(queue.waiting, language)
  return queue.oldestAt ? words.waitingFor(count, sayAge(lagSeconds, language)) : words.waiting(count)
}

function answeredOf({ answeredAt, failures }: Look, language: Language): Html {
  const words = operationMessages(language)
  const last = answeredAt ? formatMoment(answeredAt, language) : words.never
  return html`${last}${failures > 0 && html`<br><small>${words.failures(String(failures))}</small>`}`
}

function alarmTable(alarms: readonly OutsideAlarm[], looks: readonly Look[], language: Language): Html {
  const words = operationMessages(language)
  if (alarms.length === 0) return html`<p>${words.noAlarms}</p>`
  const nameOf = (code: string) =>
    looks.find(({ system }) => system.code === code)?.system.names[language] ?? code
  const rows = alarms.map(({ system, health, rangAt, endedAt }) => [
    nameOf(system),
    healthNames[health][language],
    formatMoment(rangAt, language),
    endedAt ? formatMoment(endedAt, language) : say('bad', words.still),
  ])
  const columns = [words.system, words.health, words.rang, words.ended].map((title) => ({ title }))
  return table({ caption: words.alarms, columns, rows, stack: true })
}

export type SystemPage = Readonly<{
  look: Look
  done: string | null
  problems: readonly Problem[]
  mayManage: boolean
  /** Null: it has none, or this officer may not open it. */
  deskHref: string | null
}>

/** A system without a page of its own: how it stands, its last errors, and whether it is held. */
export function systemPage(page: SystemPage, language: Language): Html {
  const words = operationMessages(language)
  const { look, done, problems, mayManage, deskHref } = page
  const { system, health, held, lastErrors } = look
  const rows = lastErrors.map(({ at, call, error }) => [
    formatMoment(at, language),
    html`${words[`error_${kindOfError(error)}`]}<br><span class="mc-small mc-quiet" lang="en">${call}: ${error}</span>`,
  ])
  const columns = [words.at, words.error].map((title) => ({ title }))
  const errors =
    rows.length > 0
      ? table({ caption: words.errors, columns, rows, stack: true })
      : html`<p>${words.noErrors}</p>`
  return html`<div class="mc-work__head"><p class="mc-small"><a href="${operationsUrl}">${words.title}</a></p><h1>${system.names[language]}</h1><p>${healthOf(health, language)}</p></div>
${errorSummary({ problems, language })}
${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}
<div class="mc-stack mc-t2">${held && notice({ tone: 'warn', body: html`<p>${words.heldBy(held.by, formatMoment(held.at, language), held.reason)}</p>` })}
<p>${words.answered}: ${answeredOf(look, language)}</p>
${look.queue && html`<p>${words.lag}: ${waitingOf(look, language)}. ${words.needAPerson}: ${String(look.queue.needAPerson)}.</p>`}
${needsOf(look, language)}
${deskHref && html`<p><a href="${deskHref}">${words.openDesk}</a></p>`}
${mayManage && system.mayBeHeld && controls(page, language)}
${zone({ id: 'errors', title: words.errors, body: errors })}</div>`
}

const needsOf = ({ queue }: Look, language: Language): readonly Html[] =>
  (queue?.needs ?? []).map((need) => notice({ tone: 'warn', body: html`<p>${need[language]}</p>` }))

function controls({ look, problems }: SystemPage, language: Language): Html {
  const words = operationMessages(language)
  const { code } = look.system
  if (look.held)
    return html`<form method="post" action="${systemUrl(code, '/release')}">${actions(button({ text: words.release }))}</form>`
  const problem = problems.find(({ field }) => field === 'reason')?.sentence
  const reason = textField({
    ...{ name: 'reason', label: words.reason, description: words.reasonHint, language, problem },
    ...{ maxLength: 300, autocomplete: 'off' },
  })
  const form = html`<form class="mc-narrow mc-form" method="post" action="${systemUrl(code, '/hold')}" novalidate>${reason}${actions(button({ text: words.hold, variant: 'secondary' }))}</form>`
  return fold({ summary: words.hold, body: form, open: problem !== undefined, look: 'plain' })
}
