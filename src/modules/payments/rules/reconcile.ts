/** One transaction of a day, ours or the platform's. */
export type DayLine = Readonly<{
  kind: 'payment' | 'refund'
  transaction: string
  reference: string
  amountVnd: number
}>

export type Verdict = 'equal' | 'amount_differs' | 'only_ours' | 'only_theirs'

/** One transaction as it stands on both sides; null where a side does not have it. */
export type ComparedLine = Readonly<{
  kind: DayLine['kind']
  transaction: string
  reference: string
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
  const oursVnd = our?.amountVnd ?? null
  const theirsVnd = their?.amountVnd ?? null
  return { kind, transaction, reference, oursVnd, theirsVnd, verdict: verdictOf(oursVnd, theirsVnd) }
}

function verdictOf(oursVnd: number | null, theirsVnd: number | null): Verdict {
  if (oursVnd === null) return 'only_theirs'
  if (theirsVnd === null) return 'only_ours'
  return oursVnd === theirsVnd ? 'equal' : 'amount_differs'
}

/** What a side has of a day in all: payments less refunds. */
export const totalOf = (lines: readonly DayLine[]): number =>
  lines.reduce((sum, { kind, amountVnd }) => sum + (kind === 'payment' ? amountVnd : -amountVnd), 0)
