import { foldText, joinText } from './fold-text.ts'
import type { Outcome } from './outcome.ts'

/**
 * What somebody declared beside what a register that is asked by one number holds; nothing held: no data. Other marks, or one
 * text that is a part of the other ("Mường Phăng" of a whole address), say neither that it agrees nor that it does not.
 */
export function compareValue(claimed: string, registered: string | undefined): Outcome {
  if (!registered?.trim()) return 'no_data'
  if (joinText(claimed) === joinText(registered)) return 'match'
  const [one, other] = [` ${foldText(claimed)} `, ` ${foldText(registered)} `]
  return one.includes(other) || other.includes(one) ? 'insufficient_grounds' : 'mismatch'
}
