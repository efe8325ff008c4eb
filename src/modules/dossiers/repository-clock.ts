import { CompiledQuery, sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { DossierState, Step } from '#modules/lifecycle'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ListPlace } from '#platform/list-place'

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
    submittedAt: instantOf(row.submitted_at),
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

const instant = (value: Date | null): Temporal.Instant | null => value && instantOf(value)

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

/** A line of the public list of overdue dossiers: nothing about persons. The instant is RFC 3339 as PostgreSQL wrote it. */
export type OverdueRow = Readonly<{
  id: string
  code: string
  procedureCode: string
  procedureName: string
  step: Step
  dueAt: string
  /** Whether there was an apology with a new date (NĐ 61/2018 Đ19 k9), which has passed too. */
  isExtended: boolean
}>

// Overdue: the clock runs and the promise has passed. A dossier that waits for its applicant is not, nor is one with a
// result, nor one that its agency does not have yet. The words are those of the partial index dossier_promise_index.
const overdue = `due_at < $2 and resolved_at is null and closed_at is null
  and state not in ('supplement_requested', 'payment_requested', 'confirmation_requested')
  and not (starts_on_transfer and state = 'accepted')`

export const overdueStatement = `
select id::text, coalesce(code, reference) as code, procedure_code as "procedureCode",
  procedure_name as "procedureName", step, to_json(due_at) #>> '{}' as "dueAt", extended_at is not null as "isExtended"
from dossiers.dossier
where competent_agency_id = $1 and ${overdue} and (due_at, id) > ($3::timestamptz, $4::uuid)
order by dossier.due_at, dossier.id limit $5`

/** The overdue dossiers of a competent agency at `now`, the longest overdue first. */
export async function listOverdue(
  db: Db,
  query: Readonly<{ agencyId: string; now: Temporal.Instant; after: ListPlace | null; limit: number }>,
): Promise<OverdueRow[]> {
  const { agencyId, now, after, limit } = query
  const start = after ?? { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' }
  const values = [agencyId, now.toString(), start.at, start.id, limit]
  const { rows } = await db.executeQuery<OverdueRow>(CompiledQuery.raw(overdueStatement, values))
  return rows
}

/** How many dossiers of an agency are overdue, and since when the first of them. */
export type OverdueTally = Readonly<{ agencyId: string; count: number; oldestDueAt: string }>

export const overdueTallyStatement = `
select agency.id::text as "agencyId", found.count, to_json(found.oldest) #>> '{}' as "oldestDueAt"
from unnest($1::uuid[]) as agency(id) cross join lateral (
  select count(*)::int as count, min(due_at) as oldest from (
    select due_at from dossiers.dossier where competent_agency_id = agency.id and ${overdue} order by due_at limit $3
  ) bounded
) found
where found.count > 0 order by found.count desc, found.oldest`

/** How many are overdue at `now` in each of these agencies, counted to `limit` and no further; those without any are left out. */
export async function tallyOverdue(
  db: Db,
  query: Readonly<{ agencyIds: readonly string[]; now: Temporal.Instant; limit: number }>,
): Promise<OverdueTally[]> {
  const values = [query.agencyIds, query.now.toString(), query.limit]
  const { rows } = await db.executeQuery<OverdueTally>(CompiledQuery.raw(overdueTallyStatement, values))
  return rows
}

/** A finished visit of a step, as it was written when it ended. */
export type StepTime = Readonly<{
  number: number
  step: Step | 'transfer'
  agencyId: string
  officerName: string | null
  enteredAt: Temporal.Instant
  leftAt: Temporal.Instant
  dueAt: Temporal.Instant | null
  elapsedMinutes: number
  countedMinutes: number
  verdict: 'early' | 'on_time' | 'late' | null
}>

/** The finished visits of a dossier in order, at most 200. */
export async function listStepTimes(db: Db, dossierId: string): Promise<StepTime[]> {
  const rows = await db
    .selectFrom('dossiers.step_time')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('number')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    step: row.step as StepTime['step'],
    agencyId: row.agency_id,
    officerName: row.officer_name,
    enteredAt: instantOf(row.entered_at),
    leftAt: instantOf(row.left_at),
    dueAt: instant(row.due_at),
    elapsedMinutes: row.elapsed_minutes,
    countedMinutes: row.counted_minutes,
    verdict: row.verdict as StepTime['verdict'],
  }))
}

/** What the visits of a step took in a period: of one step, of one procedure, or of both together (null: of all). */
export type StepTimeSum = Readonly<{
  step: Step | 'transfer' | null
  procedureCode: string | null
  visits: number
  early: number
  onTime: number
  late: number
  /** Means in whole minutes: by the wall clock, and of working time that counts. */
  elapsedMinutes: number
  countedMinutes: number
}>

export const stepTimeStatement = `
select step, procedure_code as "procedureCode", count(*)::int as visits,
  count(*) filter (where verdict = 'early')::int as early, count(*) filter (where verdict = 'on_time')::int as "onTime",
  count(*) filter (where verdict = 'late')::int as late,
  round(avg(elapsed_minutes))::int as "elapsedMinutes", round(avg(counted_minutes))::int as "countedMinutes"
from dossiers.step_time
where agency_id = $1 and left_at >= $2 and left_at < $3
group by grouping sets ((), (step), (procedure_code), (procedure_code, step))
order by procedure_code nulls first, step nulls first limit $4`

/**
 * The visits of steps that an agency finished in [from, to), summed up: all, by step, by procedure, by both. At most
 * `limit` sums; the cost is that of the rows of the period.
 */
export async function sumStepTimes(
  db: Db,
  query: Readonly<{ agencyId: string; from: Temporal.Instant; to: Temporal.Instant; limit: number }>,
): Promise<StepTimeSum[]> {
  const values = [query.agencyId, query.from.toString(), query.to.toString(), query.limit]
  const { rows } = await db.executeQuery<StepTimeSum>(CompiledQuery.raw(stepTimeStatement, values))
  return rows
}
