import type { Temporal } from 'temporal-polyfill'
import { answers } from '#components/answers'
import { actions, button, linkButton } from '#components/button'
import { errorSummary } from '#components/error-summary'
import { dateField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as state } from '#components/say'
import { table } from '#components/table'
import { formatDay, formatMoment, formatShortDay, localDay } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import { paymentMethodNames, receiptMessages, summaryTones } from './messages.ts'
import type { EReceipt } from './repository.ts'
import type { Sum } from './repository-register.ts'
import type { UnsealedTally } from './repository-seals.ts'
import type { DaySummary } from './repository-summaries.ts'
import { writeReference } from './rules/series.ts'

export const receiptsUrl = '/officer/receipts'

export type RegisterPage = Readonly<{
  day: Temporal.PlainDate
  /** As it was typed, where it is no day. */
  typed?: string
  problem?: string
  done?: string
  receipts: readonly EReceipt[]
  next: string | null
  isFirst: boolean
  totals: Readonly<{ issued: Sum; cancelled: Sum; ofMoney: Sum }>
  money: Sum
  summaries: readonly DaySummary[]
  summaryAt: string
  mayChange: boolean
  /** What lacks the seal of the agency for hours. */
  unsealed: UnsealedTally
  /** Of the receipts that are shown. */
  unsealedIds: ReadonlySet<string>
  /** The own agency has no tax code. */
  isUncoded: boolean
  language: Language
}>

/** A day of receipts: its totals against its money, what the tax authority was told, then each receipt. */
export function registerPage(page: RegisterPage): Html {
  const { day, problem, language } = page
  const say = receiptMessages(language)
  const problems = problem ? [{ field: 'day', sentence: problem }] : []
  return html`<div class="mc-work__head"><h1>${say.title}</h1></div>
<p class="mc-small mc-quiet">${say.lead}</p>
${errorSummary({ problems, language })}
${sayDone(page.done, language)}${troublesPart(page)}
${dayForm(page)}
<section class="mc-section"><h2 class="mc-h">${say.totalsTitle}: ${formatDay(day, language)}</h2><div>${totalsPart(page)}</div></section>
<section class="mc-section"><h2 class="mc-h">${say.summariesTitle}</h2><div>${summariesPart(page)}</div></section>
<section class="mc-section"><h2 class="mc-h">${say.listTitle}</h2><div>${receiptsPart(page)}</div></section>`
}

/** What came of what was pressed. */
export function sayDone(done: string | undefined, language: Language): Html | null {
  const say = receiptMessages(language)
  const said = new Map([
    ['refund', say.doneRefund],
    ['replaced', say.doneReplaced],
    ['again', say.doneAgain],
    ['summary', say.doneSummary],
    ['sealing', say.doneSealing],
  ]).get(done ?? '')
  if (said) return notice({ tone: 'done', live: true, body: html`<p>${said}</p>` })
  return done === 'no_seal' ? notice({ tone: 'warn', live: true, body: html`<p>${say.sealMissing}</p>` }) : null
}

/** What stands between the receipts and the law. */
function troublesPart({ day: shown, unsealed, isUncoded, mayChange, language }: RegisterPage): Html | null {
  const say = receiptMessages(language)
  const day = unsealed.oldestAt && localDay(unsealed.oldestAt)
  const lacking =
    day &&
    html`<p>${say.unsealedCount(unsealed.count, formatShortDay(day))}${!day.equals(shown) && html` <a href="${receiptsUrl}?day=${day.toString()}">${say.unsealedFirst}</a>`}</p>
${mayChange && html`<div class="mc-t0">${sealForm(null, language)}</div>`}`
  if (!lacking && !isUncoded) return null
  return html`<div class="mc-y2">${notice({ tone: 'warn', body: html`${lacking}${isUncoded && html`<p>${say.codeMissing}</p>`}` })}</div>`
}

/** Seals again what of a receipt, or (null) of the agency, has no seal. */
export const sealForm = (receiptId: string | null, language: Language): Html =>
  html`<form method="post" action="${receiptsUrl}/seals">${receiptId && html`<input type="hidden" name="receipt" value="${receiptId}">`}${button({ text: receiptMessages(language).sealAgain, variant: 'secondary' })}</form>`

function dayForm({ day, typed, problem, language }: RegisterPage): Html {
  const say = receiptMessages(language)
  const dayHref = (other: Temporal.PlainDate) => `${receiptsUrl}?day=${other}`
  return html`<form class="mc-form mc-form--tight mc-t1" method="get" action="${receiptsUrl}" novalidate>
${dateField({ name: 'day', label: say.day, value: typed ?? formatShortDay(day), problem, language })}
${actions(
  button({ text: say.show }),
  linkButton({ text: say.previous, href: dayHref(day.subtract({ days: 1 })), variant: 'secondary' }),
  linkButton({ text: say.next, href: dayHref(day.add({ days: 1 })), variant: 'secondary' }),
)}</form>`
}

