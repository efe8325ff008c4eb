import type { Destination, Look } from '#modules/sync'
import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { compare } from './compare.ts'
import { lookAgain } from './look-again.ts'
import { repairAllDrifts } from './repair-drifts.ts'

type Asked = Readonly<{ destination: string; askedBy?: string }>

/** What the worker compares: one destination when somebody asks, all of them at night. */
export const driftJobs = (destinations: readonly Destination[]) => {
  const compareOne = defineJob<Asked, Context>(
    'drift.compare',
    async ({ destination: code, askedBy = null }, context) => {
      const destination = destinations.find((one) => one.code === code)
      if (destination) await compare(context, destination, askedBy)
    },
  )

  /** At night what differs is told again at once; by day a person sees it first. */
  const compareAll = defineJob<unknown, Context>('drift.compare_all', async (_, context) => {
    for (const destination of destinations) {
      await compare(context, destination, null)
      if (destination.isLedThere) continue
      const actor = { kind: 'system', fullName: 'drift.compare_all' } as const
      await repairAllDrifts(context, destination.code, actor)
    }
  })

  const look = defineJob<Look, Context>('drift.look_again', async (asked, context) => {
    const destination = destinations.find(({ code }) => code === asked.destination)
    if (destination) await lookAgain(context, destination, asked)
  })

  return [compareOne, compareAll, look] as const
}

/** When it compares by itself. */
export const driftSchedules: readonly Schedule[] = [{ job: 'drift.compare_all', dailyAt: '02:40' }]
