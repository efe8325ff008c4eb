import type { Channel } from '#modules/dossiers'
import type { FilingAnswer } from '#modules/filings'
import type {
  DossierFacts,
  FeeFacts,
  OwnerKind,
  PaperFacts,
  ProgressFacts,
  SupplementFacts,
} from '#modules/sync'
import { codeOf } from './states.ts'
import type { WireDossier, WireFee, WirePaper, WireStep, WireSupplement } from './wire.ts'
import { writeTime } from './wire-time.ts'

const channelCodes: Readonly<Record<Channel, string>> = { counter: '1', online: '2', post: '3' }

/** LoaiDoiTuong of the portal; the adapter of the ministries counts otherwise. */
export const ownerCodes: Readonly<Record<OwnerKind, string>> = {
  citizen: '1',
  enterprise: '2',
  state_agency: '3',
  organisation: '4',
}

export type Agreed = Readonly<{
  /** How the portal wants "paid online" to be said (DuocThanhToanTrucTuyen): '1' or '2'. */
  paidOnline: string
  /** How it wants "nothing was paid online" to be said: '0' or '3'. */
  notPaidOnline: string
  /** MaCSDL of a register by our name for it; one without a code is not told of. */
  databaseCodes: ReadonlyMap<string, string>
}>

const flag = (value: boolean): string => (value ? '1' : '0')
const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('')

/** A dossier as the portal wants it: recorded facts only. What did not happen or is not known is left empty. */
export function describeDossier(facts: DossierFacts, agreed: Agreed): WireDossier {
  const { procedure, owner, applicant, times, papers, fees } = facts
  const wasPaidOnline = fees.some(({ state, method }) => state === 'paid' && method === 'online')
  return {
    MaHoSo: facts.code,
    MaTTHC: procedure.code,
    TenTTHC: procedure.name,
    ...describeField(procedure),
    KenhThucHien: channelCodes[facts.channel],
    SoGiayToChuHoSo: owner.personalId,
    ChuHoSo: owner.name,
    LoaiDoiTuong: ownerCodes[owner.kind],
    MaDoiTuong: facts.channel === 'online' ? (applicant.portalAccount ?? '') : '',
    ThongTinKhac: '',
    Email: applicant.email ?? '',
    Fax: '',
    SoDienThoai: applicant.phone ?? '',
    TrichYeuHoSo: cut(facts.subject, 1000),
    NgayNopHoSo: writeTime(times.submittedAt),
    NgayTiepNhan: writeTime(times.acceptedAt),
    NgayHenTra: writeTime(times.dueAt),
    NgayTuChoi: writeTime(times.refusedAt),
    NgayKetThucXuLy: writeTime(times.finishedAt),
    NgayTra: writeTime(times.deliveredAt),
    TrangThaiHoSo: codeOf(facts.state),
    ThongTinTra: '',
    HinhThuc: flag(facts.returnMethod === 'post'),
    DonViXuLy: facts.competentAgency.name,
    GhiChu: '',
    NoiNopHoSo: facts.filedAt === 'national_portal' ? '1' : '2',
    HoSoCoThanhPhanSoHoa: flag(papers.some(({ digitised }) => digitised)),
    TaiKhoanDuocXacThucVoiVNeID: flag(applicant.isVerified),
    DuocThanhToanTrucTuyen: wasPaidOnline ? agreed.paidOnline : agreed.notPaidOnline,
    DinhDanhCHS: describeIdentity(owner.personalId),
    DSKetNoiCSDL: facts.consultedDatabases.flatMap((register) => {
      const code = agreed.databaseCodes.get(register)
      return code ? { MaCSDL: code } : []
    }),
    TaiLieuNop: papers.map(describePaper),
    DanhSachLePhi: fees.filter(({ state }) => state !== 'cancelled').map(describeFee),
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: facts.supplements.map(describeSupplement),
    DanhSachGiayToKetQua: facts.results.map(({ id, name, resultCode, link }) => ({
      TenGiayTo: name,
      MaThanhPhanHoSo: '',
      GiayToId: id,
      DuongDanTepTinKetQua: link ?? '',
      MaGiayToKetQua: resultCode ?? '',
    })),
  }
}

