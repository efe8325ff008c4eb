/** What is on record of a provider's account. */
export type KnownAccount = Readonly<{ personalId: string; isLinked: boolean }>

/**
 * `open`: it speaks for its person already. `link`: the first account of this person here. `confirm`: the person must say
 * first that it is theirs, too. The others refuse: an account that spoke for somebody else is never moved, and a second
 * one of a person is believed at level 2 only, because at level 1 nobody saw the card (NĐ 69/2024 Đ10).
 */
export type LinkDecision = 'open' | 'link' | 'confirm' | 'speaks_for_another' | 'second_needs_level_2'

/**
 * Decides what a proved sign-in of a provider's account may do: `known` is what is on record of this very account,
 * `others` whether another of the same issuer was ever linked to the same personal id.
 */
export function decideLink({
  personalId,
  level,
  known,
  others,
}: Readonly<{
  personalId: string
  level: 1 | 2
  known: KnownAccount | null
  others: boolean
}>): LinkDecision {
  if (known && known.personalId !== personalId) return 'speaks_for_another'
  if (known?.isLinked) return 'open'
  if (!known && !others) return 'link'
  return level === 2 ? 'confirm' : 'second_needs_level_2'
}

/** How to reach a person, with the middle left out: enough to know one's own number again. */
export const maskContact = (contact: string): string =>
  contact.includes('@')
    ? contact.replace(/^(.).*(@.*)$/, '$1***$2')
    : `${contact.slice(0, 3)}***${contact.slice(-2)}`
