import type { Temporal } from 'temporal-polyfill'
import type { Static } from 'typebox'
import type { Clock } from '#platform/clock'
import type { orderShape } from './shapes.ts'

/** As it was ordered, in the words of the wire. */
export type LedgerOrder = Readonly<{
  reference: string
  name: string
  amountVnd: number
  /** The account it is to be paid to. */
  account: string
  returnUrl: string
  said: Static<typeof orderShape>
}>

export type LedgerTransaction = Readonly<{
  kind: 'payment' | 'refund'
  transaction: string
  /** Which one a refund undoes. */
  payment: string | null
  reference: string
  amountVnd: number
  at: Temporal.Instant
}>

/** Refunds that are asked for are refused; or none says which payment it undoes. */
export type Refunding = 'given' | 'refused' | 'unnamed'

export type LedgerState = 'waiting' | 'paid' | 'cancelled' | 'refunded'

/** The books of the stand-in: orders, and every sum that came or went, each under a number of its own. */
export function openLedger(clock: Clock) {
  const orders = new Map<string, LedgerOrder>()
  const cancelled = new Set<string>()
  const transactions: LedgerTransaction[] = []
  const answered = new Map<string, LedgerTransaction | null>()

  const add = (
    kind: LedgerTransaction['kind'],
    { reference, amountVnd, payment }: Pick<LedgerTransaction, 'reference' | 'amountVnd' | 'payment'>,
  ): LedgerTransaction => {
    const at = clock.now()
    const number = String(transactions.length + 1).padStart(6, '0')
    const added = {
      kind,
      transaction: `${kind === 'payment' ? 'GD' : 'HT'}${at.epochMilliseconds}${number}`,
      ...{ payment, reference, amountVnd, at },
    }
    transactions.push(added)
    return added
  }
  const paymentsOf = (reference: string) =>
    transactions.filter((one) => one.kind === 'payment' && one.reference === reference)

  /** What came and is still here. */
  const keeps = (payment: string) =>
    transactions.find((one) => one.kind === 'payment' && one.transaction === payment) &&
    !transactions.some((one) => one.payment === payment)
  const undo = ({
    transaction: payment,
    reference,
    amountVnd,
  }: Omit<LedgerTransaction, 'kind' | 'payment' | 'at'>) => add('refund', { payment, reference, amountVnd })

  return {
    list: () => [...orders.values()].reverse(),
    find: (reference: string) => orders.get(reference) ?? null,
    /** The same reference again is the same order. */
    create: (order: LedgerOrder) => {
      if (!orders.has(order.reference)) orders.set(order.reference, order)
    },
    cancel: (reference: string) => cancelled.add(reference),
    /** A bank transfers what it is told to, also twice, also too little, also for a name nobody knows. */
    pay: (reference: string, amountVnd: number) => add('payment', { reference, amountVnd, payment: null }),
    paymentsOf,
    of: (reference: string) => transactions.filter((one) => one.reference === reference),
    stateOf: (reference: string): LedgerState => {
      const paid = paymentsOf(reference)
      const back = transactions.filter((one) => one.kind === 'refund' && one.reference === reference)
      if (paid.length > 0) return back.length === paid.length ? 'refunded' : 'paid'
      return cancelled.has(reference) ? 'cancelled' : 'waiting'
    },
    /** The platform gives back of its own accord whatever it still keeps of an order. */
    giveBack: (reference: string) =>
      paymentsOf(reference)
        .filter(({ transaction }) => keeps(transaction))
        .map(undo),
    /**
     * The same id again is the same refund, with the same end. Null: there is no such payment of that amount, it went back
     * already, or the platform is not willing.
     */
    refund: (
      id: string,
      wanted: Readonly<{ transaction: string; reference: string; amountVnd: number }>,
      isWilling: boolean,
    ) => {
      const before = answered.get(id)
      if (before !== undefined) return before
      const fits = paymentsOf(wanted.reference).some(
        ({ transaction, amountVnd }) => transaction === wanted.transaction && amountVnd === wanted.amountVnd,
      )
      const given = isWilling && fits && keeps(wanted.transaction) ? undo(wanted) : null
      answered.set(id, given)
      return given
    },
    transactions: (): readonly LedgerTransaction[] => transactions,
  }
}

export type Ledger = ReturnType<typeof openLedger>
