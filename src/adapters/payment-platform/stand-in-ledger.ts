import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '#platform/clock'

export type LedgerOrder = Readonly<{
  reference: string
  dossierCode: string
  name: string
  amountVnd: number
  payerName: string
  returnUrl: string
}>

export type LedgerTransaction = Readonly<{
  kind: 'payment' | 'refund'
  transaction: string
  reference: string
  amountVnd: number
  at: Temporal.Instant
}>

export type LedgerState = 'waiting' | 'paid' | 'cancelled' | 'refunded'

/** The books of the stand-in: orders, and every sum that came or went, each under a number of its own. */
export function openLedger(clock: Clock) {
  const orders = new Map<string, LedgerOrder>()
  const cancelled = new Set<string>()
  const transactions: LedgerTransaction[] = []
  const refunds = new Map<string, LedgerTransaction>()

  const add = (kind: LedgerTransaction['kind'], reference: string, amountVnd: number): LedgerTransaction => {
    const at = clock.now()
    const number = String(transactions.length + 1).padStart(6, '0')
    const added = {
      kind,
      transaction: `${kind === 'payment' ? 'GD' : 'HT'}${at.epochMilliseconds}${number}`,
      reference,
      amountVnd,
      at,
    }
    transactions.push(added)
    return added
  }
  const paymentsOf = (reference: string) =>
    transactions.filter((one) => one.kind === 'payment' && one.reference === reference)

  return {
    list: () => [...orders.values()].reverse(),
    find: (reference: string) => orders.get(reference) ?? null,
    /** The same reference again is the same order. */
    create: (order: LedgerOrder) => {
      if (!orders.has(order.reference)) orders.set(order.reference, order)
    },
    cancel: (reference: string) => cancelled.add(reference),
    /** A bank transfers what it is told to, also twice, also too little, also for a name nobody knows. */
    pay: (reference: string, amountVnd: number) => add('payment', reference, amountVnd),
    paymentsOf,
    stateOf: (reference: string): LedgerState => {
      const paid = paymentsOf(reference)
      const back = transactions.filter((one) => one.kind === 'refund' && one.reference === reference)
      if (paid.length > 0) return back.length === paid.length ? 'refunded' : 'paid'
      return cancelled.has(reference) ? 'cancelled' : 'waiting'
    },
    /** The same id again is the same refund. Null: there is no such payment of that amount. */
    refund: (id: string, wanted: Readonly<{ transaction: string; reference: string; amountVnd: number }>) => {
      const done = refunds.get(id)
      if (done) return done
      const fits = paymentsOf(wanted.reference).some(
        ({ transaction, amountVnd }) => transaction === wanted.transaction && amountVnd === wanted.amountVnd,
      )
      if (!fits) return null
      const given = add('refund', wanted.reference, wanted.amountVnd)
      refunds.set(id, given)
      return given
    },
    transactions: (): readonly LedgerTransaction[] => transactions,
  }
}

export type Ledger = ReturnType<typeof openLedger>
