import { type FormHeading, type Printing, setForm } from './set-form.ts'

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
    /** In whose right it is, when that is not the applicant. */
    ownerName: string | null
    /** "Trực tuyến". */
    channel: string
    procedureName: string
    procedureCode: string
    /** Who resolves it; another agency than the one of the counter when taken in for it (NĐ 118/2025 Đ14). */
    competentAgency: string
    /** How many of each kind there are; `note`: where data comes from that no paper was given for. */
    components: readonly Readonly<{
      name: string
      note: string | null
      originals: number
      copies: number
      electronic: number
    }>[]
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
export function renderReceipt(view: ReceiptView, printing?: Printing): Promise<Buffer> {
  return setForm('01', view, printing)
}
