import { CompiledQuery } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Command, Deed, Dossier, Filing, Times } from '#modules/lifecycle'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { StoredDossier } from './repository.ts'

/** One recounting of the open dossiers, and how far it has come. `changedFrom`: nothing before it counts otherwise. */
export type Recount = Readonly<{
  id: string
  version: number
  reason: string
  changedFrom: Temporal.Instant
  requestedAt: Temporal.Instant
  total: number
  lookedAt: number
  moved: number
  afterId: string | null
  finishedAt: Temporal.Instant | null
}>

export async function appendRecount(
  tx: Tx,
  recount: Pick<Recount, 'id' | 'version' | 'reason' | 'changedFrom' | 'requestedAt'> &
    Readonly<{ requestedBy: string }>,
): Promise<void> {
  await tx
    .insertInto('dossiers.recount')
    .values({
      id: recount.id,
      calendar_version: recount.version,
      reason: recount.reason,
      changed_from: recount.changedFrom.toString(),
      requested_by: recount.requestedBy,
      requested_at: recount.requestedAt.toString(),
      total: 0,
    })
    .execute()
}

const recountColumns = `id::text, calendar_version as version, reason, changed_from, requested_at, total, looked_at, moved,
  after_id::text, finished_at`
type RecountRow = Readonly<{
  id: string
  version: number
  reason: string
  changed_from: Date
  requested_at: Date
  total: number
  looked_at: number
  moved: number
  after_id: string | null
  finished_at: Date | null
}>

const toRecount = (row: RecountRow): Recount => ({
  id: row.id,
  version: row.version,
  reason: row.reason,
  changedFrom: instantOf(row.changed_from),
  requestedAt: instantOf(row.requested_at),
  total: row.total,
  lookedAt: row.looked_at,
  moved: row.moved,
  afterId: row.after_id,
  finishedAt: row.finished_at && instantOf(row.finished_at),
})

/** Holds a recount until the transaction ends: two workers never look at the same portion. */
export async function lockRecount(tx: Tx, id: string): Promise<Recount | null> {
  const statement = `select ${recountColumns} from dossiers.recount where id = $1 for update`
  const { rows } = await tx.executeQuery<RecountRow>(CompiledQuery.raw(statement, [id]))
  return rows[0] ? toRecount(rows[0]) : null
}

/** The latest recounts, newest first, at most 20. */
export async function listRecounts(db: Db): Promise<Recount[]> {
  const statement = `select ${recountColumns} from dossiers.recount order by requested_at desc limit 20`
  const { rows } = await db.executeQuery<RecountRow>(CompiledQuery.raw(statement, []))
  return rows.map(toRecount)
}

const isOpen = 'due_at is not null and resolved_at is null and closed_at is null'

type CountedPair = Pick<StoredDossier, 'procedureVersionId' | 'variant' | 'competentAgencyId'>

/** The procedures, cases and agencies of the open dossiers: each has one way of counting. */
export async function listCountedPairs(db: Db): Promise<CountedPair[]> {
  const statement = `select distinct procedure_version_id::text as "procedureVersionId", variant,
    competent_agency_id::text as "competentAgencyId" from dossiers.dossier where ${isOpen}`
  const { rows } = await db.executeQuery<CountedPair>(CompiledQuery.raw(statement, []))
  return rows
}

/** Writes how many dossiers a recount has before it, once, when it begins. */
export async function tallyRecount(tx: Tx, { id, changedFrom }: Recount): Promise<void> {
  const statement = `update dossiers.recount set total = (
    select count(*) from dossiers.dossier where ${isOpen} and due_at >= $2) where id = $1 and total = 0`
  await tx.executeQuery(CompiledQuery.raw(statement, [id, changedFrom.toString()]))
}

