import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { lookAtSystems } from './look-at-systems.ts'
import type { OutsideSystem } from './ports.ts'
import { endAlarms, ring } from './repository-alarms.ts'
import { ringsFor } from './rules/health.ts'
import { tellAdministrators } from './tell-administrators.ts'

/**
 * Rings for every system that somebody has to look after, tells administrators, and ends what rings for one that is well
 * again.
 */
export async function watchSystems(
  context: Pick<Context, 'db' | 'clock' | 'log' | 'publicUrl'>,
  systems: readonly OutsideSystem[],
): Promise<void> {
  const { db, clock, log, publicUrl } = context
  const looks = await lookAtSystems(context, systems)
  const ringing = looks.filter(ringsFor)
  const codes = ringing.map(({ system }) => system.code)
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    for (const { system, health, lagSeconds } of ringing) {
      const isNew = await ring(tx, system.code, health, at)
      if (!isNew) continue
      log.error({ system: system.code, health, lagSeconds }, 'a system outside needs somebody')
      await tellAdministrators(tx, { system, health, at, publicUrl })
    }
    await endAlarms(tx, codes, at)
  })
}

/** What the worker does for operations. */
export const operationJobs = (systems: readonly OutsideSystem[]) =>
  [
    defineJob<unknown, Context>('operations.watch', async (_, context) => watchSystems(context, systems)),
  ] as const

export const operationSchedules: readonly Schedule[] = [{ job: 'operations.watch', everyMinutes: 1 }]
