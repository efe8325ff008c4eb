import type { Context } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { removeExpiredDrafts } from './repository.ts'

const portion = 500

/**
 * Forgets what was typed and never handed in, a day after it expired: nobody is still pressing the button then. In
 * portions, so that no lock is held long; what a failure leaves is for the next run.
 */
export const forgetExpired = defineJob<unknown, Context>('drafts.forget_expired', async (_, { db, clock }) => {
  const before = clock.now().subtract({ hours: 24 }).toString()
  while ((await removeExpiredDrafts(db, before, portion)) === portion);
})

/** What the worker can do for drafts. */
export const draftJobs = [forgetExpired] as const

/** When it does so by itself. */
export const draftSchedules = [{ job: forgetExpired.name, dailyAt: '03:10' }] as const
