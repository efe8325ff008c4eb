import { type FormHeading, type Printing, setForm } from './set-form.ts'

/** What forms 02, 03 and 05 say first: whose dossier, how to reach them, what was asked, and who answers for the paper. */
export type NoticeHeading = FormHeading &
  Readonly<{
    /** Number of the paper: "H18.137.01-261126-0047/YC". */
    number: string
    owner: Readonly<{ fullName: string; personalId: string | null; contact: string }>
    /** Who handed it in, when that is not the owner. */
    submittedBy: string | null
    /** Who signs for having received it. */
    signer: string
    procedureName: string
    procedureCode: string
    stage: string
    reason: string
    officer: Readonly<{ name: string; position: string; phone: string | null }>
  }>

/** Form 02: all papers that are missing or wrong, in one notice (NĐ 118/2025 Đ17 k2.a; NĐ 61/2018 Đ19 k4). */
export type PapersRequestView = NoticeHeading &
  Readonly<{
    components: readonly Readonly<{ name: string; note: string | null; originals: number; copies: number }>[]
    /** Why an earlier request could not see it; null for the only one. */
    unseen: string | null
    guidance: readonly string[]
  }>

/** Form 03: at intake, or after appraisal as the result (NĐ 61/2018 Đ17 k1.b, Đ19 k8). */
export type RefusalView = NoticeHeading &
  Readonly<{ submittedText: string; decision: string; guidance: readonly string[] }>

/** Form 05: a stop, or what the applicant asked back (NĐ 118/2025 Đ21). */
export type StopNoticeView = NoticeHeading &
  Readonly<{
    submittedText: string
    /** Who asked for it, and when. */
    requestText: string
    /** That there is no result yet: else nothing would be stopped. */
    resultText: string
    decision: string
    /** What becomes of the money, a sentence for each charge. */
    money: readonly string[]
  }>

/** Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ as PDF/A-2b, A5. */
export const renderPapersRequest = (view: PapersRequestView, printing?: Printing): Promise<Buffer> =>
  setForm('02', view, printing)

/** Phiếu từ chối tiếp nhận, giải quyết hồ sơ as PDF/A-2b, A5. */
export const renderRefusal = (view: RefusalView, printing?: Printing): Promise<Buffer> =>
  setForm('03', view, printing)

/** Thông báo dừng giải quyết hồ sơ as PDF/A-2b, A5. */
export const renderStopNotice = (view: StopNoticeView, printing?: Printing): Promise<Buffer> =>
  setForm('05', view, printing)
