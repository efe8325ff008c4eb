import type { FormSchema } from '#modules/eforms'
import type { FeeRule, PublishedFee } from '#modules/fees'
import type { Guide } from '#modules/guides'
import type { DecisionTableSource } from '#modules/processes'

/** Kênh nộp hồ sơ: on the portal, at a counter, or by public post (NĐ 118/2025 Đ15). */
export type Channel = 'online' | 'counter' | 'post'
export type Level = 'central' | 'province' | 'commune'

/** Thành phần hồ sơ: one paper of the dossier. */
export type Component = Readonly<{
  key: string
  name: string
  nameEn?: string
  code: string | null
  required: boolean
  originals: number
  copies: number
  note: string | null
  noteEn?: string
  /** The database that already holds it: then it is not asked of the citizen (NĐ 118/2025 Đ4 k2a). */
  heldBy: string | null
  heldByEn?: string
  /** Media types; absent: whatever the file store accepts. */
  accepts?: readonly string[]
  /** Codes of the kinds of paper that answer it, besides its own code: what the applicant's vault is asked for. */
  paperTypes?: readonly string[]
}>

/** What is published of a fee. `amountVnd` is null where the source leaves the amount open: then `text` says who sets it. */
export type Fee = PublishedFee

export type TimeUnit =
  | 'working_day'
  | 'working_hour'
  | 'calendar_day'
  | 'month'
  | 'year'
  | 'same_day'
  | 'immediate'

/**
 * Thời hạn giải quyết, in the shape that `calendar` counts: what is promised, and the policies of its clock. `longest`:
 * what the law allows, where the promise is shorter. `intake`: the time to check a submission. `stepShares`: how much of
 * the time each step of the agency has, in percent; what is left is for handing over.
 */
export type ProcedureTimeLimit = Readonly<{
  amount: number
  unit: TimeUnit
  convention: 'working_hours' | 'whole_days'
  firstDayCounted?: boolean
  keepsDayOff?: boolean
  cutOff: Readonly<{
    time: string
    effect: 'transfer' | 'clock'
    minutesBeforeClosing?: number
    law?: string | null
  }> | null
  longest?: Readonly<{ amount: number; unit: TimeUnit; law: string | null }>
  intake?: Readonly<{ amount: number; unit: 'working_hour' | 'working_day'; law: string | null }>
  stepShares?: Readonly<{ appraisal: number; approval: number }>
  text: string
  textEn?: string
  supplementPolicy: 'restart' | 'subtract'
  paymentPolicy?: 'restart' | 'subtract'
  law: string | null
}>

export type ProcedureStep = Readonly<{ title: string; titleEn?: string; text: string; textEn?: string }>
export type LegalBasis = Readonly<{ number?: string | null; name: string; article: string | null }>

/** What the source of a version says wrongly or unclearly; a person settles it, the importer never guesses. */
export type Issue = Readonly<{ kind: IssueKind; field: string; found: string }>
export type IssueKind =
  | 'not_nfc'
  | 'control_characters'
  | 'odd_code'
  | 'odd_legal_code'
  | 'level_unknown'
  | 'field_unknown'
  | 'time_in_words'
  | 'time_unit_unclear'
  | 'times_differ'
  | 'fee_words_disagree'
  | 'fee_amount_odd'
  | 'fee_currency'
  | 'note_among_papers'
  | 'channel_repeated'
  | 'value_unreadable'

type Content = Readonly<{
  code: string
  name: string
  nameEn?: string
  shortName: string
  shortNameEn?: string
  /** Lĩnh vực, e.g. Hộ tịch. */
  field: string
  fieldEn?: string
  level: Level
  summary: string
  summaryEn?: string
  /** Words citizens use for it and that stand nowhere else in it; search knows them. */
  keywords: readonly string[]
  channels: readonly Channel[]
  components: readonly Component[]
  /** Where it is decided, in a sentence; null where the source does not say. */
  place: string | null
  placeEn?: string
  result: Readonly<{ name: string; nameEn?: string; code: string | null }>
  steps: readonly ProcedureStep[]
  conditions: string
  conditionsEn?: string
  /** What citizens ask besides: folded under the papers. */
  questions: readonly ProcedureStep[]
  legalBasis: readonly LegalBasis[]
  publishingDecision: string | null
}>

