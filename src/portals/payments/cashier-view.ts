import { Temporal } from 'temporal-polyfill'
import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary } from '#components/error-summary'
import { dateField, textField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as state } from '#components/say'
import { table } from '#components/table'
import { formatDay, formatMoment, formatShortDay } from '#modules/calendar'
import {
  formatVnd,
  type GivenBackTwice,
  type HeldArrival,
  type OpenRefund,
  type Reconciliation,
  type ReconciliationLine,
  type Verdict,
} from '#modules/payments'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { cashierMessages, doneNames, outcomeNames, verdictNames } from './messages.ts'

export const paymentsUrl = '/officer/payments'

export type DaysPage = Readonly<{
  held: readonly HeldArrival[]
  days: readonly Reconciliation[]
  /** Days among these that nobody compared once they were over. */
  missed: readonly string[]
  /** Cursor of the days before these. */
  next: string | null
  isFirst: boolean
  today: string
  isConnected: boolean
  mayChange: boolean
  /** What was decided to be given back. */
  refunds: readonly (OpenRefund & Readonly<{ dossierCode: string }>)[]
  /** What went back here and there. */
  twice: readonly GivenBackTwice[]
  /** What was just done here. */
  done?: keyof typeof doneNames
  /** A pay-out without its voucher, a settlement without what was done. */
  missing?: Readonly<{ field: string; sentence: string }>
  isAway?: boolean
  typed?: string
  problem?: string
  language: Language
}>

/** What waits to be given back first, then the days, newest first. */
export function daysPage(page: DaysPage): Html {
  const { isConnected, done, isAway, problem, missing, mayChange, language } = page
  const say = cashierMessages(language)
  const problems = [...(problem ? [{ field: 'day', sentence: problem }] : []), ...(missing ? [missing] : [])]
  return html`<div class="mc-work__head"><h1>${say.title}</h1></div>
<p class="mc-small mc-quiet">${say.lead}</p>
${errorSummary({ problems, language })}
${done && notice({ tone: 'done', live: true, body: html`<p>${doneNames[done][language]}</p>` })}
${isAway && notice({ tone: 'warn', live: true, body: html`<p>${say.away}</p>` })}
${!isConnected && notice({ tone: 'warn', body: html`<p>${say.notConnected}</p>` })}
${page.twice.length > 0 && part(say.twiceTitle, twicePart(page))}
${part(say.heldTitle, heldPart(page))}
${page.refunds.length > 0 && part(say.decidedTitle, decidedPart(page))}
${part(say.daysTitle, html`${isConnected && mayChange && dayForm(page)}${daysPart(page)}`)}`
}

/** Not a landmark: the table in it is one, by the same name. */
const part = (title: string, body: Html): Html =>
  html`<section class="mc-section"><h2 class="mc-h">${title}</h2><div>${body}</div></section>`

/** What the platform refused, a cashier paid out, and the platform gave back after all: it has to come in again. */
function twicePart({ twice, missing, mayChange, language }: DaysPage): Html {
  const say = cashierMessages(language)
  const rows = twice.map((one) => [
    one.dossierCode ? code(one.dossierCode) : say.none,
    formatVnd(one.amountVnd, language),
    html`${one.voucher}<br><span class="mc-small mc-quiet">${one.paidOutByName}</span>`,
    html`${code(one.transaction)}<br><span class="mc-small mc-quiet">${formatMoment(one.returnedAt, language)}</span>`,
    mayChange ? settleForm(one, missing, language) : state('bad', say.toSettle),
  ])
  const columns = [
    { title: say.dossier },
    { title: say.sum, number: true },
    { title: say.paidOutBy },
    { title: say.givenBackBy },
    { title: say.settlement },
  ]
  return html`<p>${say.twiceLead}</p><div class="mc-t1">${table({ caption: say.twiceTitle, columns, rows, stack: true })}</div>`
}

function settleForm(
  { arrivalId, dossierCode, reference }: GivenBackTwice,
  missing: DaysPage['missing'],
  language: Language,
): Html {
  const say = cashierMessages(language)
  const name = `settlement-${arrivalId}`
  const field = { name, label: say.settledHow, size: 24, maxLength: 200 }
  const problem = missing?.field === name ? missing.sentence : undefined
  return html`<form class="mc-form mc-form--tight" method="post" action="${paymentsUrl}/settlements" novalidate><input type="hidden" name="arrival" value="${arrivalId}">${textField({ ...field, problem, autocomplete: 'off', language })}${button({ text: say.settle, variant: 'secondary', about: dossierCode ?? reference })}</form>`
}

function heldPart({ held, missing, mayChange, language }: DaysPage): Html {
  const say = cashierMessages(language)
  if (held.length === 0) return html`<p>${say.noHeld}</p>`
  const rows = held.map((one) => [
    one.dossierCode ? code(one.dossierCode) : say.none,
    formatVnd(one.amountVnd, language),
    outcomeNames[one.outcome][language],
    formatMoment(one.paidAt, language),
    code(one.transaction),
    refundCell(one, missing, mayChange, language),
  ])
  const columns = [
    { title: say.dossier },
    { title: say.sum, number: true },
    { title: say.why },
    { title: say.received },
    { title: say.transaction },
    { title: say.refundColumn },
  ]
  return table({ caption: say.heldTitle, columns, rows, stack: true })
}

