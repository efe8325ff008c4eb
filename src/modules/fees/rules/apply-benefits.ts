import type { Benefit } from './fee-rule.ts'

/** A benefit that was applied: what was to be paid before it, and after; `passedOver`: lower ones of the same order. */
export type Applied = Readonly<{
  benefit: Benefit
  beforeVnd: number | null
  afterVnd: number | null
  passedOver: readonly Benefit[]
}>

/**
 * What is left of `baseVnd` (null: not known) after the benefits a person has. Of one order the highest wins (NQ
 * 66.22/2026/NQ-CP Đ5 k2); orders follow one another. Never below 0, never above the base. An exemption is known even of
 * an unknown amount: nothing.
 */
export function applyBenefits(baseVnd: number | null, benefits: readonly Benefit[]): Applied[] {
  const orders = [...new Set(benefits.map(({ order }) => order))].sort((a, b) => a - b)
  const applied: Applied[] = []
  let leftVnd = baseVnd
  for (const order of orders) {
    const [best, ...others] = benefits
      .filter((benefit) => benefit.order === order)
      .sort((one, other) => compare(one, other, leftVnd))
    if (!best || leftVnd === 0) break
    const afterVnd = reduce(leftVnd, best)
    applied.push({ benefit: best, beforeVnd: leftVnd, afterVnd, passedOver: others })
    leftVnd = afterVnd
  }
  return applied.filter(({ beforeVnd, afterVnd }) => beforeVnd === null || beforeVnd !== afterVnd)
}

/** The higher benefit first: the one that leaves less; of an unknown amount, the one with more percent. */
function compare(one: Benefit, other: Benefit, leftVnd: number | null): number {
  if (leftVnd !== null) return (reduce(leftVnd, one) ?? 0) - (reduce(leftVnd, other) ?? 0)
  return percentOf(other) - percentOf(one)
}

const percentOf = ({ percent, amountVnd }: Benefit): number => (amountVnd === 0 ? 100 : (percent ?? 0))

/** Half a đồng is never asked for: what is left is rounded down, in favour of the payer. */
function reduce(leftVnd: number | null, benefit: Benefit): number | null {
  const { percent, amountVnd, mostVnd = Number.POSITIVE_INFINITY } = benefit
  if (leftVnd === null) return percentOf(benefit) === 100 && mostVnd === Number.POSITIVE_INFINITY ? 0 : null
  const wantedVnd = amountVnd ?? Math.floor((leftVnd * (100 - (percent ?? 0))) / 100)
  const offVnd = Math.min(Math.max(0, leftVnd - wantedVnd), mostVnd)
  return leftVnd - offVnd
}
