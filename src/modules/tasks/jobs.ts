import { localDay } from '#modules/calendar'
import { wakeAlarms } from '#modules/dossiers'
import type { Context } from '#platform/context'
import { defineJob, enqueue, type Schedule } from '#platform/jobs'
import { listRules } from './repository-rules.ts'
import { noteRulesApplied } from './repository-watch.ts'
import { ringAlarms } from './ring-alarms.ts'

// Small, so that no dossier is held long while those told of others are written down.
const portion = 100
/** What is left after so long is for the next run: runs do not pile up on a machine that is slow. */
const runMs = 45_000
const portionToWake = 2000

/** Lets ring what has come due, the oldest first. */
export const watchDeadlines = defineJob<unknown, Context>('tasks.watch_deadlines', async (_, context) => {
  await applyNewRules(context)
  const begunMs = performance.now()
  while ((await ringAlarms(context, portion)) === portion) if (performance.now() - begunMs > runMs) return
})

/** Other rules than those that open dossiers were last looked at by: every one of them is looked at again, once. */
async function applyNewRules({ db, clock }: Context): Promise<void> {
  const rules = await listRules(db, localDay(clock.now()))
  const inForce = rules.map(({ name, number }) => `${name}.${number}`).join(' ')
  await db.transaction().execute(async (tx) => {
    if (await noteRulesApplied(tx, inForce)) await enqueue(tx, wakeDossiers, {}, { key: wakeDossiers.name })
  })
}

/** Has the watch look at every open dossier, in portions, because the rules have changed. */
export const wakeDossiers = defineJob<unknown, Context>('tasks.wake_dossiers', async (_, { db, clock }) => {
  const at = clock.now()
  let after: string | null = null
  do {
    const from: string | null = after
    after = await db.transaction().execute((tx) => wakeAlarms(tx, { after: from, limit: portionToWake, at }))
  } while (after !== null)
})

/** What the worker can do for reminders. */
export const taskJobs = [watchDeadlines, wakeDossiers] as const

/** When it does so by itself. */
export const taskSchedules: readonly Schedule[] = [{ job: watchDeadlines.name, everyMinutes: 1 }]
