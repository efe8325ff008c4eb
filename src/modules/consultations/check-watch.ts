import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { findOldestLook } from './repository-watch.ts'

/** So many minutes may the watch be behind before somebody must be called. */
const patienceMinutes = 15

/** Whether somebody really tells of silence: a consultation that came up for it is looked at within minutes. */
export const checkConsultations =
  ({ db, clock }: Pick<Context, 'db' | 'clock'>): HealthCheck =>
  async () => {
    const oldest = await findOldestLook(db)
    const behindMs = oldest ? clock.now().epochMilliseconds - oldest.epochMilliseconds : 0
    const minutes = Math.floor(Math.max(0, behindMs) / 60_000)
    const found =
      minutes > 0 ? `silence has waited for ${minutes} min to be told` : 'no silence waits to be told'
    return { check: 'consultations', ok: minutes <= patienceMinutes, found }
  }
