import { type FormHeading, type Printing, setForm } from './set-form.ts'

/** One hand-over of the dossier: who gave it on, who took it, and how the giver's step stood to its own due time. */
export type HandOver = Readonly<{
  giver: Party
  receiver: Party
  /** "09 giờ 41, thứ Năm 26/11/2026". */
  at: string
  /** When the step that ended here was due, and the working time it took; null where it had no time of its own. */
  due: string | null
  spent: string | null
  verdict: 'early' | 'on_time' | 'late' | null
  note: string | null
}>

/** An agency or the applicant, with the person where one is known. */
export type Party = Readonly<{ place: string; person: string | null }>

/** What form 06 says of the whole course of a dossier, in the words people read (TT 03/2025, Phụ lục I). */
export type ControlSheetView = FormHeading &
  Readonly<{
    applicantName: string
    procedureName: string
    procedureCode: string
    /** The papers of the dossier in one line; '' when there are none. */
    components: string
    timeLimitText: string
    receivedText: string
    /** The first promise; `dueText` is the one in force, printed beside it when it differs. */
    promisedText: string
    dueText: string
    handOvers: readonly HandOver[]
    /** Why the due time is what it is, in order of time, each line with its article. */
    reasons: readonly Readonly<{ when: string; text: string; law: string | null }>[]
    /** While the applicant had something to do; `until` null: still. */
    waits: readonly Readonly<{ from: string; until: string | null; reason: string }>[]
    /** What other agencies were asked, each with its due time and what came of it. */
    consultations: readonly Readonly<{ when: string; text: string; law: string }>[]
    extension: Readonly<{ at: string; until: string; reason: string }> | null
    /** "In lúc 16 giờ 05, thứ Năm 26/11/2026". */
    printedText: string
  }>

/** Phiếu kiểm soát quá trình giải quyết hồ sơ as PDF/A-2b, A5 lying. The same view gives the same bytes. */
export const renderControlSheet = (view: ControlSheetView, printing?: Printing): Promise<Buffer> =>
  setForm('06', view, printing)
