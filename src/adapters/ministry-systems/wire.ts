import { type Static, Type } from 'typebox'
import type { WireFee } from '#adapters/fees-told'

// The centralised systems of ministries as one of them was seen in 2026; of what it reports no description was seen, so
// the report takes the names that the same system uses for what it is sent. Paths and success codes are settings.

const text = Type.String()
const orNothing = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]))

/** What every call but that for a token is answered with. */
export const envelope = Type.Object({
  code: Type.Union([Type.String(), Type.Integer()]),
  message: orNothing(text),
  data: Type.Optional(Type.Unknown()),
})

export const tokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number(),
})

export const nextValue = Type.Object({ MaHoSo: Type.String({ minLength: 3, maxLength: 60 }) })
export const uploaded = Type.Object({ IdTepTin: Type.String({ minLength: 1 }), HashTepTin: text })
export const foundDossier = Type.Object({
  IdHoSo: Type.String({ minLength: 1 }),
  MaHoSo: text,
  TrangThai: text,
  ThoiDiemCapNhat: text,
})

/** Báo cáo hồ sơ: what it reports of one dossier. */
export const wireReport = Type.Object({
  MaHoSo: text,
  SoThuTu: orNothing(Type.Integer()),
  ThoiDiemCapNhat: text,
  MaTTHC: text,
  TenTTHC: text,
  MaDonViXuLy: text,
  TenDonViXuLy: text,
  ChuHoSo: text,
  SoDinhDanhChuHs: text,
  TenNguoiNop: orNothing(text),
  SoDinhDanh: orNothing(text),
  TrichYeuHoSo: orNothing(text),
  NgayNop: orNothing(text),
  NgayTiepNhan: orNothing(text),
  NgayHenTra: orNothing(text),
  NgayKetThucXuLy: orNothing(text),
  NgayTra: orNothing(text),
  TrangThai: text,
  NoiDungYKien: orNothing(text),
  DanhSachGiayToKetQua: orNothing(
    Type.Array(Type.Object({ TenGiayTo: text, SoKyHieu: orNothing(text), NgayBanHanh: orNothing(text) })),
  ),
})
export type WireReport = Static<typeof wireReport>

/** A page of what changed; rows are judged one by one, so that one that is wrong holds up none of the others. */
export const reportPage = Type.Object({
  DanhSachHoSo: Type.Array(Type.Unknown(), { maxItems: 500 }),
  ConTro: Type.String({ maxLength: 200 }),
  ConNua: Type.Boolean(),
})

export type WirePaper = Readonly<{
  IdGiayTo: string
  /** Mã kết quả, `KQ.G07.000122`: of the result of another procedure that stands for it. */
  MaKetQua: string
  TenGiayTo: string
  HashTepTin: string
  DuongDan?: string
}>

/** NoiHoSo: a dossier that is handed over. */
export type WireDossier = Readonly<{
  MaHoSo: string
  MaTTHC: string
  MaDichVuCong: string
  ChuHoSo: string
  LoaiDoiTuong: string
  MaDonViTiepNhan: string
  NgayNop: string
  NgayTiepNhan: string
  EformThongTinChiTiet: Readonly<Record<string, unknown>>
  ThanhPhanHoSo: readonly Readonly<{
    MaThanhPhanHoSo: string
    TenThanhPhanHoSo: string
    SoLuong: number
    LoaiBan: string
    GiayToDinhKem: readonly WirePaper[]
  }>[]
  ThongTinNguoiNop: Readonly<{
    LoaiDoiTuong: string
    IdDoiTuong: string
    ThongTinChiTiet: Readonly<Record<string, string>>
  }>
}>

/** CapNhatTienTrinh. */
export type WireStep = Readonly<{
  IDHoSo: string
  MaHoSo: string
  NguoiXuLy: string
  ThoiDiemXuLy: string
  PhongBanXuLy: string
  NoiDungXuLy: string
  TrangThai: string
  NgayBatDau: string
  NgayKetThucTheoQuyDinh: string
}>

/** CapNhatTrangThai: `IdHoSo` with other capitals than in progress; results only with states 5, 6 and 9 of the nation. */
export type WireState = Readonly<{
  IdHoSo: string
  MaHoSo: string
  TrangThai: string
  NoiDungYKien: string
  PhongBanXuLy: string
  NoiDungXuLy: string
  DanhSachLePhi?: readonly WireFee[]
  DanhSachGiayToKetQua?: readonly Readonly<Record<string, string>>[]
}>
