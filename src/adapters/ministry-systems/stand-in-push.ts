import type { MinistryFault } from './stand-in-line.ts'
import type { WireReport } from './wire.ts'
import { readTime } from './wire-time.ts'

/** Where reports are pushed to: the address of Một Cửa, and a key of the exchange there. */
export type PushTo = Readonly<{ url: string; clientId: string; clientSecret: string }>

const isoOf = (text: string | null | undefined): string | null =>
  text ? (readTime(text)?.toString() ?? text) : null

/** A report as the exchange of the province takes it. */
const pushed = (row: WireReport) => ({
  dossierCode: row.MaHoSo,
  sequence: row.SoThuTu ?? null,
  reportedAt: isoOf(row.ThoiDiemCapNhat),
  state: row.TrangThai,
  procedure: { code: row.MaTTHC, name: row.TenTTHC },
  agency: { code: row.MaDonViXuLy, name: row.TenDonViXuLy },
  owner: { name: row.ChuHoSo, personalId: row.SoDinhDanhChuHs },
  applicant: row.TenNguoiNop && row.SoDinhDanh ? { name: row.TenNguoiNop, personalId: row.SoDinhDanh } : null,
  subject: row.TrichYeuHoSo ?? null,
  submittedAt: isoOf(row.NgayNop),
  acceptedAt: isoOf(row.NgayTiepNhan),
  dueAt: isoOf(row.NgayHenTra),
  finishedAt: isoOf(row.NgayKetThucXuLy),
  deliveredAt: isoOf(row.NgayTra),
  note: row.NoiDungYKien ?? null,
  results: (row.DanhSachGiayToKetQua ?? []).map(({ TenGiayTo, SoKyHieu, NgayBanHanh }) => ({
    ...{ name: TenGiayTo, number: SoKyHieu ?? null, issuedOn: NgayBanHanh ?? null },
  })),
})

/** Pushes reports, as the fault has it: twice, the newest first, or with a token that is over. Throws unless they were taken. */
export async function pushReports(
  to: PushTo,
  rows: readonly WireReport[],
  fault: MinistryFault | null,
): Promise<void> {
  const token = fault === 'expired' ? 'het-han' : await takeToken(to)
  const ordered = fault === 'reorder' ? rows.toReversed() : rows
  const times = fault === 'duplicate' ? 2 : 1
  for (let count = 0; count < times; count += 1) {
    for (let first = 0; first < ordered.length; first += 100) {
      const reports = ordered.slice(first, first + 100).map(pushed)
      const body = fault === 'garbage' ? '{"reports": [' : JSON.stringify({ reports })
      const response = await fetch(`${to.url}/api/v1/exchange/ministry-reports`, {
        ...{ method: 'POST', body },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      })
      if (!response.ok) throw new Error(`the province answered ${response.status}`)
      await response.body?.cancel()
    }
  }
}

async function takeToken({ url, clientId, clientSecret }: PushTo): Promise<string> {
  const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const response = await fetch(`${url}/api/v1/exchange/token`, {
    ...{ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  })
  if (!response.ok) throw new Error(`the province gives no token (HTTP ${response.status})`)
  return ((await response.json()) as { access_token: string }).access_token
}
