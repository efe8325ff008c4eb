import type { Item } from './item.ts'

/** Whether a paper counts on a day, and if not, why. A signature that is still good says nothing of this. */
export type Validity = 'valid' | 'not_yet' | 'expired' | 'revoked' | 'replaced'

type Judged = Pick<Item, 'validFrom' | 'validTo' | 'isReplaced' | 'revoked'>

/** Judges an item on a day of Việt Nam (YYYY-MM-DD). Both ends count in: it is good all through its last day. */
export function judgeValidity({ validFrom, validTo, isReplaced, revoked }: Judged, on: string): Validity {
  if (revoked) return 'revoked'
  if (isReplaced) return 'replaced'
  if (validFrom !== null && on < validFrom) return 'not_yet'
  return validTo !== null && on > validTo ? 'expired' : 'valid'
}

/**
 * Whether an item may stand for a paper that is asked for on that day: it counts, its content is here, and its signatures
 * were not found broken. Not yet looked at, or not wholly judged, is no reason to ask the citizen for the paper again.
 */
export const isOffered = (item: Judged & Pick<Item, 'paper' | 'signature'>, on: string): boolean =>
  item.paper !== null &&
  item.signature?.verdict !== 'invalid' &&
  item.signature?.verdict !== 'unreadable' &&
  judgeValidity(item, on) === 'valid'
