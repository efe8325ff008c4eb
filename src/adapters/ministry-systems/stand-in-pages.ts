import { type Html, html } from '#platform/html'
import type { MinistryDossier } from './stand-in-store.ts'
import { type StandInState, standInStates } from './stand-in-store.ts'
import type { WireReport } from './wire.ts'
import { readTime } from './wire-time.ts'

const style = html`<style>*{box-sizing:border-box}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;color:#13231a;background:#eef3ef}
header{background:#14532d;color:#fff;padding:.9rem 1.25rem}header p{margin:0;font-size:.9375rem;color:#dcefe2}header strong{font-size:1.1875rem;display:block}
nav{background:#fff;border-bottom:1px solid #c3d3c8;padding:.25rem 1rem}nav a{display:inline-block;padding:.6rem .75rem .6rem .25rem;color:#14532d}
main{max-width:60rem;margin:0 auto;padding:1.25rem}h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem;overflow-wrap:anywhere}h2{font-size:1.1875rem;margin:1.75rem 0 .5rem}
.box{background:#fff;border:1px solid #c3d3c8;border-radius:.5rem;padding:1rem 1.25rem;overflow-x:auto;margin-bottom:1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid #dce7df}thead th{border-top:0;font-size:.9375rem;color:#45594c}td{overflow-wrap:anywhere}
.state{display:inline-block;background:#1d4f7c;color:#fff;border-radius:1rem;padding:.15rem .8rem}small,[lang=en]{color:#45594c}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.4rem 1rem;margin:0}dt{color:#45594c}dd{margin:0;overflow-wrap:anywhere}
select{font:inherit;padding:.5rem;max-width:100%;border:1px solid #5c7565;border-radius:.3rem;background:#fff}
button{font:inherit;padding:.6rem 1.2rem;min-height:2.75rem;border-radius:.4rem;border:1px solid #14532d;background:#14532d;color:#fff;cursor:pointer}button [lang=en]{color:inherit}:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font-size:.875rem}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.5rem}thead{display:none}tr{display:block;border-top:1px solid #dce7df;padding:.5rem 0}tr:first-child{border-top:0}td{display:block;border:0;padding:.1rem 0}}</style>`

const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Hệ thống của Bộ (đóng thế)</title>${style}</head>
<body><header><strong>Hệ thống tập trung của Bộ (đóng thế)</strong><p>Bản trình diễn, không phải hệ thống thật. <span lang="en" style="color:inherit">A stand-in of a ministry’s system, for demonstrations.</span></p></header>
<nav aria-label="Hệ thống đóng thế"><a href="/">Hồ sơ</a></nav><main>${body}</main></body></html>`

const two = (value: number) => String(value).padStart(2, '0')
function moment(text: string | null | undefined): string {
  const local = text ? readTime(text)?.toZonedDateTimeISO('Asia/Ho_Chi_Minh') : null
  return local
    ? `${two(local.hour)}:${two(local.minute)}:${two(local.second)} ${two(local.day)}/${two(local.month)}/${local.year}`
    : '–'
}

const stateName = (code: string): string =>
  Object.hasOwn(standInStates, code) ? standInStates[code as StandInState] : 'trạng thái mới, chưa có tên'
const stateOf = (code: string): Html =>
  html`<span class="state" data-state="${code}">${code} · ${stateName(code)}</span>`

/** The dossiers it has, the newest first, and a way to open one of its own. */
export const renderDossiers = (
  dossiers: readonly MinistryDossier[],
  people: readonly Readonly<{ fullName: string; personalId: string }>[],
  pushes: Readonly<{ can: boolean; error: string | null }>,
): Html =>
  page(
    'Hồ sơ',
    html`<h1>Hồ sơ đang có <small lang="en">Dossiers</small></h1>
