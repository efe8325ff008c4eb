/**
 * What was made of a paper that the national vault says it has. `offered`: it is in the owner's vault here now;
 * `here_already`: the same paper was there before. All others are offered to nobody, each for its reason.
 */
export type FindingVerdict =
  | 'offered'
  | 'here_already'
  | 'not_asked'
  | 'other_owner'
  | 'not_in_force'
  | 'no_content'
  | 'not_fetched'
  | 'not_accepted'
  | 'content_differs'
  | 'signature_broken'

/** What is not known of a paper that is offered all the same: whose it is, whether it counts, its hash, its signatures. */
export type Unsaid = 'owner' | 'force' | 'hash' | 'signature'

/** As much of a found paper as is compared with what was asked. */
export type Claimed = Readonly<{
  typeCode: string
  number: string | null
  ownerNumber: string | null
  isInForce: boolean | null
  files: readonly unknown[]
}>

export type Asked = Readonly<{ ownerNumber: string; typeCodes: readonly string[] }>

/**
 * Compares what was found with what was asked, before anything is fetched; null: nothing stands against fetching it. Somebody
 * else's paper and a kind nobody asked for are told first: nothing more of them is looked at.
 */
export function refuseUnfetched(found: Claimed, { ownerNumber, typeCodes }: Asked): FindingVerdict | null {
  if (found.ownerNumber !== null && found.ownerNumber !== ownerNumber) return 'other_owner'
  if (!typeCodes.includes(found.typeCode)) return 'not_asked'
  if (found.isInForce === false) return 'not_in_force'
  return found.files.length === 0 ? 'no_content' : null
}

/** The same paper by kind and number, however its number is spaced and written; without a number nothing is the same. */
export const isSamePaper = (
  one: Pick<Claimed, 'typeCode' | 'number'>,
  other: Pick<Claimed, 'typeCode' | 'number'>,
): boolean =>
  one.typeCode === other.typeCode && one.number !== null && folded(one.number) === folded(other.number ?? '')

const folded = (number: string): string => number.replaceAll(/\s/g, '').normalize('NFC').toLocaleUpperCase('vi')
