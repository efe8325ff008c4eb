import { type Html, html } from '#platform/html'
import { type FetchedFile, rowsOf } from './stand-in-fetched.ts'
import type { PortalDossier } from './stand-in-store.ts'

type Fields = Readonly<Record<string, unknown>>

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const money = (value: unknown): string => `${Number(text(value) || 0).toLocaleString('vi-VN')} đ`

/** The papers, money and results of a dossier, each file with what came of fetching it. */
export function renderContents({ code, fields }: PortalDossier, files: readonly FetchedFile[]): Html {
  const fees = rowsOf(fields.DanhSachLePhi)
  const results = rowsOf(fields.DanhSachGiayToKetQua)
  return html`<h2>Giấy tờ nộp <small lang="en">Papers</small></h2>${list(listPapers(fields), ({ id, name }) => renderFile(code, name, find(files, id)))}
<h2>Phí, lệ phí <small lang="en">Money</small></h2>${list(fees, (fee) => html`${text(fee.TenPhiLePhi)}: <strong>${money(fee.Gia)}</strong>`)}
${fees.length > 0 && html`<p data-paid="${text(fields.DuocThanhToanTrucTuyen)}">${paidWords[text(fields.DuocThanhToanTrucTuyen)] ?? ''}</p>`}
<h2>Kết quả <small lang="en">Results</small></h2>${list(results, (one) => renderFile(code, resultName(one), find(files, text(one.GiayToId))))}`
}

const paidWords: Readonly<Record<string, Html>> = {
  '1': html`Đã nộp tại Cổng quốc gia. <small lang="en">Paid at the portal.</small>`,
  '2': html`Đã nộp trực tuyến tại tỉnh. <small lang="en">Paid online at the province.</small>`,
}

const resultName = (one: Fields): string =>
  [text(one.TenGiayTo), text(one.SoKyHieu)].filter(Boolean).join(', số ')

const find = (files: readonly FetchedFile[], id: string) => files.find((file) => file.id === id)

/** As they stand in either shape. */
function listPapers(fields: Fields): readonly Readonly<{ id: string; name: string }>[] {
  const classic = rowsOf(fields.TaiLieuNop).map((one) => ({
    id: text(one.TepDinhKemId),
    name: text(one.TenTepDinhKem),
  }))
  const recent = rowsOf(fields.ThanhPhanHoSo).flatMap((part) =>
    rowsOf(part.GiayToDinhKem).map((one) => ({ id: text(one.IdGiayTo), name: text(one.TenGiayTo) })),
  )
  return classic.length > 0 ? classic : recent
}

function list<Row>(rows: readonly Row[], show: (row: Row) => Html): Html {
  if (rows.length === 0) return html`<p>Chưa có. <small lang="en">None.</small></p>`
  return html`<div class="box"><ul>${rows.map((row) => html`<li>${show(row)}</li>`)}</ul></div>`
}

function renderFile(code: string, name: string, file: FetchedFile | undefined): Html {
  if (!file) return html`${name}`
  if (!file.bytes || !file.sha256)
    return html`${name} <span class="bad">Không tải được: ${file.fault}</span> <small lang="en">could not be fetched</small>`
  const href = `/fetched/${encodeURIComponent(code)}/${encodeURIComponent(file.id)}`
  const whole = file.isWhole === false ? html`<span class="bad">sai mã băm</span>` : html`đã tải`
  return html`<a href="${href}">${name}</a> <small data-fetched="${file.id}">${whole}, ${Math.ceil(file.bytes.length / 1024)} KB, SHA-256 ${file.sha256.slice(0, 12)}…</small>`
}
