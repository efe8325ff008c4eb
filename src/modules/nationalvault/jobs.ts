import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import type { NationalVault } from './ports.ts'
import { findNextRound, pushResults } from './push-results.ts'
import { enqueuePush } from './queue-push.ts'

/** What the worker can do for the national vault; without one what is queued waits. */
export const nationalVaultJobs = (vault: NationalVault | null) => {
  const push = defineJob<unknown, Context>('nationalvault.push', async (_, context) => {
    if (!vault) return
    await pushResults(context, vault)
    const nextAt = await findNextRound(context.db)
    if (nextAt) await context.db.transaction().execute((tx) => enqueuePush(tx, nextAt))
  })

  /** What a killed worker left behind, and what was queued before the vault was connected. */
  const watch = defineJob<unknown, Context>('nationalvault.watch', async (_, { db }) => {
    if (vault && (await findNextRound(db))) await db.transaction().execute((tx) => enqueuePush(tx))
  })

  return [push, watch] as const
}

/** When it does so by itself. */
export const nationalVaultSchedules: readonly Schedule[] = [{ job: 'nationalvault.watch', everyMinutes: 5 }]
