import type { Benefit, FeeRule } from './rules/fee-rule.ts'

/** A benefit of the list that procedures share: for which of them. */
export type SharedBenefit = Benefit & Readonly<{ procedures: readonly string[] }>

/** The rules of a procedure with the shared benefits that name it. A pack's own benefit of the same key stands. */
export function withSharedBenefits(
  fees: readonly FeeRule[],
  procedure: string,
  shared: readonly SharedBenefit[],
): FeeRule[] {
  const named = shared.flatMap(({ procedures, ...benefit }) =>
    procedures.includes(procedure) ? [{ ...benefit, shared: true }] : [],
  )
  if (named.length === 0) return [...fees]
  return fees.map((fee) => {
    const own = (fee.benefits ?? []).filter((benefit) => !benefit.shared)
    const added = named.filter(({ key }) => own.every((benefit) => benefit.key !== key))
    return { ...fee, benefits: [...own, ...added] }
  })
}

/** The rules as the pack wrote them, without what is shared: what an export or the designer holds. */
export const ownFeeRules = (fees: readonly FeeRule[]): FeeRule[] =>
  fees.map(({ benefits, ...fee }) => {
    const own = benefits?.filter(({ shared }) => !shared)
    return own && own.length > 0 ? { ...fee, benefits: own } : fee
  })
