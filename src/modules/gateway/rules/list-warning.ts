import type { Temporal } from 'temporal-polyfill'

const dayMs = 24 * 60 * 60 * 1000

/**
 * From when on it is told that a list of revoked certificates (RFC 5280 §5.1: thisUpdate, nextUpdate) ends soon: when a
 * quarter of its life is left, and a day before at least. Of one that lives no two days, when half of its life is left: it
 * would be told always.
 */
export function warnedFrom(beginsAt: Temporal.Instant, endsAt: Temporal.Instant): Temporal.Instant {
  const lifeMs = endsAt.epochMilliseconds - beginsAt.epochMilliseconds
  const leftMs = Math.max(lifeMs / 4, Math.min(dayMs, lifeMs / 2))
  return endsAt.subtract({ milliseconds: Math.max(0, Math.round(leftMs)) })
}
