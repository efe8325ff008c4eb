import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { readWaiting } from './repository-batches.ts'
import { findStanding } from './repository-inspections.ts'

/** So long may messages wait for their time stamp before somebody must be called. */
const patienceMinutes = 60

/** Warns when the message log is not whole as far as it was read, or its batches do not get their time stamps. */
export const checkMessageLog =
  ({ db, clock }: Pick<Context, 'db' | 'clock'>): HealthCheck =>
  async () => {
    const [inspection, waiting] = await Promise.all([findStanding(db), readWaiting(db)])
    const minutes = waiting.since ? Math.floor(clock.now().since(waiting.since).total('minutes')) : 0
    const isAway = waiting.problem === 'unreachable' && minutes > patienceMinutes
    const faults = inspection?.faults ?? 0
    const found = [
      faults > 0 ? `${faults} faults in the message log: read its page` : 'no fault found in the message log',
      isAway
        ? `its time-stamping authority has not answered for ${minutes} min`
        : `${waiting.batches} batches wait`,
    ].join('; ')
    return { check: 'messagelog', ok: true, found, warning: faults > 0 || isAway ? found : null }
  }