function totalsPart({ totals, money, language }: RegisterPage): Html {
  const say = receiptMessages(language)
  const { issued, cancelled, ofMoney } = totals
  const sum = ({ count, amountVnd }: Sum) => say.issuedCount(count, formatVnd(amountVnd, language))
  const isSame = money.count === ofMoney.count && money.amountVnd === ofMoney.amountVnd
  const missing = Math.max(1, money.count - ofMoney.count)
  return html`${notice({ tone: isSame ? 'done' : 'warn', body: html`<p>${isSame ? say.agrees : say.differs(missing)}</p>` })}
<div class="mc-t0">${answers(
    [
      {
        term: say.moneyOfDay,
        answer: say.sums(money.count, formatVnd(money.amountVnd, language)),
        number: true,
      },
      { term: say.receiptsOfMoney, answer: sum(ofMoney), number: true },
      { term: say.issued, answer: sum(issued), number: true },
      { term: say.cancelled, answer: sum(cancelled), number: true },
      { term: say.net, answer: formatVnd(issued.amountVnd - cancelled.amountVnd, language), number: true },
    ],
    'tight',
  )}</div>`
}

function summariesPart(page: RegisterPage): Html {
  const { summaries, summaryAt, day, mayChange, language } = page
  const say = receiptMessages(language)
  const send =
    mayChange &&
    html`<form class="mc-t1" method="post" action="${receiptsUrl}/summaries"><input type="hidden" name="day" value="${day.toString()}">${button({ text: say.sendNow, variant: 'secondary' })}</form>`
  const lead = html`<p class="mc-small mc-quiet">${say.summariesLead(summaryAt)}</p>`
  if (summaries.length === 0) return html`${lead}<p class="mc-t1">${say.noSummary}</p>${send}`
  const rows = summaries.map((summary) => [
    `${say.summaryNumber} ${summary.number}`,
    summary.agencyName,
    String(summary.lines),
    formatVnd(summary.issuedVnd, language),
    formatVnd(summary.cancelledVnd, language),
    String(summary.sendings),
    html`${state(summaryTones[summary.state], say[summary.state])}${summary.answer && html`<br><span class="mc-small mc-quiet">${summary.answer}</span>`}${summary.state === 'refused' && mayChange && againForm(summary, page)}`,
  ])
  const columns = [
    { title: say.summaryNumber },
    { title: say.agency },
    { title: say.lines, number: true },
    { title: say.issuedSum, number: true },
    { title: say.cancelledSum, number: true },
    { title: say.sendings, number: true },
    { title: say.answer },
  ]
  return html`${lead}<div class="mc-t1">${table({ caption: say.summariesTitle, columns, rows, stack: true })}</div>${send}`
}

function againForm({ id, number }: DaySummary, { day, language }: RegisterPage): Html {
  const { sendAgain, summaryNumber } = receiptMessages(language)
  return html`<form method="post" action="${receiptsUrl}/summaries"><input type="hidden" name="day" value="${day.toString()}"><input type="hidden" name="summary" value="${id}">${button({ text: sendAgain, variant: 'secondary', about: `${summaryNumber} ${number}` })}</form>`
}

function receiptsPart({ receipts, unsealedIds, day, next, isFirst, language }: RegisterPage): Html {
  const say = receiptMessages(language)
  if (receipts.length === 0) return html`<p>${say.none}</p>`
  const rows = receipts.map((receipt) => [
    html`<a class="mc-nowrap" href="${receiptsUrl}/${receipt.id}">${writeReference(receipt.receiptSymbol, receipt.number)}</a>`,
    receipt.payerName,
    receipt.feeName,
    formatVnd(receipt.amountVnd, language),
    paymentMethodNames(language)[receipt.method],
    formatMoment(receipt.paidAt, language),
    html`${stateOf(receipt, language)}${unsealedIds.has(receipt.id) && html`<br>${state('warn', say.unsealed)}`}`,
  ])
  const columns = [
    { title: say.number },
    { title: say.payer },
    { title: say.fee },
    { title: say.amount, number: true },
    { title: say.method },
    { title: say.paidAt },
    { title: say.state },
  ]
  const here = `${receiptsUrl}?day=${day}`
  return html`${table({ caption: say.listTitle, columns, rows, stack: true })}
${pagination({ nextHref: next && `${here}&after=${next}`, firstHref: isFirst ? null : here, language })}`
}

/** In force, replaced, or cancelled with its fee. */
export function stateOf({ cancellation }: EReceipt, language: Language): Html {
  const say = receiptMessages(language)
  if (!cancellation) return state('ok', say.valid)
  return state('mute', cancellation.kind === 'replaced' ? say.replaced : say.refunded)
}
