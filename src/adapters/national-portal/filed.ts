import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { type Static, type TSchema, Type } from 'typebox'
import { Check, Errors } from 'typebox/value'
import type { FiledDossier, FiledPaper, FiledSource } from '#modules/filings'
import { parseBirthDate } from '#platform/birth-date'
import { PortalUnreachable, readBytes } from './ask.ts'
import { ownerCodes } from './describe.ts'
import type { Generation } from './generation.ts'
import { readTime } from './wire-time.ts'

const text = Type.String({ maxLength: 20_000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))
/** Any object is a form; whether it is the one of the procedure is judged by that form. */
const answers = Type.Record(Type.String(), Type.Unknown())
const listOf = <T extends TSchema>(row: T, maxItems: number) =>
  Type.Optional(Type.Union([Type.Null(), Type.Array(row, { maxItems })]))

/**
 * A dossier that was filed at the portal: NoiHoSo of 2026, as far as it is used. What may be missing is optional here, and a
 * filing that cannot be a dossier without it is held by `filings`, with a reason of its own.
 */
const newRow = Type.Object({
  MaHoSo: Type.String({ minLength: 1, maxLength: 100 }),
  MaTTHC: text,
  ChuHoSo: optional,
  LoaiDoiTuong: optional,
  MaDonViTiepNhan: optional,
  NgayNop: optional,
  EformThongTinChiTiet: Type.Optional(Type.Union([answers, Type.Null()])),
  ThanhPhanHoSo: listOf(
    Type.Object({
      MaThanhPhanHoSo: text,
      GiayToDinhKem: listOf(
        Type.Object({ MaKetQua: optional, TenGiayTo: text, HashTepTin: optional, DuongDan: optional }),
        100,
      ),
    }),
    200,
  ),
  ThongTinNguoiNop: Type.Object({
    LoaiDoiTuong: optional,
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

/** The same of the classic adapter: HoSoDongBo, whose form stands in ThongTinKhac as JSON (to be confirmed). */
const classicRow = Type.Object({
  MaHoSo: Type.String({ minLength: 1, maxLength: 100 }),
  MaTTHC: text,
  SoGiayToChuHoSo: text,
  ChuHoSo: optional,
  LoaiDoiTuong: optional,
  MaDoiTuong: optional,
  NgayNopHoSo: optional,
  MaDonViTiepNhan: optional,
  ThongTinKhac: optional,
  Email: optional,
  SoDienThoai: optional,
  TaiLieuNop: listOf(
    Type.Object({
      ...{ TenTepDinhKem: text, MaThanhPhanHoSo: text },
      ...{ DuongDanTaiTepTin: optional, MaKetQuaThayThe: optional, IsDeleted: optional },
    }),
    500,
  ),
})

/** `origins`: from where papers are fetched, and from nowhere else, whatever address is named: it may be one of ours inside. */
export type FetchLimits = Readonly<{ timeoutMs: number; mostBytes: number; origins: readonly string[] }>

/** What was filed at the portal for us, each as it came, and read in either shape. */
export const openFiledReader = (
  portal: Generation,
  limits: FetchLimits,
): Pick<FiledSource, 'listFiled' | 'readFiled' | 'answerFiled'> => ({
  async listFiled() {
    const rows = await portal.listFiled()
    return rows.map((content) => ({ code: codeOf(content), content }))
  },
  readFiled(content) {
    const [shape, read] = 'SoGiayToChuHoSo' in content ? classic(limits) : recent(limits)
    if (Check(shape, content)) return read(content as never)
    const [first] = Errors(shape, content)
    return { unreadable: first?.instancePath || '/' }
  },
  async answerFiled(answer) {
    const refused = await portal.answer(answer)
    return refused === null ? 'taken' : { refused }
  },
})

/** What has no code there is kept under one made of its content: the same is the same. */
function codeOf(content: Readonly<Record<string, unknown>>): string {
  const { MaHoSo: code } = content
  if (typeof code === 'string' && code && code.length <= 100) return code
  return `?${createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 20)}`
}

const recent = (limits: FetchLimits): [TSchema, (row: Static<typeof newRow>) => FiledDossier] => [
  newRow,
  (row) => readRecent(row, limits),
]
const classic = (limits: FetchLimits): [TSchema, (row: Static<typeof classicRow>) => FiledDossier] => [
  classicRow,
  (row) => readClassic(row, limits),
]

function readRecent(row: Static<typeof newRow>, limits: FetchLimits): FiledDossier {
  const person = row.ThongTinNguoiNop.ThongTinChiTiet
  const isOwn = !person.SoDinhDanhChuHs || person.SoDinhDanhChuHs === person.SoDinhDanh
  return {
    code: row.MaHoSo,
    account: row.ThongTinNguoiNop.IdDoiTuong || null,
    filedAt: filedAtOf(row.NgayNop),
    procedure: row.MaTTHC,
    agencyCode: row.MaDonViTiepNhan ?? '',
    applicant: {
      fullName: person.TenNguoiNop,
      personalId: person.SoDinhDanh,
      birthOn: parseBirthDate(person.NgaySinh),
      phone: person.SoDienThoai || null,
      email: person.Email || null,
      address: person.DiaChiChiTiet || null,
    },
    owner: isOwn
      ? null
      : { fullName: person.TenChuHs || person.TenNguoiNop, personalId: person.SoDinhDanhChuHs ?? '' },
    ownerKind: kindOf(row.LoaiDoiTuong, row.ThongTinNguoiNop.LoaiDoiTuong),
    answers: (row.EformThongTinChiTiet ?? {}) as FiledDossier['answers'],
    papers: (row.ThanhPhanHoSo ?? []).flatMap(({ MaThanhPhanHoSo, GiayToDinhKem }) =>
      (GiayToDinhKem ?? []).map((given) => ({
        component: MaThanhPhanHoSo,
        name: given.TenGiayTo,
        sha256: given.HashTepTin || null,
        resultCode: given.MaKetQua || null,
        ...paperAt(given.DuongDan ?? '', limits),
      })),
    ) satisfies FiledPaper[],
  }
}

/** The classic shape names the owner only, who is taken for the one who filed; it has no hashes and no birth. */
function readClassic(row: Static<typeof classicRow>, limits: FetchLimits): FiledDossier {
  return {
    code: row.MaHoSo,
    account: row.MaDoiTuong || null,
    filedAt: filedAtOf(row.NgayNopHoSo),
    procedure: row.MaTTHC,
    agencyCode: row.MaDonViTiepNhan ?? '',
    applicant: {
      ...{ fullName: row.ChuHoSo ?? '', personalId: row.SoGiayToChuHoSo, birthOn: null },
      ...{ phone: row.SoDienThoai || null, email: row.Email || null, address: null },
    },
    owner: null,
    ownerKind: kindOf(row.LoaiDoiTuong),
    answers: readForm(row.ThongTinKhac ?? ''),
    papers: (row.TaiLieuNop ?? []).filter(isThere).map((given) => ({
      ...{ component: given.MaThanhPhanHoSo, name: given.TenTepDinhKem, sha256: null },
      resultCode: given.MaKetQuaThayThe || null,
      ...paperAt(given.DuongDanTaiTepTin ?? '', limits),
    })),
  }
}

/** Not taken away again there. */
const isThere = ({ IsDeleted }: Readonly<{ IsDeleted?: string | null }>): boolean =>
  !/^true$/i.test(IsDeleted ?? '')

type OwnerKind = NonNullable<FiledDossier['ownerKind']>

const kinds = new Map(Object.entries(ownerCodes).map(([kind, code]) => [code, kind as OwnerKind]))

/** In whose name it is, by LoaiDoiTuong of the dossier and of the account it was filed from: one that is no citizen's counts. */
function kindOf(...codes: readonly (string | null | undefined)[]): OwnerKind {
  const said = codes.flatMap((code) => (code ? (kinds.get(code) ?? 'unknown') : []))
  return said.find((kind) => kind !== 'citizen') ?? 'citizen'
}

/** Before it there was no portal: an earlier time is an empty field of some program, as 0001-01-01 is. */
const portalSince = Temporal.Instant.from('2019-01-01T00:00:00+07:00')

function filedAtOf(text: string | null | undefined): Temporal.Instant | null {
  const at = readTime(text ?? '')
  return at && Temporal.Instant.compare(at, portalSince) > 0 ? at : null
}

/** How a paper is fetched; no redirect leads anywhere else. */
function paperAt(address: string, limits: FetchLimits): Pick<FiledPaper, 'elsewhere' | 'fetch'> {
  const origin = URL.parse(address)?.origin
  const isAllowed = origin !== undefined && limits.origins.includes(origin)
  return {
    elsewhere: isAllowed ? null : (origin ?? address.trim()).slice(0, 200),
    fetch: async () => {
      if (!isAllowed) throw new PortalUnreachable('the portal names an address from which nothing is fetched')
      return await readBytes(address, limits)
    },
  }
}

function readForm(other: string): FiledDossier['answers'] {
  try {
    const read: unknown = JSON.parse(other)
    return Check(answers, read) ? (read as FiledDossier['answers']) : {}
  } catch {
    return {}
  }
}
