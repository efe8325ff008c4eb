import qrcode from 'qrcode'
import { type FormHeading, setForm } from './set-form.ts'

/** What form 01 says, in the words people read; the law asks for each of these (TT 03/2025, Phụ lục I). */
export type ReceiptView = FormHeading &
  Readonly<{
    deskName: string
    /** When the dossier was taken as complete; printed beside `receivedText` when it differs. */
    acceptedAt: string
    applicant: Readonly<{
      fullName: string
      personalId: string | null
      address: string | null
      phone: string | null
      email: string | null
    }>
    procedureName: string
    procedureCode: string
    /** Who resolves it; another agency than the one of the counter when taken in for it (NĐ 118/2025 Đ14). */
    competentAgency: string
    /** `kind`: "chính", "sao", "điện tử", "dữ liệu"; `quantity`: "1", or "–" for data. */
    components: readonly Readonly<{ name: string; kind: string; quantity: string | number }>[]
    timeLimitText: string
    receivedText: string
    dueText: string
    /** That the day is expected only, and what it will be counted from; empty when it is promised. */
    dueNote: string
    /** How the due time came about; empty when there is nothing to explain. */
    dueWhy: string
    collectAt: string
    feeText: string
    officerName: string
    /** The public address of this dossier's progress; also in the QR code. */
    trackingUrl: string
    hotline: string | null
    language: 'vi'
  }>

/** Giấy tiếp nhận hồ sơ và hẹn trả kết quả as PDF/A-2b. The same view gives the same bytes. */
export function renderReceipt(view: ReceiptView): Promise<Buffer> {
  const { personalId, address, phone, email } = view.applicant
  const components = view.components.map((item) => ({ ...item, quantity: String(item.quantity) }))
  const shown = {
    ...view,
    components,
    personalId: personalId && groupDigits(personalId),
    contact: [address, phone, email].filter(Boolean).join('; ') || '–',
    qr: drawQr(view.trackingUrl),
  }
  return setForm('receipt', shown)
}

const groupDigits = (personalId: string): string => personalId.replace(/(\d{3})(?=\d)/g, '$1\u00a0')

type Run = readonly [x: number, y: number, length: number]

/** The dark modules of a QR code as horizontal runs. */
function drawQr(text: string): Readonly<{ size: number; runs: readonly Run[] }> {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
  )
  const runs = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ index, 0: dark }): Run => [index, y, dark.length]),
  )
  return { size, runs }
}
