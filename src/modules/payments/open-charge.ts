import type { Tx } from '#platform/db'
import { paymentsProblem } from './errors.ts'
import { type NewCharge, saveCharge } from './repository.ts'
import { type Charge, isAmount } from './rules/charge.ts'

/** Opens a charge, due at once, with how it was reckoned. Throws `payments.wrong_amount` unless the amount is whole đồng, more than 0. */
export async function openCharge(tx: Tx, charge: NewCharge): Promise<Charge> {
  if (!isAmount(charge.amountVnd)) throw paymentsProblem('payments.wrong_amount', { given: charge.amountVnd })
  return await saveCharge(tx, charge)
}
