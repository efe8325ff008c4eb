import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import type { ToldPayment } from './ports.ts'
import { recordArrival } from './record-arrival.ts'
import { recordReturn } from './refund-arrival.ts'
import { type Arrival, lockOrder } from './repository-orders.ts'
import { listReturnable } from './repository-refunds.ts'
import { pairReturned, type Returnable, type ReturnedSum } from './rules/returned.ts'

/** All that a platform tells of one reference. `isAllReturned`: it kept nothing, whatever it names. */
export type Told = Readonly<{
  provider: string
  reference: string
  toldBy: Arrival['toldBy']
  payments: readonly ToldPayment[]
  returned: readonly ReturnedSum[]
  isAllReturned?: boolean
}>

/**
 * Takes note of sums that a platform took and gave back for one reference: first what was given back is taken off what came,
 * then what is left is counted. Told again, in whatever order, it changes nothing.
 */
export async function recordTold(tx: Tx, told: Told, at: Temporal.Instant): Promise<void> {
  const { provider, reference, toldBy, payments, returned, isAllReturned = false } = told
  await lockOrder(tx, reference)
  const pairs = returned.length > 0 ? await pairWith(tx, told) : new Map<string, ReturnedSum>()
  for (const payment of payments) {
    const isGivenBack = pairs.has(payment.transaction)
    // By which transaction it went back is for the statement to say; until then it is not here.
    if (isAllReturned && !isGivenBack) continue
    await recordArrival(tx, { ...payment, reference, provider, toldBy, isGivenBack }, at)
  }
  for (const [payment, back] of pairs) await recordReturn(tx, { provider, payment, back }, at)
}

async function pairWith(tx: Tx, { provider, reference, payments, returned }: Told) {
  const known = await listReturnable(tx, provider, reference)
  const names = new Set(known.map(({ transaction }) => transaction))
  const others = payments
    .filter(({ transaction }) => !names.has(transaction))
    .map((payment): Returnable => ({ ...payment, standing: 'unknown', returnedBy: null }))
  return pairReturned([...known, ...others], returned)
}