/** A step of progress; when its officer began is not on record, so it is not said. */
export const describeStep = (dossierCode: string, step: ProgressFacts): WireStep => ({
  MaHoSo: dossierCode,
  NguoiXuLy: cut(step.officerName, 50),
  ChucDanh: step.position ?? '',
  ThoiDiemXuLy: writeTime(step.at),
  PhongBanXuLy: step.agencyName ?? '',
  NoiDungXuLy: step.what,
  TrangThai: codeOf(step.state),
  NgayBatDau: '',
  NgayKetThucTheoQuyDinh: writeTime(step.dueAt),
})

/** A field is known by its code (`G02-CT05`), or by its name and the code that the nation lists for it, if it does. */
const describeField = ({
  field,
  fieldCode,
}: DossierFacts['procedure']): Pick<WireDossier, 'MaLinhVuc' | 'TenLinhVuc'> =>
  /^[A-Z]\d{2}-[0-9A-Z]+$/.test(field)
    ? { MaLinhVuc: field, TenLinhVuc: '' }
    : { MaLinhVuc: fieldCode ?? '', TenLinhVuc: field }

function describeIdentity(number: string): WireDossier['DinhDanhCHS'] {
  if (/^\d{12}$/.test(number)) return [{ LoaiDinhDanh: '1', SoDinhDanh: number }]
  return /^\d{9}$/.test(number) ? [{ LoaiDinhDanh: '2', SoDinhDanh: number }] : []
}

const describePaper = (paper: PaperFacts): WirePaper => ({
  TepDinhKemId: paper.id,
  TenTepDinhKem: cut(paper.fileName, 4000),
  IsDeleted: 'False',
  MaThanhPhanHoSo: paper.componentCode ?? '',
  DuongDanTaiTepTin: paper.link ?? '',
  DuocSoHoa: flag(paper.digitised),
  DuocTaiSuDung: flag(paper.reused),
  DuocLayTuKhoDMQG: flag(paper.fromNationalVault),
  MaKetQuaThayThe: paper.replacedByResult ?? '',
})

/** One fee. What was paid is not said by this shape, and by which codes it says when and of what kind is not known. */
const describeFee = ({ code, name, amountVnd }: FeeFacts): WireFee => ({
  TenPhiLePhi: name,
  MaPhiLePhi: code ?? '',
  HinhThucThu: '',
  Gia: String(amountVnd),
  LoaiPhiLePhi: '',
})

const describeSupplement = (supplement: SupplementFacts): WireSupplement => ({
  HoSoBoSungId: String(supplement.number),
  NguoiYeuCauBoSung: supplement.requestedBy,
  NoiDungBoSung: supplement.reason,
  NgayBoSung: writeTime(supplement.requestedAt),
  NguoiTiepNhanBoSung: supplement.receivedBy ?? '',
  ThongTinTiepNhan: '',
  NgayTiepNhanBoSung: writeTime(supplement.receivedAt),
  TrangThaiBoSung: flag(supplement.receivedAt !== null),
  DanhSachGiayToBoSung: supplement.components.map(({ name }) => ({ TenGiayTo: name })),
  DanhSachLePhiBoSung: [],
  NgayHenTraTruoc: writeTime(supplement.dueBefore),
  NgayHenTraMoi: writeTime(supplement.dueAfter),
})

type Answered = Readonly<{ step: WireStep; dossier: Readonly<Record<string, unknown>> | null }>

/**
 * What became of a dossier that was filed there: held, a step says why and its state stays; refused by an officer, it has
 * that state, and what was filed is told back unchanged.
 */
export function describeAnswer({ code, kind, sentence, officerName, at, content }: FilingAnswer): Answered {
  const state = kind === 'refused' ? '3' : '1'
  const step: WireStep = {
    ...{ MaHoSo: code, NguoiXuLy: cut(officerName ?? '', 50), ChucDanh: '', ThoiDiemXuLy: writeTime(at) },
    ...{ PhongBanXuLy: '', NoiDungXuLy: cut(sentence, 1000), TrangThai: state },
    ...{ NgayBatDau: '', NgayKetThucTheoQuyDinh: '' },
  }
  const refused = {
    ...content,
    MaHoSo: code,
    TrangThaiHoSo: state,
    NgayTuChoi: writeTime(at),
    GhiChu: sentence,
  }
  return { step, dossier: kind === 'refused' ? refused : null }
}
