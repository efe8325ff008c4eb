import { type FormHeading, type Printing, setForm, spellOutAgency } from './set-form.ts'

/** What form 04 must say (TT 03/2025, Phụ lục I; NĐ 61/2018 Đ19 k9), in the words people read. */
export type ApologyFacts = Readonly<{
  /** The agency at fault, which is the one that signs. */
  agencyName: string
  applicantName: string
  procedureName: string
  dossierCode: string
  /** "09 giờ 41, thứ Năm 26/11/2026": when the dossier was taken in, and by whom. */
  receivedText: string
  receivedBy: string
  /** The due time of the receipt, which is missed. */
  promisedText: string
  /** The last day of the new one: "thứ Hai 30/11/2026". */
  newDueText: string
  reason: string
  collectAt: string
}>

/** A paragraph: what it says, with its important words set apart. */
export type LetterParagraph = readonly Readonly<{ text: string; strong: boolean }>[]

/** The letter as it will be signed. */
export type ApologyView = FormHeading &
  Readonly<{
    number: string
    addressee: string
    paragraphs: readonly LetterParagraph[]
    signer: Readonly<{ name: string; position: string }>
    /** "Ký trên hệ thống lúc …"; null: a draft, said across the sheet. */
    signedText: string | null
  }>

/** The sentences of the letter, the same on the page that shows the draft and on paper. */
export function writeApology(facts: ApologyFacts): LetterParagraph[] {
  const agency = spellOutAgency(facts.agencyName)
  const taker = spellOutAgency(facts.receivedBy)
  const what = facts.procedureName.replace(/^thủ tục /iu, '')
  const say = (strings: TemplateStringsArray, ...values: readonly string[]): LetterParagraph =>
    strings
      .flatMap((text, index) => [
        { text, strong: false },
        { text: values[index] ?? '', strong: true },
      ])
      .filter(({ text }) => text !== '')
  return [
    say`Lúc ${facts.receivedText}, ${taker} đã tiếp nhận hồ sơ của ông/bà ${facts.applicantName}, đề nghị giải quyết thủ tục ${what}, mã hồ sơ ${facts.dossierCode}.`,
    say`Thời gian hẹn trả kết quả ghi trên giấy tiếp nhận: ${facts.promisedText}.`,
    say`${agency} chưa trả được kết quả đúng thời gian đã hẹn. Lý do: ${withoutStop(facts.reason)}.`,
    say`Sự chậm trễ này gây phiền hà cho ông/bà. ${agency} xin lỗi ông/bà và đề nghị gia hạn thời gian giải quyết hồ sơ, một lần duy nhất.`,
    say`Kết quả được trả chậm nhất ${facts.newDueText}, tại: ${facts.collectAt}.`,
    say`Mong ông/bà thông cảm.`,
  ]
}

const withoutStop = (text: string): string => text.trim().replace(/[.\s]+$/, '')

/** Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ as PDF/A-2b. The same view gives the same bytes. */
export const renderApology = (view: ApologyView, printing?: Printing): Promise<Buffer> =>
  setForm('04', view, printing)
