import type { Temporal } from 'temporal-polyfill'

/** How money came: at the counter, by transfer to the agency's account, or on a payment platform (NĐ 118/2025 Đ24). */
export type PaymentMethod = 'cash' | 'transfer' | 'online'

export type ChargeState = 'due' | 'paid' | 'cancelled'

/**
 * How an amount came about, as it was when the charge was opened; a later table of fees changes nothing of it.
 * `entitlements`: the rights that were applied, with their proof and when it was given (an instant, as text).
 */
export type ChargeReckoning = Readonly<{
  /** Fingerprint of the fee rules it was reckoned by. */
  ruleHash: string
  explanation: readonly Readonly<{ text: string; textEn: string; law: string | null }>[]
  entitlements: readonly Readonly<{ key: string; proof?: string; at?: string }>[]
}>

/** Phí, lệ phí: one sum a dossier owes, in whole đồng. `receiptReference` is what the cashier wrote down, or the transaction of the platform; its receipt is of the module `receipts`. */
export type Charge = Readonly<{
  id: string
  dossierId: string
  /** Whose money it is: the one-stop that took the dossier. */
  agencyId: string
  name: string
  amountVnd: number
  state: ChargeState
  paidAt: Temporal.Instant | null
  method: PaymentMethod | null
  receiptReference: string | null
  /** When it was given back by decision; it stays paid. */
  refundedAt: Temporal.Instant | null
  /** Null: an officer set the amount by hand. */
  reckoning: ChargeReckoning | null
}>

/** The fee of the procedure that a charge is for, by its name; null: an officer named it by hand, or two are called so. */
export function feeRuleOf<Rule extends Readonly<{ name: string; nameEn?: string }>>(
  charge: Pick<Charge, 'name'>,
  rules: readonly Rule[],
): Rule | null {
  const [named, ...more] = rules.filter(({ name, nameEn }) => [name, nameEn].includes(charge.name))
  return named && more.length === 0 ? named : null
}

/** Whose money an officer sees: that of the own agency; null: all of it, which auditors see and do not touch. */
export const moneySeenBy = ({
  roles,
  agencyId,
}: Readonly<{ roles: readonly string[]; agencyId: string }>): string | null =>
  roles.includes('auditor') ? null : agencyId

/** The most one charge can be: beyond it an amount is a slip of the finger. */
export const mostVnd = 999_999_999_999

/** Money is whole đồng, never zero: a dossier without a fee has no charge (NĐ 224/2026 Đ15 k1.đ). */
export const isAmount = (amountVnd: number): boolean =>
  Number.isSafeInteger(amountVnd) && amountVnd > 0 && amountVnd <= mostVnd
