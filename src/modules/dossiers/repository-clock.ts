import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { DossierState, Step } from './rules/dossier.ts'

/** What reminders need to know of a dossier whose alarm has come due. `name` is its code, before acceptance its reference. */
export type AlarmedDossier = Readonly<{
  id: string
  name: string
  procedureCode: string
  procedureName: string
  state: DossierState
  step: Step
  holderAgencyId: string
  handlerId: string | null
  submittedAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  stepEnteredAt: Temporal.Instant | null
  stepDueAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  extendedAt: Temporal.Instant | null
  waitingSince: Temporal.Instant | null
  resolvedAt: Temporal.Instant | null
  closedAt: Temporal.Instant | null
}>

const alarmColumns = [
  'id',
  'code',
  'reference',
  'procedure_code',
  'procedure_name',
  'state',
  'step',
  'holder_agency_id',
  'handler_id',
  'submitted_at',
  'accepted_at',
  'step_entered_at',
  'step_due_at',
  'due_at',
  'extended_at',
  'waiting_since',
  'resolved_at',
  'closed_at',
] as const

/** Holds up to `limit` dossiers whose alarm has come due at `now`, the oldest first; those another worker holds are left to it. */
export async function takeAlarms(tx: Tx, now: Temporal.Instant, limit: number): Promise<AlarmedDossier[]> {
  const rows = await tx
    .selectFrom('dossiers.dossier')
    .select(alarmColumns)
    .where('alarm_at', '<=', sql<Date>`${now.toString()}`)
    .orderBy('alarm_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.code ?? row.reference,
    procedureCode: row.procedure_code,
    procedureName: row.procedure_name,
    state: row.state as DossierState,
    step: row.step as Step,
    holderAgencyId: row.holder_agency_id,
    handlerId: row.handler_id,
    submittedAt: Temporal.Instant.fromEpochMilliseconds(row.submitted_at.getTime()),
    acceptedAt: instant(row.accepted_at),
    stepEnteredAt: instant(row.step_entered_at),
    stepDueAt: instant(row.step_due_at),
    dueAt: instant(row.due_at),
    extendedAt: instant(row.extended_at),
    waitingSince: instant(row.waiting_since),
    resolvedAt: instant(row.resolved_at),
    closedAt: instant(row.closed_at),
  }))
}

const instant = (value: Date | null): Temporal.Instant | null =>
  value && Temporal.Instant.fromEpochMilliseconds(value.getTime())

export type NextAlarm = Readonly<{ id: string; at: Temporal.Instant | null }>

/** When reminders look at these dossiers next; null: not again before the next write. Only for dossiers held by `takeAlarms`. */
export async function setAlarms(tx: Tx, next: readonly NextAlarm[]): Promise<void> {
  if (next.length === 0) return
  const rows = JSON.stringify(next.map(({ id, at }) => ({ id, at: at?.toString() ?? null })))
  await sql`update dossiers.dossier d set alarm_at = g.at
    from jsonb_to_recordset(${rows}::jsonb) as g(id uuid, at timestamptz) where d.id = g.id`.execute(tx)
}

/**
 * Lets reminders look at `at` at the next `limit` open dossiers after the id `after` (null: from the first), because the
 * rules have changed; one that is being written is woken by that write. Answers the last id, null when there are no more.
 */
export async function wakeAlarms(
  tx: Tx,
  { after, limit, at }: Readonly<{ after: string | null; limit: number; at: Temporal.Instant }>,
): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    with portion as (
      select id from dossiers.dossier
      where id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid and resolved_at is null and closed_at is null
      order by id limit ${limit} for update skip locked
    ), woken as (
      update dossiers.dossier d set alarm_at = least(coalesce(d.alarm_at, ${at.toString()}), ${at.toString()})
      from portion where d.id = portion.id returning d.id
    )
    select id as last from woken order by id desc limit 1`.execute(tx)
  return rows[0]?.last ?? null
}

/** The alarm that has waited longest, and null when none is set: what a check of health looks at. */
export async function findOldestAlarm(db: Db): Promise<Temporal.Instant | null> {
  const { oldest } = await db
    .selectFrom('dossiers.dossier')
    .select((by) => by.fn.min('alarm_at').as('oldest'))
    .executeTakeFirstOrThrow()
  return instant(oldest as Date | null)
}
