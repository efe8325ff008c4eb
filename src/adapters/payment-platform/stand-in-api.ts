import type { IncomingHttpHeaders } from 'node:http'
import { Check } from 'typebox/value'
import { orderShape, writeMoment } from './shapes.ts'
import type { Ledger, LedgerState, LedgerTransaction, Refunding } from './stand-in-ledger.ts'

type Asked = Readonly<{
  path: string
  text: string
  headers: IncomingHttpHeaders
  payAt: string
  refund: Refunding
}>
type Answer = Readonly<{ status: number; body: unknown }>
type Body = Readonly<Record<string, unknown>>

const refused = (status: number, message: string): Answer => ({ status, body: { error_code: -1, message } })
const says = (body: Body): Answer => ({ status: 200, body: { error_code: 0, message: 'OK', ...body } })

/** What the stand-in answers a partner whose secret is right. */
export function answerApi(
  ledger: Ledger,
  { partnerCode, secret }: Readonly<{ partnerCode: string; secret: string }>,
  { path, text, headers, payAt, refund: refunding }: Asked,
): Answer {
  const knows = headers.authorization === `Bearer ${secret}` && headers['x-ma-doi-tac'] === partnerCode
  if (!knows) return refused(401, 'Sai mã đối tác hoặc khóa')
  const body = JSON.parse(text) as Body
  if (path === '/api/khoi-tao') return create(ledger, body, payAt)
  if (path === '/api/truy-van') return tell(ledger, String(body.MaThamChieu), refunding)
  if (path === '/api/hoan-phi') return refund(ledger, body, refunding !== 'refused')
  if (path === '/api/doi-soat') return statement(ledger, String(body.Ngay), refunding)
  return refused(404, 'Không có dịch vụ này')
}

/** An order that lacks something, or whose sums do not agree, is refused. */
function create(ledger: Ledger, body: Body, payAt: string): Answer {
  if (!Check(orderShape, body)) return refused(400, 'Thiếu hoặc sai thông tin của lệnh')
  const { PhiLePhi, DSKhoanNop } = body
  const amountVnd = sumOf(PhiLePhi)
  if (amountVnd !== sumOf(DSKhoanNop)) return refused(400, 'Tổng các khoản nộp khác tổng phí, lệ phí')
  const { MaThamChieu: reference, NoiDungThanhToan: name, TKThuHuong: account, UrlTraVe: returnUrl } = body
  ledger.create({ reference, name, amountVnd, account, returnUrl, said: body })
  return says({ UrlThanhToan: `${payAt}/pay/${reference}` })
}

const sumOf = (lines: readonly Readonly<{ SoTien: number }>[]): number =>
  lines.reduce((sum, { SoTien }) => sum + SoTien, 0)

const stateNames: Readonly<Record<LedgerState, string>> = {
  waiting: 'CHUA_THANH_TOAN',
  paid: 'DA_THANH_TOAN',
  cancelled: 'HUY',
  refunded: 'DA_HOAN_PHI',
}

const lineOf = (
  { kind, transaction, payment, reference, amountVnd, at }: LedgerTransaction,
  refunding: Refunding,
) => ({
  MaGiaoDich: transaction,
  MaThamChieu: reference,
  SoTien: amountVnd,
  ThoiGianGD: writeMoment(at),
  MaNganHang: '970403',
  LoaiBanTin: kind === 'payment' ? 'TT' : 'HT',
  ...(payment && refunding !== 'unnamed' && { MaGiaoDichGoc: payment }),
})

function tell(ledger: Ledger, reference: string, refunding: Refunding): Answer {
  if (!ledger.find(reference)) return says({ TrangThai: 'KHONG_CO', DSGiaoDich: [] })
  const lines = ledger.of(reference).map((one) => lineOf(one, refunding))
  return says({ TrangThai: stateNames[ledger.stateOf(reference)], DSGiaoDich: lines })
}

function refund(ledger: Ledger, body: Body, isWilling: boolean): Answer {
  const wanted = {
    transaction: String(body.MaGiaoDich),
    reference: String(body.MaThamChieu),
    amountVnd: Number(body.SoTien),
  }
  const given = ledger.refund(String(body.MaYeuCau), wanted, isWilling)
  if (!given) return says({ TrangThai: 'TU_CHOI', message: 'Không hoàn được giao dịch này' })
  return says({ TrangThai: 'DA_HOAN', MaGiaoDichHoan: given.transaction, ThoiGianGD: writeMoment(given.at) })
}

const statement = (ledger: Ledger, day: string, refunding: Refunding): Answer =>
  says({
    DSGiaoDich: ledger
      .transactions()
      .filter(({ at }) => writeMoment(at).startsWith(day))
      .map((one) => lineOf(one, refunding)),
  })
