import { authenticateClient, type Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { makeRateLimit, type RateLimit } from '#platform/rate-limit'
import { topicProblem } from './errors.ts'

/** Who sends this `Authorization` header; throws when it is nobody, on trial, or asks too often. */
export type IdentifyCaller = (authorization: string | undefined) => Promise<Caller>

/** Knows callers by the tokens of the exchange, and counts the calls of each subsystem in a minute, in this process. */
export function makeIdentifyCaller(context: Context): IdentifyCaller {
  const rates = new Map<string, Readonly<{ most: number; limit: RateLimit }>>()
  const rateOf = ({ subsystemId, callsPerMinute: most }: Caller): RateLimit => {
    const known = rates.get(subsystemId)
    if (known?.most === most) return known.limit
    const limit = makeRateLimit({ most, windowMs: 60_000 })
    rates.set(subsystemId, { most, limit })
    return limit
  }
  return async (authorization) => {
    const caller = await authenticateClient(context, authorization)
    if (!caller) throw topicProblem('topics.client_refused')
    if (caller.credential.sandboxOfferingId !== null) throw topicProblem('topics.sandbox_key')
    const wait = rateOf(caller)(caller.subsystemId)
    if (wait !== null) throw requestProblem('request.too_many', { retryAfterSeconds: wait })
    return caller
  }
}
