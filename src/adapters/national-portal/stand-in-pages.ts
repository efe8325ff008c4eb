import { Temporal } from 'temporal-polyfill'
import { type Html, html } from '#platform/html'
import { renderContents } from './stand-in-contents.ts'
import type { FetchedFile } from './stand-in-fetched.ts'
import type { FilingOffer, FilingPerson } from './stand-in-filing.ts'
import { type PortalFault, portalFaults } from './stand-in-line.ts'
import type { PortalDossier, PortalTally, Taken } from './stand-in-store.ts'
import { type StateCode, stateNames } from './states.ts'
import { readTime } from './wire-time.ts'

const style = html`<style>*{box-sizing:border-box}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;color:#1d1a15;background:#f4efe6}
header{background:#7a1420;color:#fff;padding:.9rem 1.25rem}header p{margin:0;font-size:.9375rem;color:#f6dfe1}header strong{font-size:1.1875rem;display:block}
nav{background:#fff;border-bottom:1px solid #d5cbb9;padding:.25rem 1rem}nav a{display:inline-block;padding:.6rem .75rem .6rem .25rem;color:#7a1420}
main{max-width:60rem;margin:0 auto;padding:1.25rem}h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem;overflow-wrap:anywhere}h2{font-size:1.1875rem;margin:1.75rem 0 .5rem}
.box{background:#fff;border:1px solid #d5cbb9;border-radius:.5rem;padding:1rem 1.25rem;overflow-x:auto}.box+.box{margin-top:.75rem}.box p{margin:.25rem 0}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid #e5dccb}thead th{border-top:0;font-size:.9375rem;color:#57503f}
.state{display:inline-block;background:#1d4f7c;color:#fff;border-radius:1rem;padding:.15rem .8rem;white-space:nowrap}.s9,.s10{background:#1b6b3a}.s3,.s7,.s8{background:#57503f}.s5,.s6{background:#8a4b00}.bad{color:#8c1d1d;font-weight:600}small,[lang=en]{color:#57503f}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.4rem 1rem;margin:0}dt{color:#57503f}dd{margin:0;overflow-wrap:anywhere}
label{display:block;padding:.35rem 0}select,input[type=text]{display:block;font:inherit;padding:.5rem;width:100%;max-width:34rem;border:1px solid #837868;border-radius:.3rem;background:#fff}fieldset{border:1px solid #d5cbb9;border-radius:.5rem;background:#fff;margin:0 0 1rem;padding:1rem}
button{font:inherit;padding:.6rem 1.2rem;min-height:2.75rem;border-radius:.4rem;border:1px solid #7a1420;background:#7a1420;color:#fff;cursor:pointer}button [lang=en]{color:inherit}:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.5rem}thead{display:none}tr{display:block;border-top:1px solid #e5dccb;padding:.5rem 0}tr:first-child{border-top:0}td{display:block;border:0;padding:.1rem 0}}</style>`

/** A page of the stand-in. */
export const renderPage = (title: string, body: Html): Html => html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Cổng Dịch vụ công quốc gia (đóng thế)</title>${style}</head>
<body><header><strong>Cổng Dịch vụ công quốc gia (đóng thế)</strong><p>Bản trình diễn, không phải cổng thật. <span lang="en" style="color:inherit">A stand-in of the national portal, for demonstrations.</span></p></header>
<nav aria-label="Cổng đóng thế"><a href="/">Hồ sơ</a> <a href="/file">Nộp hồ sơ</a> <a href="/questions">Hỏi đáp</a> <a href="/faults">Sự cố</a></nav><main>${body}</main></body></html>`

const stateOf = (code: StateCode): Html =>
  html`<span class="state s${code}">${code} · ${stateNames[code]}</span>`

const moment = (at: Temporal.Instant): string => {
  const local = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(local.hour)}:${two(local.minute)}:${two(local.second)} ${two(local.day)}/${two(local.month)}/${local.year}`
}
/** A moment as it came over the wire, to read. */
export const wireMoment = (value: unknown): string => {
  const at = readTime(String(value ?? ''))
  return at ? moment(at) : '–'
}

