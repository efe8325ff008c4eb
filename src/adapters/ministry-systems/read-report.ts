import { Check } from 'typebox/value'
import type { Arrived, Report } from '#modules/mirrors'
import { type WireReport, wireReport } from './wire.ts'
import { readTime } from './wire-time.ts'

/** A row of what changed as a report in our words; what is none is given as it came, with what is wrong. */
export function readReport(row: unknown): Arrived {
  if (!Check(wireReport, row))
    return { ok: false, problem: 'the row is not as described', raw: JSON.stringify(row) }
  return { ok: true, report: toReport(row) }
}

/** A moment that cannot be read stays as it came, so that the report is refused with its field and kept. */
const momentOf = (text: string | null | undefined): string | null =>
  text ? (readTime(text)?.toString() ?? text) : null

const toReport = (row: WireReport): Report => ({
  dossierCode: row.MaHoSo,
  sequence: row.SoThuTu ?? null,
  reportedAt: momentOf(row.ThoiDiemCapNhat) ?? '',
  state: row.TrangThai,
  procedure: { code: row.MaTTHC, name: row.TenTTHC },
  agency: { code: row.MaDonViXuLy, name: row.TenDonViXuLy },
  owner: { name: row.ChuHoSo, personalId: row.SoDinhDanhChuHs },
  applicant: row.TenNguoiNop && row.SoDinhDanh ? { name: row.TenNguoiNop, personalId: row.SoDinhDanh } : null,
  subject: row.TrichYeuHoSo || null,
  submittedAt: momentOf(row.NgayNop),
  acceptedAt: momentOf(row.NgayTiepNhan),
  dueAt: momentOf(row.NgayHenTra),
  finishedAt: momentOf(row.NgayKetThucXuLy),
  deliveredAt: momentOf(row.NgayTra),
  note: row.NoiDungYKien || null,
  results: (row.DanhSachGiayToKetQua ?? []).map(({ TenGiayTo, SoKyHieu, NgayBanHanh }) => ({
    ...{ name: TenGiayTo, number: SoKyHieu || null, issuedOn: NgayBanHanh || null },
  })),
})
