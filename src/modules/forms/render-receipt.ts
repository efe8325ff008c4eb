import { readFile } from 'node:fs/promises'
import qrcode from 'qrcode'
import { printPdf } from '#platform/pdf'

/** What form 01 says, in the words people read; the law asks for each of these (TT 03/2025, Phụ lục I). */
export type ReceiptView = Readonly<{
  /** Who takes the dossier in: "Trung tâm Phục vụ hành chính công phường Điện Biên Phủ". */
  agencyName: string
  deskName: string
  /** "Điện Biên Phủ, ngày 26 tháng 11 năm 2026". */
  placeLine: string
  dossierCode: string
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
  /** `kind`: "chính", "sao", "điện tử", "dữ liệu"; `quantity`: "1", or "–" for data. */
  components: readonly Readonly<{ name: string; kind: string; quantity: string | number }>[]
  timeLimitText: string
  receivedText: string
  dueText: string
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

const template = new URL('./templates/receipt.typ', import.meta.url)

/** Giấy tiếp nhận hồ sơ và hẹn trả kết quả as PDF/A-2b. The same view gives the same bytes. */
export async function renderReceipt(view: ReceiptView): Promise<Buffer> {
  const { personalId, address, phone, email } = view.applicant
  const [agencyKind, agencyPlace] = splitAgency(view.agencyName)
  const components = view.components.map((item) => ({ ...item, quantity: String(item.quantity) }))
  const source = await readFile(template, 'utf8')
  return await printPdf(source, {
    ...view,
    components,
    agencyKind,
    agencyPlace,
    personalId: personalId && groupDigits(personalId),
    contact: [address, phone, email].filter(Boolean).join('; ') || '–',
    qr: drawQr(view.trackingUrl),
  })
}

/** A long name stands on two lines, the place in bold; another name is bold as a whole. */
function splitAgency(name: string): [kind: string | null, place: string] {
  const parts = name.match(/^(Trung tâm Phục vụ hành chính công|Ủy ban nhân dân) (.+)$/i)
  return parts?.[1] && parts[2] ? [parts[1], parts[2]] : [null, name]
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
