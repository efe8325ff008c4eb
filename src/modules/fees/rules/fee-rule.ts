/** The way a dossier comes in (NĐ 118/2025 Đ15). */
export type FeeChannel = 'online' | 'counter' | 'post'

/** A span of days, both counted in; absent: open on that side. YYYY-MM-DD. */
export type Span = Readonly<{ from?: string; until?: string }>

/**
 * One row of a fee's table. `when` is FEEL over `answers`, `applicant`, `entitlements`, `channel`, `on` and `copies`.
 * `amountVnd`: whole đồng; null where the source leaves it open, such as what the provincial council sets; or FEEL after
 * `=`. `text` is what people read, always.
 */
export type FeeAmount = Span &
  Readonly<{
    channels?: readonly FeeChannel[]
    when?: string
    amountVnd: number | string | null
    text: string
    textEn?: string
    law?: string | null
  }>

/**
 * Miễn, giảm. Who has it: everybody, or people of a `category` (hộ nghèo, người khuyết tật …), or who proved an
 * `entitlement`, or where `when` holds. How much: `percent` off, or `amountVnd` to be paid instead; `mostVnd` off at most.
 * Benefits of one `order` do not add up, the highest wins; those of the next order are taken from what is left.
 */
export type Benefit = Span &
  Readonly<{
    key: string
    name: string
    nameEn?: string
    channels?: readonly FeeChannel[]
    category?: string
    entitlement?: string
    when?: string
    percent?: number
    amountVnd?: number
    mostVnd?: number
    order: number
    law: string | null
    /** What a person has to compare with the source before relying on it. */
    toCheck?: string
    /** False: written down, but not applied until a person has settled what is to check. */
    inUse?: boolean
    /** It stands in the list that all procedures share, not in the pack. */
    shared?: boolean
  }>

/** Phí (price of a public service) or lệ phí (amount set by law) of a procedure, with its rows and benefits. */
export type FeeRule = Readonly<{
  key: string
  name: string
  nameEn?: string
  kind: 'service_fee' | 'statutory_fee'
  dueAt: 'intake' | 'processing' | 'delivery'
  /** The amount is for each copy asked for. */
  perCopy?: boolean
  law: string | null
  amounts: readonly FeeAmount[]
  benefits?: readonly Benefit[]
}>

/** Mức hưởng ưu đãi: a right that was proven; `proof` says by what, `at` when (an instant, as text). */
export type Entitlement = Readonly<{ key: string; proof?: string; at?: string }>

/** What fees are asked with. `on`: the day of filing, YYYY-MM-DD: its price holds (NĐ 118/2025 Đ24). */
export type FeeFacts = Readonly<{
  on: string
  channel: FeeChannel
  answers: Readonly<Record<string, unknown>>
  /** `categories`: of the person whom the dossier is for. */
  applicant: Readonly<{ categories?: readonly string[] }>
  /** Absent: what the answers say under `copies`; null: not known yet. */
  copies?: number | null
  entitlements: readonly Entitlement[]
}>

/** Whether `on` lies in the span: both ends are days of it. */
export const isInForce = ({ from, until }: Span, on: string): boolean =>
  (from === undefined || from <= on) && (until === undefined || on <= until)

/** Whether a row or benefit is for that day and way. */
export const isFor = (
  row: Span & Readonly<{ channels?: readonly FeeChannel[] }>,
  { on, channel }: Pick<FeeFacts, 'on' | 'channel'>,
): boolean => isInForce(row, on) && (row.channels?.includes(channel) ?? true)

/** The copies asked for: the largest number a question called `copies` was answered with; null without any answer. */
export function copiesIn(answers: Readonly<Record<string, unknown>>): number | null {
  const steps = Object.values(answers)
  if (steps.length === 0) return null
  const counts = steps.flatMap((step) => {
    const { copies } = (typeof step === 'object' && step !== null ? step : {}) as { copies?: unknown }
    return typeof copies === 'number' && Number.isSafeInteger(copies) ? copies : []
  })
  return Math.max(0, ...counts)
}
