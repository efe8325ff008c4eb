import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { deleteExpired } from './repository.ts'

/** Forgets what registers told when its time is over. */
export const forgetAnswers = defineJob<unknown, Context>(
  'registers.forget_answers',
  async (_, { db, clock }) => {
    await db.transaction().execute((tx) => deleteExpired(tx, clock.now()))
  },
)

/** What the worker can do for registers. */
export const registerJobs = [forgetAnswers] as const

/** When it does so by itself. */
export const registerSchedules: readonly Schedule[] = [{ job: forgetAnswers.name, everyMinutes: 30 }]