/** What a pack says of a procedure that people can apply for here. */
export type OfferedContent = Content &
  Readonly<{
    departmentKey: string | null
    /** Which level of electronic identity an online application needs (NĐ 69/2024 Đ9). */
    assuranceLevel: 1 | 2
    form: FormSchema | null
    /** The tables by which fees are reckoned, with the benefits that procedures share. */
    feeRules: readonly FeeRule[]
    /** Questions that lead to the right case, with its papers and time. */
    guide?: Guide
    /** Its process as a BPMN file; left out: the one that procedures without their own follow. */
    process?: string
    /** Decision tables that its process asks, by key. */
    decisions?: readonly DecisionTableSource[]
    timeLimit: ProcedureTimeLimit
  }>

/** What the national catalogue says of a procedure; its times and fees are words that a person has to read. */
export type DescribedContent = Content &
  Readonly<{
    departmentKey: null
    assuranceLevel: null
    form: null
    timeLimit: null
    fees: readonly Fee[]
    levels: readonly Level[]
    times: readonly Readonly<{ channel: Channel | null; text: string }>[]
    /** Lines of the list of papers that are notes or headings. */
    notes: readonly string[]
  }>

type Version = Readonly<{
  versionId: string
  version: number
  /** YYYY-MM-DD. */
  effectiveFrom: string
  issues: readonly Issue[]
}>

/** A procedure that can be applied for: it has a pack. */
export type Procedure = OfferedContent &
  Version &
  Readonly<{
    status: 'offered'
    /** What is published of its fee rules. */
    fees: readonly Fee[]
  }>
/** A procedure known from the national catalogue only. */
export type DescribedProcedure = DescribedContent & Version & Readonly<{ status: 'described' }>
/** Thủ tục hành chính: one version of one procedure, for reading. */
export type CatalogueProcedure = Procedure | DescribedProcedure

/**
 * The papers a citizen can be asked for. What a connected database holds is never among them (NĐ 118/2025 Đ4 k2a).
 */
export const listAskedPapers = (procedure: Readonly<{ components: readonly Component[] }>): Component[] =>
  procedure.components.filter(({ heldBy }) => heldBy === null)

/**
 * The kinds of paper that answer a component, by code: what a vault holds of these is not asked for again (NĐ 45/2020 Đ16;
 * NĐ 118/2025 Đ4 k2a). The result of one procedure is a component of another, under the same `KQ.` code.
 */
export const listPaperTypes = ({ code, paperTypes = [] }: Pick<Component, 'code' | 'paperTypes'>): string[] => [
  ...new Set([...(code ? [code] : []), ...paperTypes]),
]

/** The compulsory papers that `given` (component keys) does not hold: submission is refused naming them. */
export const listMissingPapers = (
  procedure: Readonly<{ components: readonly Component[] }>,
  given: readonly string[],
): Component[] => listAskedPapers(procedure).filter(({ key, required }) => required && !given.includes(key))

/** A copy of `value` with every text that has an English sibling (`nameEn` beside `name`) said in English. */
export function inLanguage<Value>(value: Value, language: 'vi' | 'en'): Value {
  return language === 'en' ? (translate(value) as Value) : value
}

function translate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translate)
  if (value === null || typeof value !== 'object') return value
  const record = value as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(record).map(([key, item]) => [
      key,
      key !== 'form' && typeof record[`${key}En`] === 'string'
        ? record[`${key}En`]
        : translateUnlessForm(key, item),
    ]),
  )
}

/** A form carries its own titles in both languages. */
const translateUnlessForm = (key: string, item: unknown): unknown => (key === 'form' ? item : translate(item))
