import type { Temporal } from 'temporal-polyfill'
import type { FeeAccount, FeeAccounts } from './rules/order.ts'
import type { ReturnedSum } from './rules/returned.ts'

/** One sum that the platform took for an order; `transaction` is the platform's own number of it. */
export type ToldPayment = Readonly<{
  transaction: string
  reference: string
  amountVnd: number
  paidAt: Temporal.Instant
}>

type Named = Readonly<{ code: string; name: string }>

/** What is ordered: the platform collects `amountVnd` for us. The same `reference` again is the same order. */
export type PlatformOrder = Readonly<{
  reference: string
  dossierCode: string
  /** Who collects: the agency that took the dossier. */
  agency: Named
  procedure: Named
  /** `code`: its key in the procedure. `kind`: phí or lệ phí. Both null: an officer named it by hand. */
  fee: Readonly<{ code: string | null; name: string; kind: 'service_fee' | 'statutory_fee' | null }>
  amountVnd: number
  /** As the dossier knows who pays; null is not known, and not asked for. */
  payer: Readonly<{ name: string; personalId: string | null; address: string | null }>
  /** Where the money is to go; null: the platform has to know. */
  account: FeeAccount | null
  /** Where the citizen comes back to. */
  returnUrl: string
}>

/**
 * How an order stands with the platform, and every sum of it that came and went. `unknown`: it never got there. `closed`:
 * cancelled there, or run out. `refunded`: all that came was given back, whether it says by which transactions or not.
 */
export type ToldOrder = Readonly<{
  state: 'unknown' | 'waiting' | 'paid' | 'refunded' | 'closed'
  payments: readonly ToldPayment[]
  returned: readonly ReturnedSum[]
}>

export type RefundOrder = Readonly<{
  /** The same id again is the same refund, with the same end. */
  id: string
  reference: string
  transaction: string
  amountVnd: number
  reason: string
}>

export type ToldRefund =
  | Readonly<{ state: 'done'; transaction: string; doneAt: Temporal.Instant }>
  | Readonly<{ state: 'asked' }>
  | Readonly<{ state: 'refused'; reason: string }>

/**
 * One line of the statement of a day; `transaction` is unique in it, refunds have their own. `payment`: the transaction that
 * a refund undoes, where it says so.
 */
export type StatementLine = Readonly<{
  kind: 'payment' | 'refund'
  payment: string | null
  transaction: string
  reference: string
  amountVnd: number
  at: Temporal.Instant
}>

/** A payment platform, as payments needs it. Every question throws `PlatformUnreachable` when nothing usable comes back. */
export type PaymentPlatform = Readonly<{
  /** By what its callbacks are told apart in their address. */
  key: string
  /** Where the fees of each agency go, which `accountOf` tells; where it tells none no QR is shown. */
  accounts: FeeAccounts
  createOrder: (order: PlatformOrder) => Promise<Readonly<{ payUrl: string }>>
  ask: (reference: string) => Promise<ToldOrder>
  refund: (refund: RefundOrder) => Promise<ToldRefund>
  /** Everything the platform took and gave back on a day of Việt Nam. */
  statementOf: (day: Temporal.PlainDate) => Promise<readonly StatementLine[]>
  /**
   * What a callback says, once its proof of origin was checked. Null: it is not from the platform, or not to be read.
   * `payment` null: it says that nothing was paid.
   */
  readCallback: (
    call: Readonly<{ headers: Readonly<Record<string, unknown>>; body: unknown }>,
  ) => Readonly<{ reference: string; payment: ToldPayment | null }> | null
}>

/** The platform did not answer, or with something that is no answer: nobody knows what it took. */
export class PlatformUnreachable extends Error {
  override readonly name = 'PlatformUnreachable'
}
