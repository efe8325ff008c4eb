import { Type } from 'typebox'

/** What travels to and from the portal. Its names, its order, and every value a string: `yyyyMMddHHmmss`, '0' / '1'. */

export type WirePaper = Readonly<{
  TepDinhKemId: string
  TenTepDinhKem: string
  IsDeleted: 'False'
  MaThanhPhanHoSo: string
  DuongDanTaiTepTin: string
  DuocSoHoa: string
  DuocTaiSuDung: string
  DuocLayTuKhoDMQG: string
  MaKetQuaThayThe: string
}>

/** The codes of `HinhThucThu` and `LoaiPhiLePhi` are known of the calls of 2026 only. */
export type WireFee = Readonly<{
  TenPhiLePhi: string
  MaPhiLePhi: string
  HinhThucThu: string
  Gia: string
  LoaiPhiLePhi: string
}>

export type WireSupplement = Readonly<{
  HoSoBoSungId: string
  NguoiYeuCauBoSung: string
  NoiDungBoSung: string
  NgayBoSung: string
  NguoiTiepNhanBoSung: string
  ThongTinTiepNhan: string
  NgayTiepNhanBoSung: string
  TrangThaiBoSung: string
  DanhSachGiayToBoSung: readonly Readonly<{ TenGiayTo: string }>[]
  DanhSachLePhiBoSung: readonly WireFee[]
  NgayHenTraTruoc: string
  NgayHenTraMoi: string
}>

export type WireResult = Readonly<{
  TenGiayTo: string
  MaThanhPhanHoSo: string
  GiayToId: string
  DuongDanTepTinKetQua: string
  MaGiayToKetQua: string
}>

/** HoSoDongBo: a dossier. */
export type WireDossier = Readonly<{
  MaHoSo: string
  MaTTHC: string
  TenTTHC: string
  MaLinhVuc: string
  TenLinhVuc: string
  KenhThucHien: string
  SoGiayToChuHoSo: string
  ChuHoSo: string
  LoaiDoiTuong: string
  MaDoiTuong: string
  ThongTinKhac: string
  Email: string
  Fax: string
  SoDienThoai: string
  TrichYeuHoSo: string
  NgayNopHoSo: string
  NgayTiepNhan: string
  NgayHenTra: string
  NgayTuChoi: string
  NgayKetThucXuLy: string
  NgayTra: string
  TrangThaiHoSo: string
  ThongTinTra: string
  HinhThuc: string
  DonViXuLy: string
  GhiChu: string
  NoiNopHoSo: string
  HoSoCoThanhPhanSoHoa: string
  TaiKhoanDuocXacThucVoiVNeID: string
  DuocThanhToanTrucTuyen: string
  DinhDanhCHS: readonly Readonly<{ LoaiDinhDanh: string; SoDinhDanh: string }>[]
  DSKetNoiCSDL: readonly Readonly<{ MaCSDL: string }>[]
  TaiLieuNop: readonly WirePaper[]
  DanhSachLePhi: readonly WireFee[]
  DanhSachTepDinhKemKhac: readonly []
  DanhSachHoSoBoSung: readonly WireSupplement[]
  DanhSachGiayToKetQua: readonly WireResult[]
}>

/** TienTrinh: a step of progress. */
export type WireStep = Readonly<{
  MaHoSo: string
  NguoiXuLy: string
  ChucDanh: string
  ThoiDiemXuLy: string
  PhongBanXuLy: string
  NoiDungXuLy: string
  TrangThai: string
  NgayBatDau: string
  NgayKetThucTheoQuyDinh: string
}>

const text = Type.String({ maxLength: 20_000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))

/** What is read of a dossier that is looked up. */
export const foundDossier = Type.Object({ MaHoSo: text, TrangThaiHoSo: Type.Union([text, Type.Integer()]) })

export const procedureRow = Type.Object({ MATTHC: text, TENTTHC: text })
export const agencyRow = Type.Object({ MADONVI: text, TENDONVI: text, CAPDONVI: optional })
export const fieldRow = Type.Object({ MALINHVUC: text, TENLINHVUC: text, MANGANH: optional })

/** LayThuTuc: of a procedure only what is used; which list belongs to which channel is to be seen on the wire. */
export const procedureDetail = Type.Object({
  TENTTHC: text,
  YEUCAU: optional,
  LINHVUCTHUCHIEN: Type.Optional(Type.Array(Type.Object({ MALINHVUC: text, TENLINHVUC: text }))),
  COQUANTHUCHIEN: Type.Optional(Type.Array(Type.Object({ MADONVI: text, TENDONVI: text }))),
  KETQUATHUCHIEN: Type.Optional(Type.Array(Type.Object({ MAKETQUA: text, TENKETQUA: text }))),
  CANCUPHAPLY: Type.Optional(Type.Array(Type.Object({ SOVANBAN: text, TENVANBAN: text }))),
  THANHPHANHOSO: Type.Optional(
    Type.Array(
      Type.Object({
        GIAYTO: Type.Optional(
          Type.Array(Type.Object({ MAGIAYTO: text, TENGIAYTO: text, TENMAUDON: optional, URL: optional })),
        ),
      }),
    ),
  ),
})

/** What was filed there is taken row by row: one that is not as it was agreed holds up none of the others. */
export const filedRows = Type.Record(Type.String(), Type.Unknown())