function refundCell(
  one: HeldArrival,
  missing: DaysPage['missing'],
  mayChange: boolean,
  language: Language,
): Piece {
  const say = cashierMessages(language)
  if (one.refund === 'done') return state('bad', say.returnedThere)
  if (one.refund === 'asked') return state('warn', say.refundAsked)
  const text = one.refund === 'refused' ? say.refundAgain : say.refund
  const press = html`<form method="post" action="${paymentsUrl}/refunds"><input type="hidden" name="arrival" value="${one.arrivalId}">${button({ text, variant: 'secondary', about: one.transaction })}</form>`
  if (one.refund !== 'refused') return mayChange && press
  const payOut = payOutForm({ what: 'arrival', id: one.arrivalId, about: one.transaction }, missing, language)
  return html`${state('bad', say.refundRefused(one.refusal ?? ''))}${mayChange && html`<div class="mc-t0">${press}</div>${payOut}`}`
}

/** What a leader decided to give back: on its way through the platform, or to be paid out here. */
function decidedPart({ refunds, missing, mayChange, language }: DaysPage): Html {
  const say = cashierMessages(language)
  const rows = refunds.map((refund) => {
    const { chargeId, arrivalId, state: standing, refusal } = refund
    const isOnItsWay = standing === 'asked' && arrivalId !== null
    const paidOut = { what: 'charge', id: chargeId, about: refund.dossierCode } as const
    return [
      code(refund.dossierCode),
      refund.name,
      formatVnd(refund.amountVnd, language),
      html`${refund.decisionNumber}<br><span class="mc-small mc-quiet">${refund.decidedByName}, ${formatMoment(refund.decidedAt, language)}</span>`,
      refund.reason,
      html`${isOnItsWay && state('warn', say.refundAsked)}${refusal && state('bad', say.refundRefused(refusal))}${!isOnItsWay && mayChange && payOutForm(paidOut, missing, language)}${!isOnItsWay && !mayChange && state('warn', say.toPayOut)}`,
    ]
  })
  const columns = [
    { title: say.dossier },
    { title: say.charge },
    { title: say.sum, number: true },
    { title: say.decision },
    { title: say.why },
    { title: say.refundColumn },
  ]
  return table({ caption: say.decidedTitle, columns, rows, stack: true })
}

/** The voucher by which a fee, or a sum that was kept apart, was paid out. */
function payOutForm(
  { what, id, about }: Readonly<{ what: 'charge' | 'arrival'; id: string; about: string }>,
  missing: DaysPage['missing'],
  language: Language,
): Html {
  const say = cashierMessages(language)
  const field = { name: `voucher-${id}`, label: say.voucher, size: 10, maxLength: 60 }
  const problem = missing?.field === field.name ? missing.sentence : undefined
  return html`<form class="mc-form mc-form--tight mc-t1" method="post" action="${paymentsUrl}/pay-outs" novalidate><input type="hidden" name="${what}" value="${id}">${textField({ ...field, problem, autocomplete: 'off', language })}${button({ text: say.payOut, variant: 'secondary', about })}</form>`
}

function dayForm({ typed, today, problem, language }: DaysPage): Html {
  const say = cashierMessages(language)
  const day = formatShortDay(Temporal.PlainDate.from(today))
  return html`<form class="mc-form mc-form--tight" method="post" action="${paymentsUrl}/days" novalidate>
${dateField({ name: 'day', label: say.day, description: say.dayHint(day), value: typed ?? day, problem, language })}
${actions(button({ text: say.reconcile }))}</form>`
}

function daysPart(page: DaysPage): Html {
  const { days, missed, next, isFirst, language } = page
  const say = cashierMessages(language)
  if (days.length + missed.length === 0) return html`<p class="mc-t2">${say.noDays}</p>`
  const compared = new Map(days.map((day) => [day.dayOn, day]))
  const rows = [...new Set([...compared.keys(), ...missed])]
    .toSorted((one, other) => (one < other ? 1 : -1))
    .map((dayOn) => {
      const day = compared.get(dayOn)
      return day ? comparedRow(day, page) : missedRow(dayOn, page)
    })
  const columns = [
    { title: say.dayColumn },
    { title: say.lines, number: true },
    { title: say.oursColumn, number: true },
    { title: say.statement, number: true },
    { title: say.differences },
    { title: say.comparedAt },
  ]
  return html`<div class="mc-t2">${table({ caption: say.daysTitle, columns, rows, stack: true })}</div>
${pagination({ nextHref: next && `${paymentsUrl}?before=${next}`, firstHref: isFirst ? null : paymentsUrl, language })}`
}

