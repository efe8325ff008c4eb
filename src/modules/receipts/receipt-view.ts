import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say as state, type Tone } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { ChargeRefund } from '#modules/payments'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import { fileHref } from './file-pages.ts'
import { paymentMethodNames, receiptMessages } from './messages.ts'
import { receiptsUrl, sayDone, sealForm, stateOf } from './register-view.ts'
import type { EReceipt, ReceiptFile } from './repository.ts'
import { writeReference } from './rules/series.ts'

export type ReceiptPage = Readonly<{
  receipt: EReceipt
  files: readonly ReceiptFile[]
  /** The one that stands instead of it. */
  replacedBy: EReceipt | null
  refund: ChargeRefund | null
  mayReplace: boolean
  mayRefund: boolean
  maySeal: boolean
  done: string | undefined
  problems: readonly Problem[]
  typed: Readonly<Record<string, string | undefined>>
  language: Language
}>

/** One receipt: what it says, its files, and what may be done with it. */
export function receiptPage(page: ReceiptPage): Html {
  const { receipt, done, problems, language } = page
  const say = receiptMessages(language)
  const reference = writeReference(receipt.receiptSymbol, receipt.number)
  return html`<div class="mc-narrow"><p class="mc-quiet mc-small"><a href="${receiptsUrl}?day=${receipt.issuedOn}">${say.back}</a></p>
<div class="mc-work__head"><h1>${say.lineOf(reference)}</h1></div>
${errorSummary({ problems, language })}
${sayDone(done, language)}
${standing(page)}
${answers(facts(receipt, language), 'tight')}
<section class="mc-section"><h2 class="mc-h">${say.files}</h2><div>${filesPart(page)}</div></section>
${!receipt.cancellation && !page.refund && page.mayReplace && replaceForm(page)}
${!receipt.cancellation && page.mayRefund && (!page.refund || page.refund.state === 'refused') && refundForm(page)}</div>`
}

function facts(receipt: EReceipt, language: Language) {
  const say = receiptMessages(language)
  const { agencyAddress, payerAddress } = receipt
  return [
    { term: say.state, answer: stateOf(receipt, language) },
    { term: say.formSymbol, answer: `${receipt.formSymbol}, ${receipt.receiptSymbol}` },
    { term: say.agency, answer: receipt.agencyName, ...(agencyAddress && { note: agencyAddress }) },
    { term: say.taxCode, answer: receipt.taxCode ?? say.noTaxCode },
    { term: say.payer, answer: receipt.payerName, ...(payerAddress && { note: payerAddress }) },
    { term: say.fee, answer: receipt.feeName },
    { term: say.amount, answer: html`<strong>${formatVnd(receipt.amountVnd, language)}</strong>` },
    { term: say.method, answer: paymentMethodNames(language)[receipt.method] },
    { term: say.voucher, answer: code(receipt.paymentReference) },
    { term: say.paidAt, answer: formatMoment(receipt.paidAt, language) },
    { term: say.issuedAt, answer: formatMoment(receipt.issuedAt, language) },
    { term: say.dossier, answer: code(receipt.dossierCode) },
    {
      term: say.checkCode,
      answer: html`<a href="/verify/${receipt.checkCode}">${code(receipt.checkCode)}</a>`,
    },
  ]
}

/** What happened to it after it was issued. */
function standing({ receipt, replacedBy, refund, language }: ReceiptPage): Piece {
  const say = receiptMessages(language)
  const { cancellation, replaced, reason } = receipt
  const lines = [
    replaced &&
      `${say.replaces(writeReference(replaced.receiptSymbol, replaced.number), replaced.formSymbol)}. ${reason ?? ''}`,
    cancellation &&
      `${say.cancelledBy(formatMoment(cancellation.at, language), cancellation.byName)}: ${cancellation.reason}`,
    refund && refundLine(refund, language),
  ].filter((line) => typeof line === 'string')
  if (lines.length === 0) return null
  const other =
    replacedBy &&
    html`<p><a href="${receiptsUrl}/${replacedBy.id}">${say.replacedBy(writeReference(replacedBy.receiptSymbol, replacedBy.number))}</a></p>`
  return html`<div class="mc-y2">${notice({ tone: 'warn', body: html`${lines.map((line) => html`<p>${line}</p>`)}${other}` })}</div>`
}

