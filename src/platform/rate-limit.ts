/** Counts what comes from one place: answers how many seconds to wait, or null when it may go on. */
export type RateLimit = (from: string) => number | null

/**
 * Lets through `most` in each window of `windowMs` (real time) from one place, in this process. It keeps at most `atMost`
 * places in mind: the ones seen longest ago are forgotten first.
 */
export function makeRateLimit({
  most,
  windowMs,
  atMost = 20_000,
}: Readonly<{ most: number; windowMs: number; atMost?: number }>): RateLimit {
  const seen = new Map<string, { since: number; count: number }>()
  return (from) => {
    const now = performance.now()
    const known = seen.get(from)
    const current = known && now - known.since < windowMs ? known : { since: now, count: 0 }
    current.count += 1
    seen.delete(from)
    seen.set(from, current)
    if (seen.size > atMost) seen.delete(seen.keys().next().value ?? '')
    return current.count > most ? Math.ceil((current.since + windowMs - now) / 1000) : null
  }
}
