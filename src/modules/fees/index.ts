/** The door: fee rules, and what a dossier costs by them. Pure: no clock, no database. */
export { type CalculatedFees, calculateFees, type Explanation, type FeeLine } from './calculate-fees.ts'
export { type FeeProblem, findBenefitProblems, findFeeProblems } from './check-fee-rules.ts'
export { describeFees, hashFeeRules, type PublishedFee, rulesOfPublished } from './describe-fees.ts'
export { feeRulesSchema, sharedBenefitsSchema } from './fee-schema.ts'
export { listSharedBenefits } from './list-shared-benefits.ts'
export { feeMessages } from './messages.ts'
export { type Reckoned, reckonCharge } from './reckon-charge.ts'
export { describeAmount, listOtherBenefits, renderFeeLines, renderFeeRules } from './render-fees.ts'
export {
  type Benefit,
  copiesIn,
  type Entitlement,
  type FeeAmount,
  type FeeChannel,
  type FeeFacts,
  type FeeRule,
  isInForce,
} from './rules/fee-rule.ts'
export { ownFeeRules, type SharedBenefit, withSharedBenefits } from './share-benefits.ts'
