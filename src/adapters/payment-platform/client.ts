import type { Temporal } from 'temporal-polyfill'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import {
  type FeeAccounts,
  type PaymentPlatform,
  type PlatformOrder,
  PlatformUnreachable,
  type RefundOrder,
  type StatementLine,
  type ToldOrder,
  type ToldPayment,
  type ToldRefund,
} from '#modules/payments'
import { postJson } from '#platform/send-json'
import {
  askedShape,
  callbackShape,
  createdShape,
  isSigned,
  type orderShape,
  orderStates,
  readMoment,
  refundedShape,
  statementShape,
  type transactionShape,
  writeDay,
} from './shapes.ts'

/** A statement of 50,000 lines has room in it; a flood has not. */
const mostBytes = 16_000_000

export type PlatformSettings = Readonly<{
  url: string
  /** Where its pages are, if elsewhere: citizens may be sent there too. */
  pagesUrl?: string
  partnerCode: string
  secret: string
  /** Signs their callbacks. Absent: none is believed, and orders are only asked for. */
  callbackSecret?: string | undefined
  /** The accounts of the province, and of its agencies. */
  accounts: FeeAccounts
  /** What the platform calls phí and lệ phí; left out of an order where the contract does not say. */
  feeKindCodes?: Readonly<Partial<Record<'service_fee' | 'statutory_fee', string>>>
  timeoutMs?: number
}>

/** The payment platform of the national portal, in its own words; every answer is checked before it is believed. */
export function openPaymentPlatform(settings: PlatformSettings): PaymentPlatform {
  const { accounts, callbackSecret } = settings
  const ask = <T extends TSchema>(path: string, schema: T, body: unknown) =>
    question(settings, path, schema, body)
  return {
    key: 'platform',
    accounts,
    createOrder: async (order) => {
      const { UrlThanhToan } = await ask('/khoi-tao', createdShape, orderBody(settings, order))
      return { payUrl: checkPayUrl(settings, UrlThanhToan) }
    },
    ask: async (reference) => {
      const told = await ask('/truy-van', askedShape, { MaThamChieu: reference })
      return readOrder(told, reference)
    },
    refund: async (refund) => readRefund(await ask('/hoan-phi', refundedShape, refundBody(refund))),
    statementOf: async (day) => {
      const { DSGiaoDich } = await ask('/doi-soat', statementShape, { Ngay: writeDay(day) })
      return DSGiaoDich.map(readLine)
    },
    readCallback: ({ body }) => readCallback(body, callbackSecret),
  }
}

const isKeptOut = (why: string): boolean => /^it answered 40[13]$/.test(why)
/** Said to who operates the system: asking again does not help, a new secret does. */
const keptOut = 'the payment platform does not take our partner code or secret, which may have expired'

/** An answer that is not as described says nothing of what happened: the same as none. */
async function question<T extends TSchema>(
  { url, partnerCode, secret, timeoutMs = 10_000 }: PlatformSettings,
  path: string,
  schema: T,
  body: unknown,
): Promise<Static<T>> {
  const headers = { authorization: `Bearer ${secret}`, 'x-ma-doi-tac': partnerCode }
  const away = (why: string, options: Readonly<{ cause: unknown }>) =>
    new PlatformUnreachable(
      `${isKeptOut(why) ? keptOut : 'the payment platform did not answer'}: ${why}`,
      options,
    )
  const answer = await postJson(`${url}${path}`, { headers, body, timeoutMs, mostBytes, away })
  if (!Check(schema, answer)) throw new PlatformUnreachable(`${path}: the answer is not as it is described`)
  return answer
}

