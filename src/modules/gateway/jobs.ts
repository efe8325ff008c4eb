import { foldTraffic } from '#modules/exchange'
import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'

/** Minutes are looked at while they are new; afterwards hours tell enough, and in the end days. */
const minutesKeptDays = 2
const hoursKeptDays = 60

export const gatewayJobs = [
  defineJob<unknown, Context>('gateway.fold_traffic', async (_, { db, clock }) => {
    const now = clock.now()
    await foldTraffic(db, 'hour', now.subtract({ hours: 24 * minutesKeptDays }))
    await foldTraffic(db, 'day', now.subtract({ hours: 24 * hoursKeptDays }))
  }),
] as const

export const gatewaySchedules: readonly Schedule[] = [{ job: 'gateway.fold_traffic', dailyAt: '03:25' }]
