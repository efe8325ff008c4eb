import { createHmac, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { type Static, Type } from 'typebox'

const amount = Type.Integer({ minimum: 1, maximum: 999_999_999_999 })
const name = Type.String({ pattern: '^[0-9A-Za-z._-]{1,80}$' })
const moment = Type.String({ pattern: '^\\d{14}$' })

/** TT: thu tiền. HT: hoàn tiền. */
const lineKind = Type.Unsafe<'TT' | 'HT'>({ type: 'string', enum: ['TT', 'HT'] })

/** A transaction as the platform writes it. */
export const transactionShape = Type.Object({
  MaGiaoDich: name,
  MaThamChieu: name,
  SoTien: amount,
  ThoiGianGD: moment,
  MaNganHang: Type.Optional(Type.String()),
  /** Of money that went back: the transaction it came by. */
  MaGiaoDichGoc: Type.Optional(name),
})

const said = Type.String({ minLength: 1, maxLength: 500 })
const maybe = Type.String({ maxLength: 500 })

/**
 * An order as we write it. What may be empty is sent empty where it is not known; `LoaiPhiLePhi` is left out until the contract
 * says its codes.
 */
export const orderShape = Type.Object({
  LoaiBanTin: Type.Literal('KHOI_TAO'),
  MaThamChieu: name,
  MaHoSo: said,
  MaTraCuuTT: maybe,
  MaDichVu: maybe,
  MaDVC: maybe,
  TenDVC: maybe,
  MaDonVi: said,
  TenDonVi: said,
  MaTTHC: said,
  TenTTHC: said,
  HoTenNguoiNop: said,
  SoCMNDNguoiNop: maybe,
  DiaChiNguoiNop: maybe,
  HuyenNguoiNop: maybe,
  TinhNguoiNop: maybe,
  NoiDungThanhToan: said,
  PhiLePhi: Type.Array(
    Type.Object({
      LoaiPhiLePhi: Type.Optional(said),
      MaPhiLePhi: maybe,
      TenPhiLePhi: said,
      SoTien: amount,
    }),
    { minItems: 1 },
  ),
  DSKhoanNop: Type.Array(Type.Object({ NoiDung: said, SoTien: amount }), { minItems: 1 }),
  TKThuHuong: maybe,
  MaNHThuHuong: maybe,
  TenTKThuHuong: maybe,
  KhoBac: maybe,
  TaiKhoanThuNSNN: maybe,
  UrlTraVe: said,
})

export const createdShape = Type.Object({
  error_code: Type.Literal(0),
  UrlThanhToan: Type.String({ minLength: 1, maxLength: 2000 }),
})

/** Chưa thanh toán, chờ, đã thanh toán, đã hoàn phí, hủy; the sixth is the answer to a reference nobody knows. */
export const orderStates = {
  CHUA_THANH_TOAN: 'waiting',
  CHO: 'waiting',
  DA_THANH_TOAN: 'paid',
  DA_HOAN_PHI: 'refunded',
  HUY: 'closed',
  KHONG_CO: 'unknown',
} as const

export const askedShape = Type.Object({
  error_code: Type.Literal(0),
  TrangThai: Type.Unsafe<keyof typeof orderStates>({ type: 'string', enum: Object.keys(orderStates) }),
  /** Without a kind: money that came. */
  DSGiaoDich: Type.Array(
    Type.Intersect([transactionShape, Type.Object({ LoaiBanTin: Type.Optional(lineKind) })]),
    { maxItems: 50 },
  ),
})

export const refundedShape = Type.Object({
  error_code: Type.Literal(0),
  TrangThai: Type.Unsafe<'DA_HOAN' | 'CHO' | 'TU_CHOI'>({
    type: 'string',
    enum: ['DA_HOAN', 'CHO', 'TU_CHOI'],
  }),
  MaGiaoDichHoan: Type.Optional(name),
  ThoiGianGD: Type.Optional(moment),
  message: Type.Optional(Type.String({ maxLength: 500 })),
})

export const statementShape = Type.Object({
  error_code: Type.Literal(0),
  DSGiaoDich: Type.Array(Type.Intersect([transactionShape, Type.Object({ LoaiBanTin: lineKind })]), {
    maxItems: 50_000,
  }),
})

/** MaLoi "00": paid. */
export const callbackShape = Type.Object({
  LoaiBanTin: Type.Literal('KET_QUA'),
  MaThamChieu: name,
  MaLoi: Type.String({ pattern: '^\\d{2}$' }),
  MaGiaoDich: name,
  SoTien: amount,
  ThoiGianGD: moment,
  ChuKy: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})

export type CallbackBody = Static<typeof callbackShape>

/** What proves where a callback comes from: HMAC-SHA256 by the agreed secret over its fields, in this order. */
export function signCallback(body: Omit<CallbackBody, 'ChuKy'>, secret: string): string {
  const { MaThamChieu, MaGiaoDich, SoTien, ThoiGianGD, MaLoi } = body
  const text = [MaThamChieu, MaGiaoDich, SoTien, ThoiGianGD, MaLoi].join('|')
  return createHmac('sha256', secret).update(text).digest('hex')
}

export const isSigned = (body: CallbackBody, secret: string): boolean =>
  timingSafeEqual(Buffer.from(signCallback(body, secret), 'hex'), Buffer.from(body.ChuKy, 'hex'))

const zone = 'Asia/Ho_Chi_Minh'

/** `yyyyMMddHHmmss` of Việt Nam. Null: no such moment. */
export function readMoment(text: string): Temporal.Instant | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  try {
    const local = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
    return local.toZonedDateTime(zone).toInstant()
  } catch {
    return null
  }
}

export const writeMoment = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-T:]/g, '')

export const writeDay = (day: Temporal.PlainDate): string => day.toString().replaceAll('-', '')
