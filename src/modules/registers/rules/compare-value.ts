import type { Outcome } from './outcome.ts'

const joined = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()

const folded = (text: string): string =>
  joined(text)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/**
 * What somebody declared beside what a register that is asked by one number holds; nothing held: no data. Other marks, or one
 * text that is a part of the other ("Mường Phăng" of a whole address), say neither that it agrees nor that it does not.
 */
export function compareValue(claimed: string, registered: string | undefined): Outcome {
  if (!registered?.trim()) return 'no_data'
  if (joined(claimed) === joined(registered)) return 'match'
  const [one, other] = [` ${folded(claimed)} `, ` ${folded(registered)} `]
  return one.includes(other) || other.includes(one) ? 'insufficient_grounds' : 'mismatch'
}