/** Writes how far a recount has come; without `afterId` it is finished at `now`. */
export async function saveProgress(
  tx: Tx,
  id: string,
  done: Readonly<{ lookedAt: number; moved: number; afterId: string | null; now: Temporal.Instant }>,
): Promise<void> {
  const statement = `update dossiers.recount set looked_at = looked_at + $2, moved = moved + $3,
    after_id = coalesce($4::uuid, after_id),
    finished_at = coalesce(finished_at, case when $4::uuid is null then $5::timestamptz end) where id = $1`
  const values = [id, done.lookedAt, done.moved, done.afterId, done.now.toString()]
  await tx.executeQuery(CompiledQuery.raw(statement, values))
}

// Instants as milliseconds: of a hundred thousand dossiers, reading dates costs more than counting.
const milliseconds = (column: string): string => `extract(epoch from ${column})::float8 * 1000 as ${column}`
const openStatement = `
select id::text, coalesce(code, reference) as name, procedure_version_id::text, variant, competent_agency_id::text, state, step,
  resume_state, supplement_count, outcome, starts_on_transfer, due_provisional, calendar_version,
  ${['submitted_at', 'accepted_at', 'due_at', 'step_entered_at', 'step_due_at'].map(milliseconds).join(', ')},
  (select json_agg(json_build_array(e.type, extract(epoch from e.at) * 1000,
      case when e.type = 'extend' then e.detail end) order by e.number)
    from dossiers.dossier_event e where e.dossier_id = d.id and e.type not in ('submitted', 'recounted', 'moved')) as deeds
from dossiers.dossier d`
const nextOpen = `where ${isOpen} and due_at >= $1 and d.id > $2 order by d.id limit $3`

/** An open dossier with what was done to it: as much as counting its time again needs. `name`: its code or reference. */
export type OpenDossier = Readonly<{
  dossier: Dossier &
    Filing &
    Pick<Times, 'acceptedAt' | 'dueAt' | 'dueProvisional' | 'calendarVersion' | 'stepEnteredAt' | 'stepDueAt'> &
    CountedPair &
    Readonly<{ id: string; name: string }>
  deeds: readonly Deed[]
}>

/**
 * The next `limit` open dossiers after `afterId` that are due at `changedFrom` or later, by id. In a transaction they are
 * held until it ends.
 */
export async function listOpenDossiers(
  db: Db | Tx,
  page: Readonly<{ changedFrom: Temporal.Instant; afterId: string | null; limit: number; lock: boolean }>,
): Promise<OpenDossier[]> {
  const { changedFrom, afterId, limit, lock } = page
  const values = [changedFrom.toString(), afterId ?? '00000000-0000-0000-0000-000000000000', limit]
  const query = lock
    ? CompiledQuery.raw(`${openStatement} where d.id = any($1) order by d.id`, [await lockNext(db, values)])
    : CompiledQuery.raw(`${openStatement} ${nextOpen}`, values)
  const { rows } = await db.executeQuery<OpenRow>(query)
  return rows.map(toOpenDossier)
}

/**
 * Locks the next dossiers, and gives their ids. What was done to them is read after that: a statement that waited for a lock
 * shows a dossier as it is now beside the events of before.
 */
async function lockNext(db: Db | Tx, values: readonly unknown[]): Promise<string[]> {
  const statement = `select d.id::text from dossiers.dossier d ${nextOpen} for update`
  const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(statement, [...values]))
  return rows.map(({ id }) => id)
}

type StoredDeed = readonly [type: string, at: number, detail: Readonly<Record<string, unknown>> | null]
type OpenRow = Readonly<{
  id: string
  name: string
  procedure_version_id: string
  variant: number | null
  competent_agency_id: string
  state: Dossier['state']
  step: Dossier['step']
  resume_state: Dossier['resumeState']
  supplement_count: number
  outcome: Dossier['outcome']
  starts_on_transfer: boolean
  due_provisional: boolean
  calendar_version: number | null
  submitted_at: number
  accepted_at: number | null
  due_at: number | null
  step_entered_at: number | null
  step_due_at: number | null
  deeds: readonly StoredDeed[] | null
}>

