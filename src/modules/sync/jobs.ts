import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { compare } from './compare.ts'
import { drain } from './drain.ts'
import { enqueueDrain, enqueueDrainAt } from './outbox-jobs.ts'
import type { Destination, FactSources } from './ports.ts'
import { repairDrifts } from './repair-drifts.ts'
import { realPace } from './send-one.ts'

type For = Readonly<{ destination: string }>

/** What the worker can do for the systems that are told of dossiers. */
export const syncJobs = (destinations: readonly Destination[], sources: FactSources) => {
  const byCode = new Map(destinations.map((destination) => [destination.code, destination]))

  const drainOne = defineJob<For, Context>('sync.drain', async ({ destination: code }, context) => {
    const destination = byCode.get(code)
    if (!destination) return
    const { nextAt } = await drain({ context, sources, pace: realPace }, destination)
    if (nextAt) await context.db.transaction().execute((tx) => enqueueDrainAt(tx, code, nextAt))
  })

  /** What a killed worker left behind is taken up again within a minute. */
  const watch = defineJob<unknown, Context>('sync.watch', async (_, { db }) => {
    for (const { code } of destinations) await db.transaction().execute((tx) => enqueueDrain(tx, code))
  })

  const compareOne = defineJob<For & { askedBy?: string }, Context>(
    'sync.compare',
    async ({ destination: code, askedBy = null }, context) => {
      const destination = byCode.get(code)
      if (destination) await compare(context, destination, askedBy)
    },
  )

  /** At night what differs is told again at once; by day a person sees it first. */
  const compareAll = defineJob<unknown, Context>('sync.compare_all', async (_, context) => {
    for (const destination of destinations) {
      await compare(context, destination, null)
      await repairDrifts(context, destination.code, { kind: 'system', fullName: 'sync.compare_all' })
    }
  })

  return [drainOne, watch, compareOne, compareAll] as const
}

/** When it does so by itself: the outbox every minute, the comparison at night. */
export const syncSchedules: readonly Schedule[] = [
  { job: 'sync.watch', everyMinutes: 1 },
  { job: 'sync.compare_all', dailyAt: '02:40' },
]
