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

/** How a right stands on a day: it holds, it will, or it is over; one that was ended before its first day is over too. */
export type RightStanding = 'holds' | 'coming' | 'over'

/** How dated things stand on a day. */
export function rightStandingOn({ fromOn, untilOn }: Days, day: string): RightStanding {
  if (untilOn !== null && (untilOn < fromOn || untilOn < day)) return 'over'
  return fromOn <= day ? 'holds' : 'coming'
}

const shareADay = (a: Days, b: Days): boolean =>
  (a.untilOn === null || b.fromOn <= a.untilOn) && (b.untilOn === null || a.fromOn <= b.untilOn)

export type GrantRefusal = 'from_past' | 'ends_before' | 'has_right'

/** Whether a right of these days may be given beside those one system has to the offering: no day twice, none past. */
export function decideGrant(days: Days, existing: readonly Days[], today: string): GrantRefusal | null {
  if (days.fromOn < today) return 'from_past'
  if (days.untilOn !== null && days.untilOn < days.fromOn) return 'ends_before'
  const ever = existing.filter(({ fromOn, untilOn }) => untilOn === null || untilOn >= fromOn)
  return ever.some((one) => shareADay(one, days)) ? 'has_right' : null
}

export type EndRefusal = 'over' | 'day_past' | 'before_first' | 'not_earlier'

/**
 * The last day of a right that is ended: the day that is named, from `today` on and earlier than it ends anyway; `lastOn`
 * null ends it at once, so `yesterday` was its last, or the day before its first when it has not begun.
 */
export function decideRightEnd(
  right: Days,
  {
    lastOn,
    today,
    yesterday,
    dayBefore,
  }: Readonly<{
    lastOn: string | null
    today: string
    yesterday: string
    /** The day before the first of the right. */
    dayBefore: string
  }>,
): Readonly<{ ok: true; lastOn: string }> | Readonly<{ ok: false; code: EndRefusal }> {
  const refuse = (code: EndRefusal) => ({ ok: false, code }) as const
  if (rightStandingOn(right, today) === 'over') return refuse('over')
  if (lastOn === null) return { ok: true, lastOn: dayBefore > yesterday ? dayBefore : yesterday }
  if (lastOn < today) return refuse('day_past')
  if (lastOn < right.fromOn) return refuse('before_first')
  return right.untilOn !== null && lastOn >= right.untilOn ? refuse('not_earlier') : { ok: true, lastOn }
}
