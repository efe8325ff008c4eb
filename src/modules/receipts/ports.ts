import type { Temporal } from 'temporal-polyfill'
import type { PaymentMethod } from '#modules/payments'
import type { ReceiptNumber } from './rules/series.ts'

/** A line of a summary: a receipt that was issued, or cancelled, that day. */
export type TaxLine = Readonly<{
  number: number
  act: 'issued' | 'cancelled'
  formSymbol: string
  receiptSymbol: string
  receiptNumber: number
  issuedAt: Temporal.Instant
  payerName: string
  feeName: string
  amountVnd: number
  method: PaymentMethod
  /** What it stands instead of; of another year it has other symbols. */
  replaced: ReceiptNumber | null
  /** Why it was cancelled. */
  reason: string | null
}>

/**
 * Bảng tổng hợp: what the tax authority is told of a day of one collecting agency. `number`: the first of the day is 1; what
 * came after it was sent is in the next. The same `id` again is the same summary.
 */
export type TaxSummary = Readonly<{
  id: string
  agencyName: string
  taxCode: string | null
  day: Temporal.PlainDate
  number: number
  issuedVnd: number
  cancelledVnd: number
  lines: readonly TaxLine[]
}>

/** `refused`: it will never take this one as it is, and why, in its words. */
export type TaxAnswer =
  | Readonly<{ state: 'accepted'; reference: string }>
  | Readonly<{ state: 'refused'; reason: string }>

/** The tax authority, as receipts need it. Throws `TaxAuthorityUnreachable` when nothing usable comes back. */
export type TaxAuthority = Readonly<{ send: (summary: TaxSummary) => Promise<TaxAnswer> }>

/** It did not answer, or with something that is no answer: nobody knows whether it took the summary. */
export class TaxAuthorityUnreachable extends Error {
  override readonly name = 'TaxAuthorityUnreachable'
}
