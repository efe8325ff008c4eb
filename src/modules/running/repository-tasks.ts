import { CompiledQuery } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ListPlace } from '#platform/list-place'
import { type Instance, toInstance } from './repository.ts'
import type { Seat } from './rules/may-do-task.ts'

type Executor = Db | Tx

/** Việc phải làm: a task that waits for an officer. */
export type OpenTask = Readonly<{
  id: string
  token: number
  /** The node of the plan: its outcomes and instructions stand there. */
  node: string
  name: string
  nameEn: string | null
  role: string
  agencyId: string
  step: 'reception' | 'transfer' | 'appraisal' | 'approval' | 'delivery' | null
  openedAt: Temporal.Instant
  /** Null: it has no time of its own. */
  dueAt: Temporal.Instant | null
  /** Accounts that four eyes bar. */
  notBy: readonly string[]
  items: Readonly<Record<string, unknown>>
  claimedBy: string | null
  claimedName: string | null
}>

/** A task with all that is kept of it, also when it is over. `doneAt` of a cancelled one is when it was. */
export type Task = OpenTask &
  Readonly<{
    instanceId: string
    definitionId: string
    subjectId: string
    state: 'open' | 'done' | 'cancelled'
    claimedAt: Temporal.Instant | null
    draft: unknown
    outcome: string | null
    doneBy: string | null
    doneName: string | null
    /** The officer on leave in whose stead it was done. */
    doneFor: string | null
    doneAt: Temporal.Instant | null
  }>

/** A line of a worklist. */
export type TaskLine = OpenTask & Readonly<{ subjectId: string; subjectName: string; definitionId: string }>
// PostgreSQL's 'infinity' is no date: the driver gives the number.
const orNever = (value: Date | number): Temporal.Instant | null =>
  value instanceof Date ? instantOf(value) : null

const select = (db: Executor) => db.selectFrom('running.task').selectAll('running.task')
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toOpenTask = (row: Row): OpenTask => ({
  id: row.id,
  token: row.token,
  node: row.node,
  name: row.name,
  nameEn: row.name_en,
  role: row.role,
  agencyId: row.agency_id,
  step: row.step as OpenTask['step'],
  openedAt: instantOf(row.opened_at),
  dueAt: orNever(row.due_at),
  notBy: row.not_by,
  items: row.items as OpenTask['items'],
  claimedBy: row.claimed_by,
  claimedName: row.claimed_name,
})

const toTask = (row: Row): Task => ({
  ...toOpenTask(row),
  instanceId: row.instance_id,
  definitionId: row.definition_id,
  subjectId: row.subject_id,
  state: row.state as Task['state'],
  claimedAt: row.claimed_at && instantOf(row.claimed_at),
  draft: row.draft,
  outcome: row.outcome,
  doneBy: row.done_by,
  doneName: row.done_name,
  doneFor: row.done_for,
  doneAt: row.done_at && instantOf(row.done_at),
})

/** A task by its id. */
export async function findTask(db: Executor, id: string): Promise<Task | null> {
  const row = await select(db).where('id', '=', id).executeTakeFirst()
  return row ? toTask(row) : null
}

/** The same, with what people know its subject by. */
export async function findTaskLine(db: Executor, id: string): Promise<(Task & TaskLine) | null> {
  const row = await select(db)
    .innerJoin('running.instance as instance', 'instance.id', 'running.task.instance_id')
    .select('instance.subject_name')
    .where('running.task.id', '=', id)
    .executeTakeFirst()
  return row ? { ...toTask(row), subjectName: row.subject_name } : null
}

const mostOfInstance = 1000

/** The tasks of a process, in the order they were opened, at most 1000. */
export async function listTasksOf(db: Executor, subjectId: string): Promise<Task[]> {
  const rows = await select(db)
    .innerJoin('running.instance as instance', 'instance.id', 'running.task.instance_id')
    .where('instance.subject_id', '=', subjectId)
    .orderBy('running.task.token')
    .limit(mostOfInstance)
    .execute()
  return rows.map(toTask)
}

