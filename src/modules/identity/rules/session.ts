import { Temporal } from 'temporal-polyfill'

/** What a session knows of its own time. */
export type SessionTimes = Readonly<{
  kind: 'citizen' | 'officer'
  startedAt: Temporal.Instant
  rotatedAt: Temporal.Instant
  seenAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}>

/** Minutes without a request after which a session ends: an officer's screen stands in a public hall. */
const idleMinutes = { officer: 30, citizen: 120 } as const
const absoluteHours = 12
const rotationMinutes = 15
const touchSeconds = 60

/** How long the token before a rotation stays good once the new one was seen: a page and its images load together. */
export const rotationGraceSeconds = 60

/** Whether a session still speaks for its person at `now`, or why not. */
export function decideSession(
  session: SessionTimes,
  now: Temporal.Instant,
): 'alive' | 'signed_out' | 'idle' | 'too_old' {
  if (session.endedAt) return 'signed_out'
  if (isPast(session.startedAt.add({ hours: absoluteHours }), now)) return 'too_old'
  return isPast(session.seenAt.add({ minutes: idleMinutes[session.kind] }), now) ? 'idle' : 'alive'
}

/** Whether the token is due for a new one, so that a copied cookie does not live long beside its owner's. */
export const needsRotation = ({ rotatedAt }: SessionTimes, now: Temporal.Instant): boolean =>
  isPast(rotatedAt.add({ minutes: rotationMinutes }), now)

/** Whether the moment of the last request should be written: at most once a minute. */
export const needsTouch = ({ seenAt }: SessionTimes, now: Temporal.Instant): boolean =>
  isPast(seenAt.add({ seconds: touchSeconds }), now)

/** Whether the token before the last rotation is still good; null until the new one has been seen. */
export const isPreviousGood = (previousUntil: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  previousUntil === null || !isPast(previousUntil, now)

const isPast = (end: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(now, end) >= 0
