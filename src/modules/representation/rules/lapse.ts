import { Temporal } from 'temporal-polyfill'
import { comeOfAgeOn } from './age.ts'
import type { Ground, Representation } from './representation.ts'

/** Why a right that nobody ended holds no more, and the first day on which it does not ('YYYY-MM-DD'). */
export type Lapse = Readonly<{ why: 'unproved' | 'grown_up'; on: string }>

/** Grounds of a parent: they end when the child is of age. A guardian of an adult declares the decision. */
const ofChildren: readonly Ground[] = ['registered_account', 'parent']

type Seen = Pick<Representation, 'ground' | 'provedAt' | 'birthDate'>

/**
 * Why a right holds no more, or null while it does. What rests on an organisation's account holds for `accountDays` after
 * the provider last showed it; what rests on being a child's parent, until the child is of age.
 */
export function findLapse(
  { ground, provedAt, birthDate }: Seen,
  { now, accountDays }: Readonly<{ now: Temporal.Instant; accountDays: number }>,
): Lapse | null {
  if (ground === 'organisation_account') {
    const until = provedAt.add({ hours: 24 * accountDays })
    const isOver = Temporal.Instant.compare(until, now) <= 0
    return isOver ? { why: 'unproved', on: dayOf(until) } : null
  }
  const on = ofChildren.includes(ground) ? comeOfAgeOn(birthDate) : null
  return on !== null && on <= dayOf(now) ? { why: 'grown_up', on } : null
}

const dayOf = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
