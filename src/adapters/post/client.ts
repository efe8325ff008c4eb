import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { askWithToken, isSigned, readMoment } from '#adapters/carrier-line'
import { PostAway, type PostOrder, type PublicPost, type ToldParcel } from '#modules/shipments'
import { readJson } from '#platform/read-json'
import { askedShape, orderedShape, reportShape, signatureHeader, stateOf } from './shapes.ts'

export type PostSettings = Readonly<{
  url: string
  token: string
  /** Absent: no report is believed, and orders are only asked for. */
  reportSecret?: string | undefined
  timeoutMs?: number
}>

/** The public post, in its own words; every answer is checked before it is believed. */
export function openPost(settings: PostSettings): PublicPost {
  const { reportSecret } = settings
  const ask = <T extends TSchema>(path: string, schema: T, body: unknown): Promise<Static<T>> =>
    askWithToken({ ...settings, carrier: 'post', Away: PostAway, path, schema, body })
  return {
    order: async (order) => {
      const { MaLoi, MaVanDon } = await ask('/tao-don', orderedShape, orderBody(order))
      if (MaLoi !== 0) return { state: 'refused', why: 'refused' }
      if (!MaVanDon) throw new PostAway('tao-don: taken without a number', { mayHaveTaken: true })
      return { state: 'ordered', trackingNumber: MaVanDon }
    },
    ask: async (key) => readAsked(await ask('/tra-cuu', askedShape, { MaDonHang: key })),
    readReport: ({ headers, body }) =>
      reportSecret && isSigned(body, headers[signatureHeader], reportSecret) ? readReport(body) : null,
  }
}

const orderBody = ({ key, kind, person, agencyName, dossierCode, feeVnd }: PostOrder) => ({
  MaDonHang: key,
  LoaiDon: kind === 'collect' ? 'NHAN_HO_SO' : 'TRA_KET_QUA',
  HoTen: person.name,
  SoDienThoai: person.phone ?? '',
  DiaChi: person.address,
  TenDonVi: agencyName,
  MaHoSo: dossierCode,
  TienThuHo: feeVnd ?? 0,
})

const readAsked = ({ TrangThai, MaVanDon, ThoiGian }: Static<typeof askedShape>): ToldParcel => ({
  ...{ state: stateOf[TrangThai], trackingNumber: MaVanDon ?? null, at: readMoment(ThoiGian ?? ''), why: null },
})

function readReport(text: string): ReturnType<PublicPost['readReport']> {
  const body = readJson(text)
  if (!Check(reportShape, body) || body.TrangThai === 'KHONG_CO') return null
  return { key: body.MaDonHang, told: readAsked(body), reportKey: `${body.MaVanDon} ${body.TrangThai}` }
}