const takenWords: Readonly<Record<Taken, Html>> = {
  created: html`Tạo mới <small lang="en">created</small>`,
  updated: html`Cập nhật <small lang="en">updated</small>`,
  repeated: html`Gửi lặp, không đổi gì <small lang="en">the same again</small>`,
  backwards: html`<span class="bad">Từ chối: lùi trạng thái</span> <small lang="en">refused, backwards</small>`,
  exists: html`Đã tồn tại <small lang="en">exists</small>`,
  unknown: html`Không tồn tại <small lang="en">unknown</small>`,
  invalid: html`Không hợp lệ <small lang="en">invalid</small>`,
}

/** The dossiers the portal knows, newest first, and what came in all. */
export const renderDossiers = (dossiers: readonly PortalDossier[], count: number, tally: PortalTally): Html =>
  renderPage(
    'Hồ sơ',
    html`<h1>Hồ sơ cổng đang có <small lang="en">Dossiers the portal knows</small></h1>
<form class="box" method="get" action="/"><label for="code">Tìm theo mã hồ sơ <span lang="en">/ Find by code</span></label><input type="text" id="code" name="code" autocomplete="off"> <button type="submit">Tìm <span lang="en">/ Find</span></button></form>
<p>${count} hồ sơ. Tạo mới ${tally.created}, cập nhật ${tally.updated}, gửi lặp ${tally.repeated}, tiến trình lặp ${tally.repeatedSteps}, từ chối vì lùi trạng thái ${tally.backwards}.</p>
${
  dossiers.length > 0
    ? html`<div class="box"><table><thead><tr><th scope="col">Mã hồ sơ</th><th scope="col">Thủ tục</th><th scope="col">Trạng thái</th></tr></thead><tbody>
${dossiers.map(({ code, fields, state }) => html`<tr><td><a href="/dossiers/${encodeURIComponent(code)}">${code}</a></td><td>${String(fields.TenTTHC ?? '')}</td><td>${stateOf(state)}</td></tr>`)}
</tbody></table></div>`
    : html`<p>Chưa có hồ sơ nào. <span lang="en">None yet.</span></p>`
}`,
  )

/** One dossier as the portal has it: state, papers, money, results, progress, and all that arrived. */
export function renderDossier(
  dossier: PortalDossier,
  files: readonly FetchedFile[] = [],
  more: Html | null = null,
): Html {
  const { code, fields, state, filedHere, steps, arrivals } = dossier
  return renderPage(
    code,
    html`<h1>Hồ sơ ${code}</h1><div class="box"><dl><dt>Trạng thái</dt><dd data-state="${state}">${stateOf(state)}</dd>
<dt>Thủ tục</dt><dd>${String(fields.TenTTHC ?? '')} (${String(fields.MaTTHC ?? '')})</dd><dt>Chủ hồ sơ</dt><dd>${String(fields.ChuHoSo ?? '')}</dd>
<dt>Nơi nộp</dt><dd>${filedHere ? 'Cổng Dịch vụ công quốc gia' : 'Hệ thống của tỉnh'}</dd><dt>Tiếp nhận</dt><dd>${wireMoment(fields.NgayTiepNhan)}</dd>
<dt>Hẹn trả</dt><dd>${wireMoment(fields.NgayHenTra)}</dd><dt>Kết thúc xử lý</dt><dd>${wireMoment(fields.NgayKetThucXuLy)}</dd><dt>Trả kết quả</dt><dd>${wireMoment(fields.NgayTra)}</dd></dl></div>
${renderContents(dossier, files)}
<h2>Tiến trình <small lang="en">Progress</small></h2>${steps.length === 0 ? html`<p>Chưa có.</p>` : renderSteps(steps)}
${more}
<h2>Đã nhận từ tỉnh <small lang="en">What arrived</small></h2><div class="box"><table><thead><tr><th scope="col">Lúc</th><th scope="col">Trạng thái gửi đến</th><th scope="col">Cổng đã làm gì</th></tr></thead><tbody>
${arrivals.map(({ at, state: sent, taken }) => html`<tr><td>${moment(Temporal.Instant.fromEpochMilliseconds(at))}</td><td>${sent} · ${stateNames[sent as StateCode]}</td><td>${takenWords[taken]}</td></tr>`)}
</tbody></table></div>`,
  )
}

