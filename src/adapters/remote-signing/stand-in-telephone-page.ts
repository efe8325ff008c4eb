import { type Html, html } from '#platform/html'
import type { StandInTransaction, Telephone, TransactionState } from './stand-in-telephone.ts'

const words: Readonly<Record<TransactionState, Html>> = {
  waiting: html`Đang chờ <span lang="en">/ waiting</span>`,
  confirmed: html`Đã xác nhận <span lang="en">/ confirmed</span>`,
  refused: html`Đã từ chối <span lang="en">/ refused</span>`,
  expired: html`Đã hết hạn <span lang="en">/ expired</span>`,
}

const style = html`<style>body{font:1.0625rem/1.5 system-ui,sans-serif;background:#e9e4da;color:#1d1a15;margin:0;padding:1rem}
main{box-sizing:border-box;max-width:26rem;margin:0 auto;background:#fbf9f5;border:.6rem solid #1d1a15;border-radius:2rem;padding:1.5rem 1.25rem}
h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1.0625rem;margin:0}small,.note{color:#57503f}
section{border-top:1px solid #b9ae9b;padding:1rem 0}ul{margin:.5rem 0;padding-left:1.2rem}code{font-size:.8125rem;overflow-wrap:anywhere}
button{font:inherit;padding:.6rem 1rem;min-height:2.75rem;border-radius:.5rem;border:1px solid #1d1a15;background:#fff;color:#1d1a15;margin:.25rem .5rem .25rem 0;cursor:pointer}
[lang=en]{color:#57503f}button [lang=en],h1 [lang=en]{color:inherit}h1+.note{margin-top:0}form p{margin:0 0 .5rem}
button.yes{background:#1b6b3a;border-color:#1b6b3a;color:#fff}button:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}</style>`

/** The telephone of everybody who signs at this stand-in: what waits, to be confirmed or refused. */
export function renderTelephone(
  provider: string,
  telephone: Telephone,
  nameOf: (account: string) => string,
): Html {
  const transactions = telephone.list().slice(0, 30)
  const byItself = telephone.confirms() !== 'by_hand'
  return html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Điện thoại ký số – ${provider} đóng thế</title>${style}</head>
<body><main><h1>${provider} <small>(đóng thế)</small></h1>
<p class="note">Điện thoại của người ký, bản trình diễn. <span lang="en">The signer’s telephone, a stand-in.</span></p>
<form method="post" action="/telephone">${renderSwitch(byItself)}</form>
<p><a href="/telephone">Tải lại <span lang="en">/ Reload</span></a></p>
${transactions.length === 0 && html`<p>Không có yêu cầu ký nào. <span lang="en">Nothing to sign.</span></p>`}
${transactions.map((transaction) => renderTransaction(transaction, telephone.stateOf(transaction), nameOf))}
</main></body></html>`
}

const renderSwitch = (byItself: boolean): Html =>
  byItself
    ? html`<p>Tự xác nhận sau vài giây. <span lang="en">Confirms by itself after a few seconds.</span></p>
<button name="confirms" value="by_hand">Để tôi tự xác nhận <span lang="en">/ Let me confirm</span></button>`
    : html`<p>Bạn tự xác nhận từng yêu cầu. <span lang="en">You confirm each request.</span></p>
<button name="confirms" value="at_once">Tự xác nhận <span lang="en">/ Confirm by itself</span></button>`

function renderTransaction(
  transaction: StandInTransaction,
  state: TransactionState,
  nameOf: (account: string) => string,
): Html {
  const { transactionId, account, documents, reason } = transaction
  return html`<section><h2>${nameOf(account)}</h2><p>${reason}<br><small>${documents.length} văn bản <span lang="en">/ documents</span> · ${words[state]}</small></p>
<ul>${documents.slice(0, 20).map(({ name, sha256 }) => html`<li>${name}<br><code>${Buffer.from(sha256).toString('hex').slice(0, 16)}…</code></li>`)}</ul>
${
  state === 'waiting' &&
  html`<form method="post" action="/telephone"><input type="hidden" name="transaction" value="${transactionId}">
<button class="yes" name="decision" value="confirmed">Xác nhận ký <span lang="en">/ Confirm</span></button><button name="decision" value="refused">Từ chối <span lang="en">/ Refuse</span></button></form>`
}</section>`
}
