import { type Caller, countCalls } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { makeRateLimit, type RateLimit } from '#platform/rate-limit'
import type { Fault } from './rules/faults.ts'

const zone = 'Asia/Ho_Chi_Minh'

// Counted from the sums of minutes: what is still being counted in the processes is some seconds of calls.
const callsOf = memoryOf<Db, number>(5000)

/** Whether the key of a caller opens a sandbox: what is done there costs production nothing. */
export const isOnTrial = ({ credential }: Caller): boolean => credential.sandboxOfferingId !== null

/** Looks whether a caller may make one more call: null, or what it is told. */
export type Limits = (caller: Caller) => Promise<Fault | null>

/**
 * Counts the calls of a minute in this process, those of a sandbox apart, and those of the day from what all processes
 * wrote down; a sandbox has no limit of the day.
 */
export function makeLimits({ db, clock }: Pick<Context, 'db' | 'clock'>): Limits {
  const rates = new Map<string, Readonly<{ most: number; limit: RateLimit }>>()
  const rateOf = ({ subsystemId, callsPerMinute: most }: Caller): RateLimit => {
    const known = rates.get(subsystemId)
    if (known?.most === most) return known.limit
    const limit = makeRateLimit({ most, windowMs: 60_000 })
    rates.set(subsystemId, { most, limit })
    return limit
  }
  return async (caller) => {
    const wait = rateOf(caller)(isOnTrial(caller) ? 'sandbox' : 'production')
    if (wait !== null) return { code: 'too_many', retryAfterSeconds: wait }
    if (isOnTrial(caller)) return null
    const calls = await callsOf(db).get(caller.subsystemId, () =>
      countCalls(db, caller.subsystemId, clock.now().toZonedDateTimeISO(zone).startOfDay().toInstant()),
    )
    if (calls < caller.callsPerDay) return null
    const now = clock.now().toZonedDateTimeISO(zone)
    const next = now.startOfDay().add({ days: 1 }).since(now)
    return { code: 'quota_used', retryAfterSeconds: Math.ceil(next.total('second')) }
  }
}
