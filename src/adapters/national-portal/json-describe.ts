import { describeFee } from '#adapters/fees-told'
import type { FilingAnswer } from '#modules/filings'
import type { DossierFacts, PaperFacts, ProgressFacts } from '#modules/sync'
import { describeAnswer, describeStep, ownerCodes } from './describe.ts'
import { codeOf } from './states.ts'
import { writeTime } from './wire-time.ts'

/** The states with which money and results travel. */
const statesWithMore: readonly string[] = ['5', '6', '9']

/** NoiHoSo: a dossier that was not filed there. `files` are what UploadFile gave for each paper. */
export function describeNew(facts: DossierFacts, files: ReadonlyMap<string, string>) {
  const { procedure, owner, applicant, times, papers } = facts
  const given = papers.filter(({ id }) => files.has(id))
  return {
    MaHoSo: facts.code,
    MaTTHC: procedure.code,
    TenTTHC: procedure.name,
    MaDichVuCong: '',
    ChuHoSo: owner.name,
    LoaiDoiTuong: ownerCodes[owner.kind],
    MaDonViTiepNhan: facts.receivingAgency.code,
    NgayNop: writeTime(times.submittedAt),
    NgayTiepNhan: writeTime(times.acceptedAt),
    EformThongTinChiTiet: facts.answers ?? {},
    ThanhPhanHoSo: [...Map.groupBy(given, ({ componentKey }) => componentKey).values()].map((ofOne) =>
      describeComponent(ofOne, files),
    ),
    ThongTinNguoiNop: {
      LoaiDoiTuong: ownerCodes.citizen,
      IdDoiTuong: applicant.portalAccount ?? '',
      ThongTinChiTiet: {
        TenNguoiNop: applicant.name,
        SoDinhDanh: applicant.personalId,
        NgayCapDinhDanh: '',
        NgaySinh: '',
        SoDienThoai: applicant.phone ?? '',
        Email: applicant.email ?? '',
        Fax: '',
        // Still asked for, though there are no districts any more; an address is in one piece here.
        ...{ MaTinh: '', MaHuyen: '', MaXa: '' },
        DiaChiChiTiet: applicant.address ?? '',
        TenChuHs: owner.name,
        SoDinhDanhChuHs: owner.personalId,
        ...{ MaTinhChuHs: '', MaXaChuHs: '', DiaChiChiTietChuHs: '' },
      },
    },
  }
}

function describeComponent(papers: readonly PaperFacts[], files: ReadonlyMap<string, string>) {
  const [first] = papers
  return {
    MaThanhPhanHoSo: first?.componentCode ?? '',
    TenThanhPhanHoSo: first?.componentName ?? '',
    SoLuong: String(papers.length),
    // LoaiBan 2: an electronic copy, as everything that is handed over is.
    LoaiBan: '2',
    GiayToDinhKem: papers.map(({ id, fileName, sha256, replacedByResult }) => ({
      IdGiayTo: files.get(id) ?? '',
      MaKetQua: replacedByResult ?? '',
      TenGiayTo: fileName,
      HashTepTin: sha256,
    })),
  }
}

/** CapNhatTienTrinh: one step; the identifier is written IDHoSo here. */
export const describeNewStep = (dossierCode: string, id: string, step: ProgressFacts) => {
  const { ChucDanh: _, ...wire } = describeStep(dossierCode, step)
  return { IDHoSo: id, ...wire }
}

/** CapNhatTrangThai: the state; here the identifier is IdHoSo. Money and results come with 5, 6 and 9 only. */
export function describeNewState(facts: DossierFacts, id: string) {
  const state = codeOf(facts.state)
  const last = facts.progress.at(-1)
  const more = {
    DanhSachLePhi: facts.fees.filter(({ state: due }) => due !== 'cancelled').map(describeFee),
    DanhSachGiayToKetQua: facts.results.map((result) => ({
      TenGiayTo: result.name,
      GiayToId: result.id,
      MaGiayToKetQua: result.resultCode ?? '',
      SoKyHieu: result.documentNumber ?? '',
      DuongDanTepTinKetQua: result.link ?? '',
      HashTepTin: result.sha256,
    })),
  }
  return {
    IdHoSo: id,
    MaHoSo: facts.code,
    TrangThai: state,
    NoiDungYKien: '',
    PhongBanXuLy: last?.agencyName ?? '',
    NoiDungXuLy: last?.what ?? '',
    ...(statesWithMore.includes(state) && more),
  }
}

/** What became of a dossier that was filed there: a step with the reason, and the state when an officer refused it. */
export function describeNewAnswer(answer: FilingAnswer, id: string) {
  const { ChucDanh: _, ...step } = describeAnswer(answer).step
  const { code, sentence } = answer
  const said = { NoiDungYKien: sentence, PhongBanXuLy: '', NoiDungXuLy: sentence }
  const state = { IdHoSo: id, MaHoSo: code, TrangThai: '3', ...said }
  return { step: { IDHoSo: id, ...step }, state: answer.kind === 'refused' ? state : null }
}
