import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button, linkButton } from '#components/button'
import { code } from '#components/code'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { qr } from '#components/qr'
import { dossierMessages } from '#modules/dossiers'
import {
  type Charge,
  describeCharge,
  explainCharge,
  type FeeAccount,
  formatVnd,
  makeVietQr,
  type PaymentOrder,
} from '#modules/payments'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { payMessages } from './messages.ts'

export type PayPage = Readonly<{
  title: string
  code: string
  /** What is due, or was paid last. Null: the dossier owes nothing. */
  charge: Charge | null
  order: PaymentOrder | null
  account: FeeAccount | null
  /** Whether a platform is connected at all. */
  isOnline: boolean
  /** The platform did not answer just now. */
  isAway: boolean
  language: Language
}>

/** One sum to pay: how much and what for, then the one thing to do now. */
export function payPage(page: PayPage): Html {
  const { title, charge, language } = page
  const words = dossierMessages(language)
  const say = payMessages(language)
  const href = `/my/dossiers/${page.code}`
  const trail = [
    { text: words.myDossiers, href: '/my/dossiers' },
    { text: title, href },
  ]
  return html`${breadcrumbs(trail, say.payTitle, language)}
<div class="mc-narrow"><p class="mc-kicker">${words.dossierCode} ${code(page.code)}</p>
<h1>${charge ? charge.name : say.payTitle}</h1>
${charge ? owed(page, charge) : notice({ body: html`<p>${say.nothingDue}</p>` })}
<p class="mc-t2"><a href="${href}">${say.backToDossier}</a></p></div>`
}

function owed(page: PayPage, charge: Charge): Html {
  const { language } = page
  const say = payMessages(language)
  const reasons = explainCharge(charge, language)
  return html`${said(page, charge)}
${answers(
  [
    {
      term: say.amount,
      answer: html`<strong>${formatVnd(charge.amountVnd, language)}</strong>`,
      note: reasons.length > 0 && reasons.map((line, index) => html`${index > 0 && html`<br>`}${line}`),
    },
  ],
  'ruled',
)}
${charge.state === 'due' && ways(page, charge)}`
}

/** How it stands, where there is something to know before paying. */
function said({ order, isAway, language }: PayPage, charge: Charge): Piece {
  const say = payMessages(language)
  const tell = (tone: 'done' | 'warn', text: string) =>
    html`<div class="mc-y2">${notice({ tone, live: true, body: html`<p>${text}</p>` })}</div>`
  if (charge.state === 'paid') return tell('done', say.paid(describeCharge(charge, language)))
  if (order?.state === 'held') return tell('warn', say.held)
  return isAway && tell('warn', order ? say.awayWithOrder : say.away)
}

function ways(page: PayPage, charge: Charge): Piece {
  const { order, isOnline, language } = page
  const say = payMessages(language)
  if (!isOnline) return html`<p class="mc-t2">${say.atCounter}</p>`
  if (order?.state === 'held') return null
  if (order?.payUrl) return orderWays(page, charge, order, order.payUrl)
  return html`<form class="mc-form mc-t2" method="post" action="/my/dossiers/${page.code}/pay">
${actions(button({ text: say.start(formatVnd(charge.amountVnd, language)), start: true }))}
<p class="mc-small mc-quiet">${say.startHint}</p></form>`
}

function orderWays(page: PayPage, charge: Charge, order: PaymentOrder, payUrl: string): Html {
  const { account, language } = page
  const say = payMessages(language)
  const here = `/my/dossiers/${page.code}/pay`
  return html`<div class="mc-t2">${actions(linkButton({ text: say.toPlatform, href: payUrl, iconAfter: 'next' }))}</div>
${account && qrPart(account, charge, order, language)}
<section class="mc-section"><h2 class="mc-h">${say.paidAlready}</h2>
<p class="mc-t0">${say.paidHint}</p>
<div class="mc-t1">${actions(linkButton({ text: say.check, href: `${here}?look=back`, variant: 'secondary' }))}</div></section>`
}

function qrPart(account: FeeAccount, charge: Charge, order: PaymentOrder, language: Language): Html {
  const say = payMessages(language)
  const text = makeVietQr({
    bankBin: account.bankBin,
    target: { kind: 'account', number: account.number },
    amountVnd: order.amountVnd,
    billNumber: order.reference,
    purpose: charge.name,
  })
  return html`<section class="mc-section"><h2 class="mc-h">${say.qrTitle}</h2>
<p class="mc-t0">${say.qrHint}</p>
<div class="mc-t1">${qr(text, say.qrLabel(formatVnd(order.amountVnd, language)), { large: true })}</div>
${answers(
  [
    { term: say.accountName, answer: account.name },
    { term: say.accountNumber, answer: code(account.number) },
    { term: say.reference, answer: code(order.reference) },
  ],
  'ruled',
)}
<div class="mc-t1">${fold({ summary: say.qrText, body: html`<p class="mc-small mc-wrap"><code>${text}</code></p>` })}</div></section>`
}
