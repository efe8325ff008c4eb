/** What a line that is `lossy` loses of its nth call (from 1): of `of` calls one, and the answer of another. */
export function lossOf(nth: number, of = 5): 'call' | 'answer' | null {
  if (nth % of === 1) return 'call'
  return nth % of === Math.ceil(of / 2) ? 'answer' : null
}
