import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { watchConsultations } from './watch-consultations.ts'

const portion = 50
/** What is left after so long is for the next run: runs do not pile up on a machine that is slow. */
const runMs = 45_000

/** Tells of the answers that have not come, the oldest first. */
export const watch = defineJob<unknown, Context>('consultations.watch', async (_, context) => {
  const begunMs = performance.now()
  while ((await watchConsultations(context, portion)) === portion)
    if (performance.now() - begunMs > runMs) return
})

/** What the worker can do for consultations. */
export const consultationJobs = [watch] as const

/** When it does so by itself. */
export const consultationSchedules: readonly Schedule[] = [{ job: watch.name, everyMinutes: 1 }]
