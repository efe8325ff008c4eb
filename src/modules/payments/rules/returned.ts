import type { Temporal } from 'temporal-polyfill'

/** A sum that a platform gave back, under a transaction of its own. `payment`: the one it undoes; null: it does not say. */
export type ReturnedSum = Readonly<{
  transaction: string
  payment: string | null
  reference: string
  amountVnd: number
  at: Temporal.Instant
}>

/**
 * A sum that a platform took, as it stands with us. `returnedBy`: the transaction that we know gave it back. `paid_out`: the
 * platform refused, and a cashier paid it out here.
 */
export type Returnable = Readonly<{
  transaction: string
  reference: string
  amountVnd: number
  standing: 'asked_back' | 'unknown' | 'apart' | 'paid_out' | 'counted'
  returnedBy: string | null
}>

const likeliest = ['asked_back', 'unknown', 'apart', 'paid_out', 'counted'] as const

const isAs = (sum: Returnable, back: ReturnedSum): boolean =>
  sum.reference === back.reference && sum.amountVnd === back.amountVnd

/** What ties a sum to its giving back, the surest first. */
const tieKinds: readonly ((sum: Returnable, back: ReturnedSum) => boolean)[] = [
  (sum, back) => sum.returnedBy === back.transaction,
  (sum, back) => back.payment === sum.transaction && isAs(sum, back),
  (sum, back) => back.payment === null && sum.returnedBy === null && isAs(sum, back),
]

/**
 * Which sums were given back, by their transactions. Where the platform does not say which of equal sums it was, it is one
 * that we asked it to give back, then one that was counted for nothing, those paid out here last of them. What is given back in part ties to none.
 */
export function pairReturned(
  sums: readonly Returnable[],
  told: readonly ReturnedSum[],
): ReadonlyMap<string, ReturnedSum> {
  const ranked = sums.toSorted(
    (one, other) => likeliest.indexOf(one.standing) - likeliest.indexOf(other.standing),
  )
  const pairs = new Map<string, ReturnedSum>()
  const left = new Map(told.map((back) => [back.transaction, back]))
  for (const isTied of tieKinds)
    for (const [key, back] of left) {
      const sum = ranked.find((one) => !pairs.has(one.transaction) && isTied(one, back))
      if (!sum) continue
      pairs.set(sum.transaction, back)
      left.delete(key)
    }
  return pairs
}