const renderSteps = (steps: PortalDossier['steps']): Html =>
  html`<div class="box"><table><thead><tr><th scope="col">Lúc</th><th scope="col">Ai</th><th scope="col">Việc</th><th scope="col">Trạng thái</th></tr></thead><tbody>
${steps.map((step) => html`<tr><td>${wireMoment(step.ThoiDiemXuLy)}</td><td>${String(step.NguoiXuLy ?? '')}<br><small>${String(step.ChucDanh ?? '')} ${String(step.PhongBanXuLy ?? '')}</small></td><td>${String(step.NoiDungXuLy ?? '')}</td><td>${String(step.TrangThai ?? '')}</td></tr>`)}
</tbody></table></div>`

/** The form by which an invented person files a dossier here. */
export const renderFiling = (offers: readonly FilingOffer[], people: readonly FilingPerson[]): Html =>
  renderPage(
    'Nộp hồ sơ',
    html`<h1>Nộp hồ sơ trên Cổng quốc gia <small lang="en">File a dossier at the national portal</small></h1>
<p>Tờ khai và giấy tờ mẫu đã điền sẵn. <span lang="en">The declaration and its papers are filled in.</span></p>
${
  offers.length === 0
    ? html`<p>Không có thủ tục nào để nộp. <span lang="en">There is nothing to file.</span></p>`
    : html`<form method="post" action="/file"><fieldset><legend>Ai nộp? <span lang="en">/ Who files?</span></legend>
${people.map(({ personalId, fullName }, index) => html`<label><input type="radio" name="person" value="${personalId}" required${index === 0 && html` checked`}> ${fullName} <small>${personalId}</small></label>`)}</fieldset>
<fieldset><legend>Thủ tục <span lang="en">/ Procedure</span></legend>
${offers.map(({ procedure, name }, index) => html`<label><input type="radio" name="offer" value="${index}" required${index === 0 && html` checked`}> ${name} <small>${procedure}</small></label>`)}</fieldset>
<fieldset><legend>Gửi sang tỉnh thế nào? <span lang="en">/ How does it arrive?</span></legend><label><input type="radio" name="arrives" value="whole" checked> Đầy đủ <small lang="en">whole</small></label>
<label><input type="radio" name="arrives" value="empty"> Rỗng: mất tờ khai và giấy tờ <small lang="en">empty: form and papers are lost on the way</small></label></fieldset>
<button type="submit">Nộp hồ sơ <span lang="en">/ File</span></button></form>`
}`,
  )

const faultWords: Readonly<Record<PortalFault, Html>> = {
  down: html`Ngừng hoạt động <small lang="en">down</small>`,
  slow: html`Không trả lời <small lang="en">slow: no answer in time</small>`,
  drip: html`Một byte mỗi giây <small lang="en">one byte a second</small>`,
  lossy: html`Mất tin: trong bảy lần gọi, một lần mất, một lần mất câu trả lời <small lang="en">lossy</small>`,
  duplicate: html`Nhận mỗi tin hai lần <small lang="en">every call arrives twice</small>`,
  reorder: html`Tin cũ đến sau tin mới <small lang="en">an older message arrives after the newer</small>`,
  garbage: html`Trả lời vô nghĩa <small lang="en">garbage</small>`,
  huge: html`Trả lời dài 1 GB <small lang="en">an answer of 1 GB</small>`,
  session_over: html`Phiên hết hạn sau mỗi lần gọi <small lang="en">every session serves one call</small>`,
  account_refused: html`Không nhận tài khoản <small lang="en">the account is refused</small>`,
}

/** What is broken, to be chosen. */
export const renderFaults = (fault: PortalFault | null): Html =>
  renderPage(
    'Sự cố',
    html`<h1>Sự cố của cổng <small lang="en">Faults of the portal</small></h1><form method="post" action="/faults"><fieldset><legend>Cổng đang thế nào? <span lang="en">/ How is the portal?</span></legend>
<label><input type="radio" name="fault" value="none"${fault === null && html` checked`}> Bình thường <small lang="en">healthy</small></label>
${portalFaults.map((one) => html`<label><input type="radio" name="fault" value="${one}"${fault === one && html` checked`}> ${faultWords[one]}</label>`)}</fieldset>
<button type="submit">Đặt <span lang="en">/ Set</span></button></form>`,
  )

/** Nothing is at this address. */
export const renderMissing = (): Html =>
  renderPage('Không có', html`<h1>Không có trang này</h1><p lang="en">There is nothing here.</p>`)
