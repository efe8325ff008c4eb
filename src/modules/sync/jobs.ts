import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { drain } from './drain.ts'
import { enqueueDrain, enqueueDrainAt } from './outbox-jobs.ts'
import type { Destination, FactSources } from './ports.ts'
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

  return [drainOne, watch] as const
}

/** When it does so by itself. */
export const syncSchedules: readonly Schedule[] = [{ job: 'sync.watch', everyMinutes: 1 }]