function orderBody({ feeKindCodes }: PlatformSettings, order: PlatformOrder): Static<typeof orderShape> {
  const { agency, procedure, fee, payer, account, amountVnd } = order
  const kind = fee.kind && feeKindCodes?.[fee.kind]
  return {
    LoaiBanTin: 'KHOI_TAO',
    MaThamChieu: order.reference,
    MaHoSo: order.dossierCode,
    // Nobody has told us what the platform calls it.
    ...{ MaTraCuuTT: '', MaDichVu: '', MaDVC: '', TenDVC: '' },
    ...{ MaDonVi: account?.unitCode ?? agency.code, TenDonVi: agency.name },
    ...{ MaTTHC: procedure.code, TenTTHC: procedure.name },
    ...{
      HoTenNguoiNop: payer.name,
      SoCMNDNguoiNop: payer.personalId ?? '',
      DiaChiNguoiNop: payer.address ?? '',
      // A dossier has an address in one piece.
      HuyenNguoiNop: '',
      TinhNguoiNop: '',
    },
    NoiDungThanhToan: fee.name,
    PhiLePhi: [
      {
        ...(kind && { LoaiPhiLePhi: kind }),
        MaPhiLePhi: fee.code ?? '',
        TenPhiLePhi: fee.name,
        SoTien: amountVnd,
      },
    ],
    DSKhoanNop: [{ NoiDung: fee.name, SoTien: amountVnd }],
    TKThuHuong: account?.number ?? '',
    MaNHThuHuong: account?.bankBin ?? '',
    TenTKThuHuong: account?.name ?? '',
    ...{ KhoBac: account?.treasury ?? '', TaiKhoanThuNSNN: account?.treasuryAccount ?? '' },
    UrlTraVe: order.returnUrl,
  }
}

const refundBody = (refund: RefundOrder) => ({
  LoaiBanTin: 'HOAN_PHI',
  MaYeuCau: refund.id,
  MaThamChieu: refund.reference,
  MaGiaoDich: refund.transaction,
  SoTien: refund.amountVnd,
  LyDo: refund.reason,
})

/** Citizens are sent nowhere but to the platform itself, or over TLS to where it says. */
function checkPayUrl({ url: platformUrl, pagesUrl = platformUrl }: PlatformSettings, given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  const isFit = url?.protocol === 'https:' || url?.origin === new URL(pagesUrl).origin
  if (!url || !isFit) throw new PlatformUnreachable('khoi-tao: the address to pay at is none')
  return url.href
}

function momentOf(text: string): Temporal.Instant {
  const at = readMoment(text)
  if (!at) throw new PlatformUnreachable(`${text} is no moment`)
  return at
}

const readSum = (told: Static<typeof transactionShape>) => ({
  transaction: told.MaGiaoDich,
  reference: told.MaThamChieu,
  amountVnd: told.SoTien,
  at: momentOf(told.ThoiGianGD),
})

function readPayment(told: Static<typeof transactionShape>): ToldPayment {
  const { at: paidAt, ...payment } = readSum(told)
  return { ...payment, paidAt }
}

function readOrder({ TrangThai, DSGiaoDich }: Static<typeof askedShape>, reference: string): ToldOrder {
  const payments = DSGiaoDich.filter(({ LoaiBanTin }) => LoaiBanTin !== 'HT').map(readPayment)
  const returned = DSGiaoDich.filter(({ LoaiBanTin }) => LoaiBanTin === 'HT').map((line) => ({
    ...readSum(line),
    payment: line.MaGiaoDichGoc ?? null,
  }))
  const foreign = DSGiaoDich.some(({ MaThamChieu }) => MaThamChieu !== reference)
  const state = orderStates[TrangThai]
  if (foreign || (state === 'paid' && payments.length === 0))
    throw new PlatformUnreachable('truy-van: the answer contradicts itself')
  return { state, payments, returned }
}

function readRefund(told: Static<typeof refundedShape>): ToldRefund {
  if (told.TrangThai === 'CHO') return { state: 'asked' }
  if (told.TrangThai === 'TU_CHOI') return { state: 'refused', reason: told.message ?? '' }
  if (!told.MaGiaoDichHoan || !told.ThoiGianGD)
    throw new PlatformUnreachable('hoan-phi: a refund without its transaction')
  return { state: 'done', transaction: told.MaGiaoDichHoan, doneAt: momentOf(told.ThoiGianGD) }
}

const readLine = (line: Static<typeof statementShape>['DSGiaoDich'][number]): StatementLine => ({
  ...readSum(line),
  kind: line.LoaiBanTin === 'TT' ? 'payment' : 'refund',
  payment: line.LoaiBanTin === 'TT' ? null : (line.MaGiaoDichGoc ?? null),
})

function readCallback(body: unknown, secret: string | undefined): ReturnType<PaymentPlatform['readCallback']> {
  if (!secret || !Check(callbackShape, body) || !isSigned(body, secret)) return null
  const paidAt = readMoment(body.ThoiGianGD)
  if (!paidAt) return null
  const { MaThamChieu: reference, MaGiaoDich: transaction, SoTien: amountVnd } = body
  const payment = body.MaLoi === '00' ? { transaction, reference, amountVnd, paidAt } : null
  return { reference, payment }
}
