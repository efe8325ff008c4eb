import { Temporal } from 'temporal-polyfill'

const longestSilenceHours = 24

/** How many events a reader has not said to be done. */
export const lagOf = (position: number, last: number): number => Math.max(0, last - position)

/** Whether events wait for a reader that has not asked for a day. */
export const isSilent = (
  { askedAt, lag }: Readonly<{ askedAt: Temporal.Instant; lag: number }>,
  now: Temporal.Instant,
): boolean => lag > 0 && Temporal.Instant.compare(askedAt.add({ hours: longestSilenceHours }), now) <= 0
