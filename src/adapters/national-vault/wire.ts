import { type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { NationalPaper, NationalSearch, ToldResult } from '#modules/nationalvault'
import { RegisterFailure } from '#modules/registers'

/** What travels to and from the national vault. Its names stay here. */

const text = Type.String({ maxLength: 2000 })
const optional = Type.Optional(Type.Union([text, Type.Null()]))

/** What the contract describes, and three things more (owner, state, hash) that are compared where they are said. */
const wirePaper = Type.Object({
  MaKetQua: text,
  TenGiayTo: text,
  SoKyHieu: optional,
  CoQuanChuQuan: text,
  SoDinhDanhChuSoHuu: optional,
  ConHieuLuc: Type.Optional(Type.Union([Type.String({ pattern: '^[01]$' }), Type.Null()])),
  DanhSachTepDinhKem: Type.Array(Type.Object({ TenTep: text, DuongDan: text, MaBamSHA256: optional }), {
    maxItems: 20,
  }),
})

const envelope = (result: TSchema) =>
  Type.Object({
    errorCode: Type.Union([Type.String({ maxLength: 40 }), Type.Integer()]),
    message: optional,
    result: Type.Optional(Type.Union([result, Type.Null()])),
  })

const found = Type.Object({
  DanhSachGiayToKetQua: Type.Optional(Type.Union([Type.Array(wirePaper, { maxItems: 200 }), Type.Null()])),
})
const foundEnvelope = envelope(found)
const toldEnvelope = envelope(Type.Unknown())

type WirePaper = Type.Static<typeof wirePaper>
type Answer = Readonly<{ code: string; message: string; result: unknown }>

const channels = { citizen: '2', officer: '1' } as const

/** TraCuuKho: the owner is named in the officer's call only. */
export const searchBody = (search: NationalSearch) => ({
  ...(search.channel === 'officer' && { SoDinhDanhChuSoHuu: search.ownerNumber }),
  HoTenNguoiYeuCau: search.askedBy.fullName,
  SoDinhDanhNguoiYeuCau: search.askedBy.number,
  KenhThucHien: channels[search.channel],
  MaThuTuc: search.procedureCode,
  DanhSachDanhMucKetQua: search.typeCodes.map((MaKetQua) => ({ MaKetQua, SoKyHieu: '' })),
})

const kinds = { issued: '1', revoked: '2', replaced: '3' } as const

/** A result told: state and reason, and its content where it was issued. */
export const pushBody = (result: ToldResult) => ({
  KhoaBanTin: result.key,
  LoaiBanTin: kinds[result.kind],
  MaHoSo: result.dossierCode,
  SoDinhDanhChuSoHuu: result.ownerNumber,
  ChuSoHuu: result.ownerName,
  MaKetQua: result.typeCode,
  TenGiayTo: result.title,
  SoKyHieu: result.number ?? '',
  CoQuanChuQuan: result.issuer.name,
  MaCoQuan: result.issuer.code ?? '',
  NgayCap: result.issuedOn?.replaceAll('-', '') ?? '',
  MaBamSHA256: result.sha256,
  LyDo: result.reason ?? '',
  NoiDungTep: result.content ? Buffer.from(result.content).toString('base64') : '',
})

/** The papers of an answer. Throws `RegisterFailure` when it is none, or says that it will not answer. */
export function readFound(body: unknown): NationalPaper[] {
  const { code, message, result } = readAnswer(foundEnvelope, body)
  if (!isDone(code)) throw new RegisterFailure('refused', `the vault refused with ${code}: ${message}`)
  const papers = result as Readonly<{ DanhSachGiayToKetQua?: WirePaper[] | null }> | null
  return (papers?.DanhSachGiayToKetQua ?? []).map(paperOf)
}

/** Why it will not have what it was told; null: it has it. A repeat is no refusal. */
export function readTold(body: unknown): string | null {
  const { code, message } = readAnswer(toldEnvelope, body)
  if (isDone(code) || /đã tồn tại/iu.test(message)) return null
  return `${code}: ${message}`.slice(0, 300)
}

function readAnswer(shape: TSchema, body: unknown): Answer {
  if (!Check(shape, body)) throw new RegisterFailure('unreadable', 'the answer is not one of the vault')
  const { errorCode, message, result } = body as Readonly<Record<string, unknown>>
  return { code: String(errorCode).trim(), message: String(message ?? ''), result: result ?? null }
}

const isDone = (code: string): boolean => ['0', '00'].includes(code)

const textOr = (value: string | null | undefined): string | null => value?.trim() || null

const paperOf = (paper: WirePaper): NationalPaper => ({
  typeCode: paper.MaKetQua.trim(),
  title: paper.TenGiayTo.trim(),
  number: textOr(paper.SoKyHieu),
  issuerName: paper.CoQuanChuQuan.trim(),
  ownerNumber: textOr(paper.SoDinhDanhChuSoHuu),
  isInForce: paper.ConHieuLuc ? paper.ConHieuLuc === '1' : null,
  files: paper.DanhSachTepDinhKem.map(({ TenTep, DuongDan, MaBamSHA256 }) => ({
    name: TenTep,
    path: DuongDan,
    sha256: textOr(MaBamSHA256)?.toLowerCase() ?? null,
  })),
})
