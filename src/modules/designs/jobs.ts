import { showVersionsInForce } from '#modules/procedures'
import type { Context } from '#platform/context'
import { defineJob } from '#platform/jobs'

/** Lets search and lists show what takes effect today; what applies to a dossier is asked by day and needs no job. */
const showInForce = defineJob<unknown, Context>('designs.show_in_force', async (_, context) => {
  await showVersionsInForce(context)
})

/** What the worker can do for designs. */
export const designJobs = [showInForce] as const

/** When it does so by itself. */
export const designSchedules = [{ job: showInForce.name, dailyAt: '00:05' }] as const
