import { describeFee } from '#adapters/fees-told'
import type { Translated } from '#modules/mirrors'
import type { DossierFacts, OwnerKind, PaperFacts, ProgressFacts } from '#modules/sync'
import type { WireDossier, WirePaper, WireState, WireStep } from './wire.ts'
import { writeTime } from './wire-time.ts'

/** LoaiDoiTuong of these systems, which count otherwise than the portal: 0 citizen, 1 enterprise, 2 household business. */
const ownerCodes: Readonly<Record<OwnerKind, string>> = {
  citizen: '0',
  enterprise: '1',
  state_agency: '1',
  organisation: '1',
}

/** Under which code and id a dossier is known there. */
export type Known = Readonly<{ code: string; id: string }>

const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('')

/** A dossier as it is handed over: recorded facts, in their codes; what is not known is left empty. */
export function describeDossier(
  facts: DossierFacts,
  theirCode: string,
  { procedure, agency, fields }: Translated,
  papers: ReadonlyMap<string, WirePaper>,
): WireDossier {
  const { owner, applicant, times } = facts
  return {
    MaHoSo: theirCode,
    MaTTHC: procedure,
    MaDichVuCong: '',
    ChuHoSo: owner.name,
    LoaiDoiTuong: ownerCodes[owner.kind],
    MaDonViTiepNhan: agency,
    NgayNop: writeTime(times.submittedAt),
    NgayTiepNhan: writeTime(times.acceptedAt),
    EformThongTinChiTiet: fields,
    ThanhPhanHoSo: describeComponents(facts.papers, papers),
    ThongTinNguoiNop: {
      LoaiDoiTuong: ownerCodes.citizen,
      IdDoiTuong: applicant.portalAccount ?? '',
      ThongTinChiTiet: {
        ...{ TenNguoiNop: applicant.name, SoDinhDanh: applicant.personalId, NgayCapDinhDanh: '', NgaySinh: '' },
        ...{ SoDienThoai: applicant.phone ?? '', Email: applicant.email ?? '', Fax: '' },
        // Still asked for, though there are no districts any more.
        ...{ MaTinh: '', MaHuyen: '', MaXa: '', DiaChiChiTiet: applicant.address ?? '' },
        ...{ TenChuHs: owner.name, SoDinhDanhChuHs: owner.personalId },
        ...{ MaTinhChuHs: '', MaXaChuHs: '', DiaChiChiTietChuHs: '' },
      },
    },
  }
}

function describeComponents(
  papers: readonly PaperFacts[],
  given: ReadonlyMap<string, WirePaper>,
): WireDossier['ThanhPhanHoSo'] {
  const components = Map.groupBy(papers, ({ componentKey }) => componentKey)
  return [...components.values()].map((ofOne) => ({
    MaThanhPhanHoSo: ofOne[0]?.componentCode ?? '',
    TenThanhPhanHoSo: ofOne[0]?.componentName ?? '',
    SoLuong: ofOne.length,
    // 2: an electronic copy, which all of them are that can be sent.
    LoaiBan: '2',
    GiayToDinhKem: ofOne.flatMap(({ id }) => given.get(id) ?? []),
  }))
}

/** A paper under the id that it has there. */
export const describePaper = (
  { fileName, sha256, replacedByResult }: PaperFacts,
  theirId: string,
): WirePaper => ({
  IdGiayTo: theirId,
  MaKetQua: replacedByResult ?? '',
  TenGiayTo: fileName,
  HashTepTin: sha256,
})

/** A step of progress; when its officer began is not on record, so it is not said. */
export const describeStep = ({ code, id }: Known, step: ProgressFacts, state: string): WireStep => ({
  IDHoSo: id,
  MaHoSo: code,
  NguoiXuLy: cut(step.officerName, 50),
  ThoiDiemXuLy: writeTime(step.at),
  PhongBanXuLy: step.agencyName ?? '',
  NoiDungXuLy: step.what,
  TrangThai: state,
  NgayBatDau: '',
  NgayKetThucTheoQuyDinh: writeTime(step.dueAt),
})

/** Fees and results go along with these national states only. */
const withMore: readonly number[] = [5, 6, 9]

export function describeState(facts: DossierFacts, { code, id }: Known, state: string): WireState {
  const last = facts.progress.at(-1)
  const plain = {
    ...{ IdHoSo: id, MaHoSo: code, TrangThai: state, NoiDungYKien: '' },
    ...{ PhongBanXuLy: last?.agencyName ?? '', NoiDungXuLy: last?.what ?? '' },
  }
  if (!withMore.includes(facts.nationalState)) return plain
  return {
    ...plain,
    DanhSachLePhi: facts.fees.filter((fee) => fee.state !== 'cancelled').map(describeFee),
    DanhSachGiayToKetQua: facts.results.map(({ name, resultCode, documentNumber, sha256, link }) => ({
      ...{ TenGiayTo: name, MaKetQua: resultCode ?? '', SoKyHieu: documentNumber ?? '' },
      ...{ HashTepTin: sha256, DuongDan: link ?? '' },
    })),
  }
}
