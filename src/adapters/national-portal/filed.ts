import { type Static, Type } from 'typebox'
import type { FiledDossier, FiledPaper, FiledSource } from '#modules/filings'
import { readBytes } from './ask.ts'
import type { Calls } from './calls.ts'
import { birthDayOf } from './wire-time.ts'

const text = Type.String({ maxLength: 20_000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))

/** A dossier that was filed at the portal: NoiHoSo of 2026, as far as it is used. */
const filedRow = Type.Object({
  MaHoSo: Type.String({ minLength: 1, maxLength: 100 }),
  MaTTHC: text,
  ChuHoSo: optional,
  MaDonViTiepNhan: text,
  EformThongTinChiTiet: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  ThanhPhanHoSo: Type.Array(
    Type.Object({
      MaThanhPhanHoSo: text,
      GiayToDinhKem: Type.Array(
        Type.Object({ IdGiayTo: text, TenGiayTo: text, HashTepTin: optional, DuongDan: text }),
        { maxItems: 100 },
      ),
    }),
    { maxItems: 200 },
  ),
  ThongTinNguoiNop: Type.Object({
    IdDoiTuong: optional,
    ThongTinChiTiet: Type.Object({
      TenNguoiNop: text,
      SoDinhDanh: text,
      NgaySinh: optional,
      SoDienThoai: optional,
      Email: optional,
      DiaChiChiTiet: optional,
      TenChuHs: optional,
      SoDinhDanhChuHs: optional,
    }),
  }),
})

type FiledRow = Static<typeof filedRow>

export type FetchLimits = Readonly<{ timeoutMs: number; mostBytes: number }>

/** The dossiers filed at the portal for us; none where the contract's call is not set. */
export const openFiledSource = (calls: Calls, call: string | undefined, limits: FetchLimits): FiledSource => ({
  code: 'national_portal',
  async listFiled() {
    if (!call) return []
    const rows = (await calls.list(call, filedRow)) ?? []
    return rows.map((row) => readFiled(row, limits))
  },
})

function readFiled(row: FiledRow, limits: FetchLimits): FiledDossier {
  const person = row.ThongTinNguoiNop.ThongTinChiTiet
  const isOwn = !person.SoDinhDanhChuHs || person.SoDinhDanhChuHs === person.SoDinhDanh
  return {
    code: row.MaHoSo,
    account: row.ThongTinNguoiNop.IdDoiTuong || null,
    procedure: row.MaTTHC,
    agencyCode: row.MaDonViTiepNhan,
    applicant: {
      fullName: person.TenNguoiNop,
      personalId: person.SoDinhDanh,
      birthOn: birthDayOf(person.NgaySinh ?? ''),
      phone: person.SoDienThoai || null,
      email: person.Email || null,
      address: person.DiaChiChiTiet || null,
    },
    owner: isOwn
      ? null
      : { fullName: person.TenChuHs || person.TenNguoiNop, personalId: person.SoDinhDanhChuHs ?? '' },
    answers: row.EformThongTinChiTiet as FiledDossier['answers'],
    papers: row.ThanhPhanHoSo.flatMap(({ MaThanhPhanHoSo, GiayToDinhKem }) =>
      GiayToDinhKem.map((given) => ({
        component: MaThanhPhanHoSo,
        name: given.TenGiayTo,
        sha256: given.HashTepTin || null,
        fetch: () => readBytes(given.DuongDan, limits),
      })),
    ) satisfies FiledPaper[],
  }
}