export async function listTasksOfInstance(db: Executor, instanceId: string): Promise<Task[]> {
  const rows = await select(db)
    .where('instance_id', '=', instanceId)
    .orderBy('token')
    .limit(mostOfInstance)
    .execute()
  return rows.map(toTask)
}

/** What completing a task needs, read at one moment: the task, its process, and the other tasks of it. */
export type TaskInPlace = Readonly<{ task: Task; instance: Instance; tasks: readonly Task[] }>

// One row for each task of the same process; what is heavy comes once. Plain rows: JSON would cost the database twice as much.
const inPlaceStatement = `
select task.*, wanted.id as wanted_id, instance.subject_name, instance.receiving_agency_id, instance.competent_agency_id,
  case when task.id = wanted.id then instance.state end as instance_state, instance.renamed, instance.revision,
  instance.started_at, instance.ended_at
from running.task wanted
join running.instance instance on instance.id = wanted.instance_id
join running.task task on task.instance_id = instance.id
where wanted.id = any($1::uuid[])
order by task.token`

type InPlaceRow = Row &
  Readonly<{
    wanted_id: string
    subject_name: string
    receiving_agency_id: string
    competent_agency_id: string
    instance_state: unknown
    renamed: unknown
    revision: number
    started_at: Date
    ended_at: Date | null
  }>

/** Tasks in their places, in one look however many; null for an id that is none. */
export async function findTasksInPlace(db: Executor, ids: readonly string[]): Promise<(TaskInPlace | null)[]> {
  const { rows } = await db.executeQuery<InPlaceRow>(CompiledQuery.raw(inPlaceStatement, [ids]))
  const places = Map.groupBy(rows, ({ wanted_id }) => wanted_id)
  return ids.map((id) => toPlace(id, places.get(id) ?? []))
}

function toPlace(id: string, rows: readonly InPlaceRow[]): TaskInPlace | null {
  const row = rows.find((one) => one.id === id)
  if (!row) return null
  const { instance_id, instance_state, definition_id, ...instance } = row
  return {
    task: toTask(row),
    tasks: rows.map(toTask),
    instance: toInstance({
      ...{ ...instance, id: instance_id, definition_id, state: instance_state as never, status: 'running' },
    }),
  }
}

export type TaskQuery = Readonly<{
  seats: readonly Seat[]
  /** Who looks: tasks that four eyes bar them from are left out. */
  accountId: string
  after?: ListPlace | null
  limit: number
  /** `free`: nobody claimed them, or who looks did; `own`: who looks did. Left out: all. */
  claimed?: 'free' | 'own' | null
}>

/** One index scan of at most `limit` rows for each seat, merged: the cost is that of the page, whatever the table holds. */
const listStatement = `
select page.*, instance.subject_name
from unnest($1::uuid[], $2::text[]) as seat (seat_agency, seat_role) cross join lateral (
  select * from running.task
  where agency_id = seat_agency and role = seat_role and state = 'open' and (due_at, id) > ($4::timestamptz, $5::uuid)
    and $3::uuid <> all (not_by)
    and ($6::text is null or claimed_by = $3::uuid or ($6 = 'free' and claimed_by is null))
  order by due_at, id limit $7
) page join running.instance on instance.id = page.instance_id
order by page.due_at, page.id limit $7`

/** The open tasks of some seats, the soonest due first, at most `limit`. */
export async function listOpenTasks(db: Db, query: TaskQuery): Promise<TaskLine[]> {
  const { rows } = await db.executeQuery<Row & { subject_name: string }>(openTasksQuery(query))
  return rows.map((row) => ({
    ...toOpenTask(row),
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    definitionId: row.definition_id,
  }))
}

