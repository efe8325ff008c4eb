import type { Context } from '#platform/context'
import { submitBirth } from '#test/dossiers'

/** What of a dossier a test of reminders sets; moments as RFC 3339. */
export type Awaiting = Readonly<{
  step?: 'reception' | 'appraisal' | 'approval'
  state?: string
  stepDueAt?: string | null
  dueAt?: string | null
  handlerId?: string | null
  extendedAt?: string | null
  waitingSince?: string | null
  alarmAt?: string | null
}>

/** A birth registration of the ward H18.137, accepted on Monday 23/11/2026 at 08:00 and being appraised since; answers its id. */
export async function awaitingDossier(context: Context, given: Awaiting = {}): Promise<string> {
  const reference = await submitBirth(context)
  const begunAt = '2026-11-23T08:00:00+07:00'
  const { rows } = await context.pool.query<{ id: string }>(
    `update dossiers.dossier set state = $2, step = $3, code = coalesce(code, 'H18.137.01-261123-' || substr(reference, 1, 4)),
       accepted_at = $4, clock_started_at = $4, step_entered_at = $4, holder_agency_id = competent_agency_id,
       step_due_at = $5, due_at = $6, handler_id = $7, extended_at = $8, waiting_since = $9, alarm_at = $10,
       resume_state = case when $2 = 'supplement_requested' then 'in_progress' end
     where reference = $1 returning id`,
    [
      reference,
      given.state ?? 'in_progress',
      given.step ?? 'appraisal',
      begunAt,
      given.stepDueAt ?? null,
      given.dueAt ?? null,
      given.handlerId ?? null,
      given.extendedAt ?? null,
      given.waitingSince ?? null,
      given.alarmAt === undefined ? begunAt : given.alarmAt,
    ],
  )
  return rows[0]?.id ?? ''
}