const momentOf = (at: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(Math.round(at))
const instant = (at: number | null): Temporal.Instant | null => (at === null ? null : momentOf(at))

const toOpenDossier = (row: OpenRow): OpenDossier => ({
  dossier: {
    id: row.id,
    name: row.name,
    procedureVersionId: row.procedure_version_id,
    variant: row.variant,
    competentAgencyId: row.competent_agency_id,
    state: row.state,
    step: row.step,
    resumeState: row.resume_state,
    supplementCount: row.supplement_count,
    outcome: row.outcome,
    startsOnTransfer: row.starts_on_transfer,
    dueProvisional: row.due_provisional,
    calendarVersion: row.calendar_version,
    submittedAt: momentOf(row.submitted_at),
    acceptedAt: instant(row.accepted_at),
    dueAt: instant(row.due_at),
    stepEnteredAt: instant(row.step_entered_at),
    stepDueAt: instant(row.step_due_at),
  },
  deeds: (row.deeds ?? []).map(([type, at, detail]) => ({
    at: momentOf(at),
    command: { ...detail, type } as Command,
  })),
})

/** A dossier whose time was counted again. `moved`: it is due at another moment, which its applicant is told. */
export type Recounted = Readonly<{
  id: string
  audit_id: string
  due_at: string | null
  due_provisional: boolean
  calendar_version: number | null
  clock_started_at: string | null
  step_due_at: string | null
  urgent_at: string
  moved: boolean
  detail: Readonly<{ reason: string; before: string | null; after: string | null }>
}>

/**
 * The queue of recounting and of its messages: they come one after the other, after the counting and behind everything
 * else, because a province has many open dossiers and their officers go on working.
 */
export const recountQueue = 'dossiers.recount'

// Where it moves later, the alarm that is set wakes early and finds its new moment: reminders need not look at all at once.
const recountStatement = `
with given as materialized (
  select * from jsonb_to_recordset($1::jsonb) as given (
    id uuid, audit_id uuid, due_at timestamptz, due_provisional boolean, calendar_version int,
    clock_started_at timestamptz, step_due_at timestamptz, urgent_at timestamptz, moved boolean, detail jsonb)
), written as (
  update dossiers.dossier d set due_at = given.due_at, due_provisional = given.due_provisional,
    calendar_version = given.calendar_version, clock_started_at = given.clock_started_at,
    step_due_at = given.step_due_at, urgent_at = given.urgent_at,
    alarm_at = case when d.alarm_at is not null and given.due_at >= d.due_at then d.alarm_at else $2::timestamptz end,
    revision = d.revision + case when given.moved then 1 else 0 end
  from given where d.id = given.id
  returning d.id, d.revision, d.state, d.step, d.code, d.reference, given.audit_id, given.due_at,
    given.calendar_version, given.detail, given.moved
), event as (
  insert into dossiers.dossier_event (dossier_id, number, type, at, actor_kind, actor_id, actor_name, state, step,
    due_at, calendar_version, detail)
  select id, revision, 'recounted', $2, 'system', 'calendar', '', state, step, due_at, calendar_version, detail
  from written where moved
), audited as (
  select count(audit.append_entry(audit_id, $2, 'system', null, 'dossiers.recount', 'dossier', id::text,
    coalesce(code, reference), detail)) as entries
  from written where moved
), queued as (
  select count(*) as jobs from graphile_worker.add_jobs(array(
    select row('dossiers.tell_applicant', json_build_object('dossierId', id, 'number', revision), '${recountQueue}',
      null, null, null, 10, null)::graphile_worker.job_spec
    from written where moved))
  where exists (select from written where moved)
)
select audited.entries, queued.jobs from audited, queued`

/** Writes dossiers counted again, those that moved with event, audit entry and the job that tells the applicant. */
export async function saveRecounted(
  tx: Tx,
  recounted: readonly Recounted[],
  at: Temporal.Instant,
): Promise<void> {
  if (recounted.length === 0) return
  await tx.executeQuery(CompiledQuery.raw(recountStatement, [JSON.stringify(recounted), at.toString()]))
}