/** The statement of `listOpenTasks`, for the one who wants to see its plan. */
export function openTasksQuery({ seats, accountId, after, limit, claimed }: TaskQuery): CompiledQuery {
  return CompiledQuery.raw(listStatement, [
    seats.map(({ agencyId }) => agencyId),
    seats.map(({ role }) => role),
    accountId,
    after?.at ?? '-infinity',
    after?.id ?? '00000000-0000-0000-0000-000000000000',
    claimed ?? null,
    limit,
  ])
}

/** Who has a task in hand. */
export type Claimant = Readonly<{ accountId: string; fullName: string }>

/**
 * Gives an open task to `to` (null: to nobody), if it is still in the hand it was seen in. Answers whether it was given.
 */
export async function handTask(
  tx: Tx,
  id: string,
  seenClaim: string | null,
  to: Claimant | null,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('running.task')
    .set({
      claimed_by: to?.accountId ?? null,
      claimed_name: to?.fullName ?? null,
      claimed_at: to ? at.toString() : null,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('claimed_by', 'is not distinct from', seenClaim)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Keeps half-done work with an open task. Answers whether it was still open. */
export async function saveDraft(tx: Tx, id: string, draft: unknown): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('running.task')
    .set({ draft: JSON.stringify(draft) })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ủy quyền: who does the tasks of an officer on leave. Days are 'YYYY-MM-DD', both counted. */
export type Delegation = Readonly<{
  id: string
  accountId: string
  accountName: string
  delegateId: string
  delegateName: string
  fromOn: string
  untilOn: string
  reason: string
}>

export async function appendDelegation(
  tx: Tx,
  given: Delegation & Readonly<{ at: Temporal.Instant; givenName: string }>,
): Promise<void> {
  await tx
    .insertInto('running.delegation')
    .values({
      id: given.id,
      account_id: given.accountId,
      account_name: given.accountName,
      delegate_id: given.delegateId,
      delegate_name: given.delegateName,
      from_on: given.fromOn,
      until_on: given.untilOn,
      reason: given.reason,
      given_at: given.at.toString(),
      given_name: given.givenName,
    })
    .execute()
}

/** Ends a delegation that the account gave or got. */
export async function revokeDelegation(
  tx: Tx,
  id: string,
  accountId: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('running.delegation')
    .set({ revoked_at: at.toString() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((by) => by.or([by('account_id', '=', accountId), by('delegate_id', '=', accountId)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const mostAtOnce = 50

/** The accounts that `delegateId` stands in for on a day, at most 50. */
export async function listDelegators(db: Db, delegateId: string, on: string): Promise<string[]> {
  const rows = await db
    .selectFrom('running.delegation')
    .select('account_id')
    .distinct()
    .where('delegate_id', '=', delegateId)
    .where('revoked_at', 'is', null)
    .where('from_on', '<=', on)
    .where('until_on', '>=', on)
    .limit(mostAtOnce)
    .execute()
  return rows.map(({ account_id }) => account_id)
}

/** What an account has given away or got that is not over on a day, the soonest first, at most 50. */
export async function listDelegations(
  db: Db,
  accountId: string,
  on: string,
  { after, limit }: Readonly<{ after: ListPlace | null; limit: number }> = { after: null, limit: mostAtOnce },
): Promise<Delegation[]> {
  const rows = await db
    .selectFrom('running.delegation')
    .selectAll()
    .where((by) => by.or([by('account_id', '=', accountId), by('delegate_id', '=', accountId)]))
    .where('revoked_at', 'is', null)
    .where('until_on', '>=', on)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('from_on', 'id'), '>', tuple(after?.at.slice(0, 10) ?? '', after?.id ?? '')),
      ),
    )
    .orderBy('from_on')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    delegateId: row.delegate_id,
    delegateName: row.delegate_name,
    fromOn: row.from_on,
    untilOn: row.until_on,
    reason: row.reason,
  }))
}
