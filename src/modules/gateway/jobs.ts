import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { foldTraffic } from './repository-traffic.ts'

/** Minutes are looked at while they are new; afterwards hours tell enough, and in the end days. */
const minutesKeptDays = 2
const hoursKeptDays = 60

export const exchangeJobs = [
  defineJob<unknown, Context>('exchange.fold_traffic', async (_, { db, clock }) => {
    const now = clock.now()
    await foldTraffic(db, 'hour', now.subtract({ hours: 24 * minutesKeptDays }))
    await foldTraffic(db, 'day', now.subtract({ hours: 24 * hoursKeptDays }))
  }),
] as const

export const exchangeSchedules: readonly Schedule[] = [{ job: 'exchange.fold_traffic', dailyAt: '03:25' }]
