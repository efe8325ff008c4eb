import { calculateFees, type Explanation } from './calculate-fees.ts'
import { hashFeeRules } from './describe-fees.ts'
import type { Entitlement, FeeFacts, FeeRule } from './rules/fee-rule.ts'

/** What a charge keeps of its reckoning: the table it was reckoned by, the explanation, and the entitlements applied. */
export type Reckoned = Readonly<{
  ruleHash: string
  explanation: readonly Explanation[]
  entitlements: readonly Entitlement[]
}>

/**
 * How an amount that is asked for came about: that of the fee of this name (in either language) and sum. Null when no fee
 * of these facts is called so and costs so much: then somebody set it by hand.
 */
export function reckonCharge(
  fees: readonly FeeRule[],
  facts: FeeFacts,
  asked: Readonly<{ name: string; amountVnd: number }>,
): Reckoned | null {
  const line = calculateFees(fees, facts).lines.find(
    ({ name, nameEn, amountVnd }) => amountVnd === asked.amountVnd && [name, nameEn].includes(asked.name),
  )
  if (!line) return null
  const entitlements = facts.entitlements.filter(({ key }) => line.entitlements.includes(key))
  return { ruleHash: hashFeeRules(fees), explanation: line.explanation, entitlements }
}
