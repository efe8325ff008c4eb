import { Temporal } from 'temporal-polyfill'

/** Where a use case learns what time it is: always a parameter, so a test can say when it happens. */
export type Clock = Readonly<{ now: () => Temporal.Instant }>

export const systemClock: Clock = { now }

let last = Temporal.Instant.fromEpochMilliseconds(0)

/** To the millisecond; whoever asks again within one is given the same. */
function now(): Temporal.Instant {
  const ms = Date.now()
  if (last.epochMilliseconds !== ms) last = Temporal.Instant.fromEpochMilliseconds(ms)
  return last
}

/** A clock that stands still at `instant` (RFC 3339 with offset), for demonstrations and tests. */
export function fixedClock(instant: string): Clock {
  const at = Temporal.Instant.from(instant)
  return { now: () => at }
}

/** The instant that a driver or a certificate gives as a `Date`. */
export const instantOf = (date: Date): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime())