const comparedRow = (day: Reconciliation, { missed, language }: DaysPage): Piece[] => [
  html`<a href="${paymentsUrl}/days/${day.dayOn}">${formatShortDay(Temporal.PlainDate.from(day.dayOn))}</a>`,
  String(day.lines),
  formatVnd(day.oursVnd, language),
  formatVnd(day.theirsVnd, language),
  html`${day.differences === 0 ? state('ok', '0') : state('bad', String(day.differences))}${missed.includes(day.dayOn) && state('warn', cashierMessages(language).notWhole)}`,
  formatMoment(day.madeAt, language),
]

function missedRow(dayOn: string, { mayChange, language }: DaysPage): Piece[] {
  const say = cashierMessages(language)
  const day = formatShortDay(Temporal.PlainDate.from(dayOn))
  const press = html`<form method="post" action="${paymentsUrl}/days"><input type="hidden" name="day" value="${dayOn}">${button({ text: say.reconcile, variant: 'secondary', about: day })}</form>`
  return [day, '–', '–', '–', state('warn', say.notCompared), mayChange ? press : '–']
}

export type DayPage = Readonly<{
  newest: Reconciliation
  times: number
  day: Temporal.PlainDate
  lines: readonly ReconciliationLine[]
  after: number
  mayChange: boolean
  language: Language
}>

/** What a comparison found, in a sentence. */
function outcomeOf({ lines, differences }: Reconciliation, language: Language) {
  const say = cashierMessages(language)
  if (differences > 0) return { tone: 'warn', sentence: say.differs(differences, lines) } as const
  if (lines === 0) return { tone: 'info', sentence: say.nothingToCompare } as const
  return { tone: 'done', sentence: say.allEqual(lines) } as const
}

/** One day, line by line: ours, theirs, the difference and what it says. */
export function dayPage(page: DayPage): Html {
  const { newest, times, day, lines, after, mayChange, language } = page
  const say = cashierMessages(language)
  const title = say.dayTitle(formatDay(day, language))
  const { tone, sentence } = outcomeOf(newest, language)
  const last = lines.at(-1)?.number ?? 0
  const here = `${paymentsUrl}/days/${day}`
  const who = newest.madeBy === 'system' ? say.system : newest.madeBy
  return html`<p class="mc-quiet mc-small"><a href="${paymentsUrl}">${say.back}</a></p>
<div class="mc-work__head"><h1>${title}</h1></div>
${notice({ tone, body: html`<p>${sentence} ${times > 0 && say.times(times)}${lines.some(({ verdict }) => verdict === 'only_theirs') && ` ${say.onlyTheirsHint}`}</p>` })}
<div class="mc-t1">${answers(
    [
      { term: say.ours, answer: formatVnd(newest.oursVnd, language), number: true },
      { term: say.theirs, answer: formatVnd(newest.theirsVnd, language), number: true },
      { term: say.difference, answer: difference(newest.oursVnd, newest.theirsVnd, language), number: true },
      { term: say.made, answer: say.madeBy(formatMoment(newest.madeAt, language), who) },
    ],
    'tight',
  )}</div>
${mayChange && html`<form class="mc-y2" method="post" action="${paymentsUrl}/days"><input type="hidden" name="day" value="${day.toString()}">${button({ text: say.reconcileAgain, variant: 'secondary' })}</form>`}
${lines.length > 0 && linesTable(lines, title, language)}
${pagination({ nextHref: last < newest.lines && last > 0 ? `${here}?after=${last}` : null, firstHref: after > 0 ? here : null, language })}`
}

function linesTable(lines: readonly ReconciliationLine[], caption: string, language: Language): Html {
  const say = cashierMessages(language)
  const sumOf = (amountVnd: number | null) => (amountVnd === null ? say.none : formatVnd(amountVnd, language))
  const rows = lines.map((line) => [
    html`${code(line.transaction)}${line.kind === 'refund' && html`<br><span class="mc-small mc-quiet">${say.refundLine}</span>`}`,
    html`${code(line.reference)}${line.theirsReference && html`<br><span class="mc-small mc-quiet">${say.inStatement(line.theirsReference)}</span>`}`,
    line.dossierCode ? code(line.dossierCode) : say.none,
    sumOf(line.oursVnd),
    sumOf(line.theirsVnd),
    difference(line.oursVnd ?? 0, line.theirsVnd ?? 0, language),
    state(toneOf(line.verdict), verdictNames[line.verdict][language]),
  ])
  const columns = [
    { title: say.transaction },
    { title: say.referenceColumn },
    { title: say.dossier },
    { title: say.oursColumn, number: true },
    { title: say.statement, number: true },
    { title: say.differences, number: true },
    { title: say.verdict },
  ]
  return table({ caption, columns, rows, stack: true })
}

const toneOf = (verdict: Verdict) => (verdict === 'equal' ? 'ok' : 'bad')

/** Ours less theirs, with its sign. */
function difference(oursVnd: number, theirsVnd: number, language: Language): string {
  const less = oursVnd - theirsVnd
  return `${less < 0 ? '−' : ''}${formatVnd(Math.abs(less), language)}`
}