${pushes.error && html`<p class="box">Lần báo gần nhất không được: ${pushes.error}</p>`}
${
  dossiers.length === 0
    ? html`<p>Chưa có hồ sơ nào. <span lang="en">None yet.</span></p>`
    : html`<div class="box"><table><thead><tr><th scope="col">Mã hồ sơ</th><th scope="col">Thủ tục</th><th scope="col">Từ đâu</th><th scope="col">Trạng thái</th></tr></thead><tbody>
${dossiers.map((one) => row(one))}</tbody></table></div>`
}
<form class="box" method="post" action="/dossiers"><label for="person">Mở hồ sơ mới cho <span lang="en">/ open a dossier for</span></label><br>
<select id="person" name="person">${people.map(({ fullName, personalId }) => html`<option value="${personalId}">${fullName}</option>`)}</select> <button type="submit">Mở <span lang="en">/ Open</span></button></form>
${pushes.can && html`<form method="post" action="/push"><button type="submit">Báo tất cả về tỉnh <span lang="en">/ Push all reports</span></button></form>`}`,
  )

const row = ({ code, handedOver, reports }: MinistryDossier): Html => {
  const last = reports.at(-1)
  return html`<tr><td><a href="/dossiers/${encodeURIComponent(code)}">${code}</a></td><td>${last?.TenTTHC}</td><td>${handedOver ? 'Tỉnh chuyển đến' : 'Nộp tại đây'}</td><td>${last && stateOf(last.TrangThai)}</td></tr>`
}

/** One dossier: its state, what was reported of it, and what a province said. */
export function renderDossier(dossier: MinistryDossier): Html {
  const { code, handedOver, reports, steps } = dossier
  const last = reports.at(-1)
  return page(
    code,
    html`<h1>Hồ sơ ${code}</h1><div class="box"><dl><dt>Trạng thái</dt><dd>${last && stateOf(last.TrangThai)}</dd><dt>Thủ tục</dt><dd>${last?.TenTTHC} (${last?.MaTTHC})</dd>
<dt>Chủ hồ sơ</dt><dd>${last?.ChuHoSo}</dd><dt>Đơn vị xử lý</dt><dd>${last?.TenDonViXuLy}</dd><dt>Hẹn trả</dt><dd>${moment(last?.NgayHenTra)}</dd></dl></div>
<form class="box" method="post" action="/dossiers/${encodeURIComponent(code)}/move"><label for="state">Chuyển sang <span lang="en">/ move to</span></label><br>
<select id="state" name="state">${[...Object.keys(standInStates), 'TDBS'].map((one) => html`<option value="${one}">${one} · ${stateName(one)}</option>`)}</select> <button type="submit">Chuyển <span lang="en">/ Move</span></button></form>
<h2>Đã báo về tỉnh <small lang="en">Reports</small></h2>${reportTable(reports)}
${
  handedOver &&
  html`<h2>Tỉnh đã chuyển <small lang="en">What the province handed over</small></h2><div class="box"><pre>${JSON.stringify(handedOver, null, 2)}</pre></div>
<h2>Tiến trình từ tỉnh <small lang="en">Progress</small></h2><div class="box"><table><thead><tr><th scope="col">Lúc</th><th scope="col">Ai</th><th scope="col">Việc</th><th scope="col">Trạng thái</th></tr></thead><tbody>
${steps.map((step) => html`<tr><td>${moment(String(step.ThoiDiemXuLy))}</td><td>${String(step.NguoiXuLy)}</td><td>${String(step.NoiDungXuLy)}</td><td>${String(step.TrangThai)}</td></tr>`)}</tbody></table></div>`
}`,
  )
}

const reportTable = (reports: readonly WireReport[]): Html =>
  html`<div class="box"><table><thead><tr><th scope="col">Số</th><th scope="col">Lúc</th><th scope="col">Trạng thái</th><th scope="col">Ghi chú</th></tr></thead><tbody>
${reports.toReversed().map((one) => html`<tr><td>${String(one.SoThuTu)}</td><td>${moment(one.ThoiDiemCapNhat)}</td><td>${stateOf(one.TrangThai)}</td><td>${one.NoiDungYKien}</td></tr>`)}</tbody></table></div>`

/** Nothing is at this address. */
export const renderMissing = (): Html =>
  page('Không có', html`<h1>Không có trang này</h1><p lang="en">There is nothing here.</p>`)
