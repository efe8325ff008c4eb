/** Days on which something holds; both are included, no last day means until further notice. */
export type Days = Readonly<{ fromOn: string; untilOn: string | null }>

/** Whether a dated thing holds on a day; days are ISO texts, so they compare as texts. */
export const holdsOn = ({ fromOn, untilOn }: Days, day: string): boolean =>
  fromOn <= day && (untilOn === null || day <= untilOn)

/** What there is to know about one caller and one offering on one day. */
export type AccessFacts = Readonly<{
  /** The member that calls, and the one that offers. */
  caller: Days
  provider: Days
  /** Every right the caller was ever given to this offering. */
  rights: readonly Days[]
  /** Null: an ordinary key. Else the only offering whose sandbox the key opens. */
  sandboxOfferingId: string | null
  offeringId: string
}>

export type AccessDecision =
  | Readonly<{ ok: true; sandbox: boolean }>
  | Readonly<{ ok: false; code: 'caller_ended' | 'provider_ended' | 'sandbox_of_another' | 'no_right' }>

/** Whether a call may go through: nothing is allowed that no row allows. A sandbox key needs no right, and gives none. */
export function decideAccess(facts: AccessFacts, day: string): AccessDecision {
  if (!holdsOn(facts.caller, day)) return { ok: false, code: 'caller_ended' }
  if (!holdsOn(facts.provider, day)) return { ok: false, code: 'provider_ended' }
  if (facts.sandboxOfferingId !== null)
    return facts.sandboxOfferingId === facts.offeringId
      ? { ok: true, sandbox: true }
      : { ok: false, code: 'sandbox_of_another' }
  const hasRight = facts.rights.some((right) => holdsOn(right, day))
  return hasRight ? { ok: true, sandbox: false } : { ok: false, code: 'no_right' }
}
