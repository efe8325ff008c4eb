import { createHash, randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { PortalStore } from './stand-in-store.ts'
import { writeTime } from './wire-time.ts'

/** Who may file at the stand-in: invented people. */
export type FilingPerson = Readonly<{
  personalId: string
  fullName: string
  birthDate: string | null
  phone: string | null
  email: string | null
}>

/** What may be filed at the stand-in, with a declaration that is filled in already. */
export type FilingOffer = Readonly<{
  procedure: string
  name: string
  /** Who receives it (MaDonViTiepNhan). */
  agencyCode: string
  answers: (person: FilingPerson) => Readonly<Record<string, unknown>>
  papers: readonly Readonly<{ component: string; name: string; bytes: Uint8Array }>[]
}>

type Fields = Readonly<Record<string, unknown>>
type Waiting = Readonly<{ code: string; fields: Fields }>

export type PortalFilings = ReturnType<typeof openFilings>

/** What people file at the stand-in: a dossier in its store, and in the list until it comes back from who received it. */
export function openFilings(store: PortalStore, url: () => string, now: () => Temporal.Instant) {
  const waiting: Waiting[] = []
  const files = new Map<string, Uint8Array>()
  let filed = 0
  let isClassic = false

  function file(offer: FilingOffer, person: FilingPerson): string {
    filed += 1
    const at = now()
    const day = writeTime(at).slice(0, 8)
    const code = `G01.99-${day}-${String(filed).padStart(7, '0')}`
    const papers = offer.papers.map(({ component, name, bytes }) => {
      const id = randomUUID()
      files.set(id, bytes)
      const hash = createHash('sha256').update(bytes).digest('hex')
      const given = {
        IdGiayTo: id,
        TenGiayTo: `${name}.pdf`,
        HashTepTin: hash,
        DuongDan: `${url()}/files/${id}`,
      }
      return { MaThanhPhanHoSo: component, TenThanhPhanHoSo: name, SoLuong: '1', GiayToDinhKem: [given] }
    })
    const fields = {
      ...describePerson(person),
      ...describeOffer(offer, person),
      MaHoSo: code,
      NgayNop: writeTime(at),
    }
    store.file(code, { ...fields, ThanhPhanHoSo: papers, TrangThaiHoSo: '1' })
    waiting.push({ code, fields: { ...fields, ThanhPhanHoSo: papers } })
    return code
  }

  return {
    file,
    findFile: (id: string): Uint8Array | null => files.get(id) ?? null,
    /** What nobody has told us anything of since; in the shape of 2026, and in the classic one. */
    list: (): readonly Fields[] => listWaiting(),
    listClassic: (): readonly Fields[] =>
      listWaiting().map((fields) => (isClassic ? toClassic(fields) : fields)),
    /** Which shape what was filed is handed on in by the classic calls; at first the one of 2026. */
    handOnClassic: (classic: boolean): void => {
      isClassic = classic
    },
    /** Makes what was filed, and was not taken yet, another content: it was mended here. */
    mend: (code: string, change: (fields: Fields) => Fields): void => {
      const index = waiting.findIndex((one) => one.code === code)
      const one = waiting[index]
      if (one) waiting[index] = { code, fields: change(one.fields) }
    },
  }

  function listWaiting(): readonly Fields[] {
    return waiting
      .filter(({ code }) => (store.find(code)?.arrivals.length ?? 0) <= 1)
      .map(({ fields }) => fields)
  }
}

type Given = Readonly<{ IdGiayTo: string; TenGiayTo: string; DuongDan: string }>
type Part = Readonly<{ MaThanhPhanHoSo: string; GiayToDinhKem: readonly Given[] }>

/** HoSoDongBo, with the form in ThongTinKhac: as far as a dossier that comes down is known in the classic shape. */
function toClassic(fields: Fields): Fields {
  const { ThongTinChiTiet: person, IdDoiTuong } = fields.ThongTinNguoiNop as {
    ThongTinChiTiet: Record<string, string>
    IdDoiTuong: string
  }
  return {
    ...{ MaHoSo: fields.MaHoSo, MaTTHC: fields.MaTTHC, TenTTHC: fields.TenTTHC },
    ...{
      MaDonViTiepNhan: fields.MaDonViTiepNhan,
      NgayNopHoSo: fields.NgayNop,
      KenhThucHien: '2',
      NoiNopHoSo: '1',
    },
    ...{
      LoaiDoiTuong: fields.LoaiDoiTuong,
      SoGiayToChuHoSo: person.SoDinhDanh,
      ChuHoSo: person.TenNguoiNop,
      MaDoiTuong: IdDoiTuong,
    },
    ...{ SoDienThoai: person.SoDienThoai, Email: person.Email, TrangThaiHoSo: '1' },
    ThongTinKhac: JSON.stringify(fields.EformThongTinChiTiet ?? {}),
    TaiLieuNop: ((fields.ThanhPhanHoSo ?? []) as readonly Part[]).flatMap(
      ({ MaThanhPhanHoSo, GiayToDinhKem }) =>
        GiayToDinhKem.map(({ IdGiayTo, TenGiayTo, DuongDan }) => ({
          ...{ TepDinhKemId: IdGiayTo, TenTepDinhKem: TenGiayTo, IsDeleted: 'False' },
          ...{ MaThanhPhanHoSo, DuongDanTaiTepTin: DuongDan },
        })),
    ),
  }
}

const describeOffer = (offer: FilingOffer, person: FilingPerson) => ({
  MaTTHC: offer.procedure,
  TenTTHC: offer.name,
  MaDonViTiepNhan: offer.agencyCode,
  EformThongTinChiTiet: offer.answers(person),
})

const describePerson = (person: FilingPerson) => ({
  ChuHoSo: person.fullName,
  LoaiDoiTuong: '1',
  ThongTinNguoiNop: {
    LoaiDoiTuong: '1',
    IdDoiTuong: `T${person.personalId.slice(-6)}`,
    ThongTinChiTiet: {
      TenNguoiNop: person.fullName,
      SoDinhDanh: person.personalId,
      NgaySinh: (person.birthDate ?? '').split('-').reverse().join('/'),
      SoDienThoai: person.phone ?? '',
      Email: person.email ?? '',
    },
  },
})
