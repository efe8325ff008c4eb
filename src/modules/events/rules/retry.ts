import type { Temporal } from 'temporal-polyfill'

/** How often a subscriber is given an event before it is laid aside as dead. */
export const mostAttempts = 6

const firstWaitSeconds = 5
const longestWaitSeconds = 3600

/** What becomes of an event that failed for the `attempts`th time: tried again at an instant, or dead. */
export type AfterFailure =
  | Readonly<{ state: 'waiting'; nextAt: Temporal.Instant }>
  | Readonly<{ state: 'dead'; nextAt: null }>

/**
 * Each wait is three times the one before, up to an hour; `jitter` (0 to 1) makes it up to a quarter longer, so that what
 * failed together is not tried together.
 */
export function decideAfterFailure(
  attempts: number,
  now: Temporal.Instant,
  { jitter, most = mostAttempts }: Readonly<{ jitter: number; most?: number }>,
): AfterFailure {
  if (attempts >= most) return { state: 'dead', nextAt: null }
  const wait = Math.min(firstWaitSeconds * 3 ** (attempts - 1), longestWaitSeconds)
  return { state: 'waiting', nextAt: now.add({ milliseconds: Math.round(wait * 1000 * (1 + jitter / 4)) }) }
}