function refundLine(refund: ChargeRefund, language: Language): string {
  const say = receiptMessages(language)
  const { decisionNumber, doneAt } = refund
  if (doneAt) return say.refundDone(decisionNumber, formatMoment(doneAt, language))
  return refund.state === 'refused' ? say.refundRefused(decisionNumber) : say.refundAsked(decisionNumber)
}

const seals: Readonly<Record<string, readonly [Tone, 'sealed' | 'noSeal' | 'sealFailed' | 'sealing']>> = {
  sealed: ['ok', 'sealed'],
  no_seal: ['warn', 'noSeal'],
  failed: ['warn', 'sealFailed'],
  asked: ['mute', 'sealing'],
}

function filesPart({ receipt, files, maySeal, language }: ReceiptPage): Html {
  const say = receiptMessages(language)
  if (files.length === 0) return html`<p>${say.setting}</p>`
  const items = files.map(({ media, seal }) => {
    const [tone, word] = seals[seal ?? 'asked'] ?? ['mute', 'sealing']
    return html`<li><a href="${fileHref(receipt.checkCode, media)}">${say[media]}</a><br>${state(tone, say[word])}</li>`
  })
  const isStopped = files.some(({ seal }) => seal === 'no_seal' || seal === 'failed')
  return html`<ul class="mc-list">${items}</ul>${isStopped && maySeal && html`<div class="mc-t1">${sealForm(receipt.id, language)}</div>`}`
}

const problemOf = ({ problems }: ReceiptPage, name: string): string | undefined =>
  problems.find(({ field }) => field === name)?.sentence

function replaceForm(page: ReceiptPage): Html {
  const { receipt, typed, language } = page
  const say = receiptMessages(language)
  return html`<section class="mc-section"><h2 class="mc-h">${say.replaceTitle}</h2>
<p class="mc-t0">${say.replaceLead}</p>
<form class="mc-form mc-form--tight mc-t1" method="post" action="${receiptsUrl}/${receipt.id}/replacement" novalidate>
${textField({ name: 'payer', label: say.payerName, value: typed.payer ?? receipt.payerName, maxLength: 200, problem: problemOf(page, 'payer'), language })}
${textField({ name: 'address', label: say.payerAddress, value: typed.address ?? receipt.payerAddress ?? '', maxLength: 300, optional: true, language })}
${textAreaField({ name: 'why', label: say.reason, value: typed.why, rows: 2, maxLength: 500, problem: problemOf(page, 'why'), language })}
${actions(button({ text: say.replace, variant: 'secondary' }))}</form></section>`
}

function refundForm(page: ReceiptPage): Html {
  const { receipt, typed, language } = page
  const say = receiptMessages(language)
  return html`<section class="mc-section"><h2 class="mc-h">${say.refundTitle}</h2>
<p class="mc-t0">${receipt.method === 'online' ? say.refundOnline : say.refundCounter}</p>
<form class="mc-form mc-form--tight mc-t1" method="post" action="${receiptsUrl}/${receipt.id}/refund" novalidate>
${textField({ name: 'decision', label: say.decisionNumber, value: typed.decision, size: 20, maxLength: 60, problem: problemOf(page, 'decision'), language })}
${textAreaField({ name: 'reason', label: say.reason, value: typed.reason, rows: 2, maxLength: 500, problem: problemOf(page, 'reason'), language })}
${actions(button({ text: say.refund, variant: 'secondary' }))}</form></section>`
}
