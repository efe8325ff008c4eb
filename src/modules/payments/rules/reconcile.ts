/** One transaction of a day, ours or the platform's. */
export type DayLine = Readonly<{
  kind: 'payment' | 'refund'
  transaction: string
  reference: string
  amountVnd: number
}>

/** `reference_differs`: the same money, booked by the platform under another order than by us. */
export type Verdict = 'equal' | 'amount_differs' | 'reference_differs' | 'only_ours' | 'only_theirs'

/** One transaction as it stands on both sides; null where a side does not have it. */
export type ComparedLine = Readonly<{
  kind: DayLine['kind']
  transaction: string
  reference: string
  /** What the statement says where that is not the reference we have; else null. */
  theirsReference: string | null
  oursVnd: number | null
  theirsVnd: number | null
  verdict: Verdict
}>

/** A transaction of a side, told apart from all others of it. */
export const keyOf = ({ kind, transaction }: Pick<DayLine, 'kind' | 'transaction'>): string =>
  `${kind} ${transaction}`

/** A day compared line by line: what differs first, then by transaction. A transaction told twice is two lines. */
export function reconcile(ours: readonly DayLine[], theirs: readonly DayLine[]): ComparedLine[] {
  const left = Map.groupBy(ours, keyOf)
  const matched = theirs.map((their) => compare(left.get(keyOf(their))?.shift() ?? null, their))
  const rest = [...left.values()].flat().map((our) => compare(our, null))
  return [...matched, ...rest].toSorted(
    (one, other) => rankOf(one) - rankOf(other) || (one.transaction < other.transaction ? -1 : 1),
  )
}

const rankOf = ({ verdict }: ComparedLine): number => (verdict === 'equal' ? 1 : 0)

function compare(our: DayLine | null, their: DayLine | null): ComparedLine {
  const { kind, transaction, reference } = (our ?? their) as DayLine
  return {
    ...{ kind, transaction, reference },
    theirsReference: their && their.reference !== reference ? their.reference : null,
    oursVnd: our?.amountVnd ?? null,
    theirsVnd: their?.amountVnd ?? null,
    verdict: verdictOf(our, their),
  }
}

function verdictOf(our: DayLine | null, their: DayLine | null): Verdict {
  if (!our) return 'only_theirs'
  if (!their) return 'only_ours'
  if (our.amountVnd !== their.amountVnd) return 'amount_differs'
  return our.reference === their.reference ? 'equal' : 'reference_differs'
}

/** What a side has of a day in all: payments less refunds. */
export const totalOf = (lines: readonly DayLine[]): number =>
  lines.reduce((sum, { kind, amountVnd }) => sum + (kind === 'payment' ? amountVnd : -amountVnd), 0)
