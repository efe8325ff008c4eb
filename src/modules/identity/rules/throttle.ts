import { Temporal } from 'temporal-polyfill'

/** Failed attempts counted under one key: an account, or an address. */
export type Failures = Readonly<{ failures: number; lastFailedAt: Temporal.Instant }>

/** What is counted, and how many failures are free: an office of many officers shares one address. */
const free = { account: 5, address: 50 } as const
export type ThrottleKind = keyof typeof free

const longestWaitSeconds = 15 * 60
const forgottenAfterMinutes = 60

/** Seconds to wait at `now` before the next attempt is looked at; 0 means at once. Doubles with each failure past the free ones. */
export function calculateWait(kind: ThrottleKind, counted: Failures | null, now: Temporal.Instant): number {
  if (!counted || isForgotten(counted, now) || counted.failures < free[kind]) return 0
  const wait = Math.min(60 * 2 ** Math.min(counted.failures - free[kind], 10), longestWaitSeconds)
  const over = counted.lastFailedAt.add({ seconds: wait })
  return Math.max(0, Math.ceil(over.since(now).total('seconds')))
}

/** The count after one more attempt at `now`; an hour without one starts again from nothing. */
export const countFailure = (counted: Failures | null, now: Temporal.Instant): Failures => ({
  failures: (counted && !isForgotten(counted, now) ? counted.failures : 0) + 1,
  lastFailedAt: now,
})

const isForgotten = ({ lastFailedAt }: Failures, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(now, lastFailedAt.add({ minutes: forgottenAfterMinutes })) >= 0
