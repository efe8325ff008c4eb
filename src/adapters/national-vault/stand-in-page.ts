import { type Html, html } from '#platform/html'
import type { VaultFault } from './stand-in-line.ts'
import type { StandInStore } from './stand-in-store.ts'

const style = html`<style>body{font:1.0625rem/1.5 system-ui,sans-serif;background:#e8ecef;color:#14202b;margin:0;padding:1rem}
main{box-sizing:border-box;max-width:52rem;margin:1rem auto;background:#fff;border:1px solid #b4c0ca;border-radius:.75rem;padding:1.5rem 1.5rem 1.75rem}
h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1.0625rem;margin:1.75rem 0 .5rem}.note,[lang=en]{color:#4a5a68}
ul{padding:0;margin:0;list-style:none}li{border-top:1px solid #d5dde3;padding:.6rem 0;overflow-wrap:anywhere}
strong{font-weight:650}.bad{color:#8c1d18}</style>`

const kinds: Readonly<Record<string, string>> = { 1: 'Cấp mới', 2: 'Thu hồi', 3: 'Thay thế' }

/** What the stand-in holds, what it was asked and what it was told: the same as we should show. */
export function renderVault(store: StandInStore, fault: VaultFault | null): Html {
  const told = store.told().toReversed().slice(0, 50)
  const asked = store.asked.toReversed().slice(0, 20)
  const papers = store.papers()
  return html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kho dữ liệu quốc gia đóng thế</title>${style}</head>
<body><main><h1>Kho dữ liệu điện tử quốc gia <small>(đóng thế)</small></h1>
<p class="note">Người và giấy tờ ở đây đều hư cấu. <span lang="en">A stand-in: nobody here is real.</span></p>
${fault && html`<p class="bad" role="status">Đang có sự cố: ${fault}</p>`}
<h2>Giấy tờ đang giữ <span lang="en">/ Papers held</span> (${papers.length})</h2>
<ul>${papers.map(
    ({ title, number, typeCode, ownerName, ownerNumber, issuerName, isInForce }) =>
      html`<li><strong>${title}</strong>, số ${number} (${typeCode})<br>${ownerName}, ${ownerNumber}<br><span class="note">${issuerName}.</span> ${isInForce ? 'Còn hiệu lực' : html`<span class="bad">Không còn hiệu lực</span>`}</li>`,
  )}</ul>
<h2>Kết quả được gửi lên <span lang="en">/ Results told</span> (${told.length})</h2>
${told.length === 0 ? html`<p class="note">Chưa có.</p>` : html`<ul>${told.map(({ kind, number, dossierCode }) => html`<li><strong>${kinds[kind] ?? kind}</strong>: số ${number}, hồ sơ ${dossierCode}</li>`)}</ul>`}
<h2>Lượt tra cứu <span lang="en">/ Look-ups</span> (${asked.length})</h2>
${asked.length === 0 ? html`<p class="note">Chưa có.</p>` : html`<ul>${asked.map(({ askerNumber, ownerNumber, purpose }) => html`<li>${askerNumber} hỏi giấy tờ của ${ownerNumber}<br><span class="note">${purpose}</span></li>`)}</ul>`}
</main></body></html>`
}
