import { CompiledQuery } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { ProcessState } from '#modules/processes'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

type Executor = Db | Tx

/** What made a process move. `move`: to another definition. */
export type Cause = 'start' | 'complete' | 'fail' | 'ring' | 'message' | 'cancel' | 'move'

/** Quy trình đang chạy: one process on its way, about one subject. */
export type Instance = Readonly<{
  id: string
  definitionId: string
  subjectId: string
  subjectName: string
  receivingAgencyId: string
  competentAgencyId: string
  state: ProcessState
  /** Of an instance that was moved: what the nodes it passed before are called now. */
  renamed: Readonly<Record<string, string>>
  /** Grows with every step. */
  revision: number
  startedAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}>

export type DefinitionRow = Readonly<{
  id: string
  key: string
  xml: string
  plan: unknown
  decisions: unknown
}>

/** A definition by its id. */
export async function findDefinition(db: Executor, id: string): Promise<DefinitionRow | null> {
  const row = await db
    .selectFrom('running.definition')
    .select(['id', 'key', 'xml', 'plan', 'decisions'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export type NewDefinition = Readonly<{
  id: string
  key: string
  contentHash: string
  xml: string
  plan: unknown
  decisions: unknown
  at: Temporal.Instant
}>

/** Keeps a definition; the id of the one that was kept before when key and content are the same. */
export async function keepDefinition(db: Executor, definition: NewDefinition): Promise<string> {
  const { id, key, contentHash, xml, plan, decisions, at } = definition
  await db
    .insertInto('running.definition')
    .values({
      ...{ id, key, xml, content_hash: contentHash, created_at: at.toString() },
      plan: JSON.stringify(plan),
      decisions: JSON.stringify(decisions),
    })
    .onConflict((conflict) => conflict.constraint('definition_content_key').doNothing())
    .execute()
  const kept = await db
    .selectFrom('running.definition')
    .select('id')
    .where('key', '=', key)
    .where('content_hash', '=', contentHash)
    .executeTakeFirstOrThrow()
  return kept.id
}

/** The ids of every definition of a key, the newest first, at most 200. */
export async function listDefinitionIds(db: Db, key: string): Promise<string[]> {
  const rows = await db
    .selectFrom('running.definition')
    .select('id')
    .where('key', '=', key)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return rows.map(({ id }) => id)
}

const select = (db: Executor) => db.selectFrom('running.instance').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

export const toInstance = (row: Row): Instance => ({
  id: row.id,
  definitionId: row.definition_id,
  subjectId: row.subject_id,
  subjectName: row.subject_name,
  receivingAgencyId: row.receiving_agency_id,
  competentAgencyId: row.competent_agency_id,
  state: row.state as ProcessState,
  renamed: row.renamed as Instance['renamed'],
  revision: row.revision,
  startedAt: instantOf(row.started_at),
  endedAt: row.ended_at && instantOf(row.ended_at),
})

/** The process of a subject, running or ended. */
export async function findInstance(db: Executor, subjectId: string): Promise<Instance | null> {
  const row = await select(db).where('subject_id', '=', subjectId).executeTakeFirst()
  return row ? toInstance(row) : null
}

export async function findInstanceById(db: Executor, id: string): Promise<Instance | null> {
  const row = await select(db).where('id', '=', id).executeTakeFirst()
  return row ? toInstance(row) : null
}

/** Holds the process of a subject until the transaction ends. Lock the subject itself first. */
export async function lockInstance(tx: Tx, subjectId: string): Promise<Instance | null> {
  const row = await select(tx).where('subject_id', '=', subjectId).forUpdate().executeTakeFirst()
  return row ? toInstance(row) : null
}

/** The running instances of a definition after `afterId`, by id, at most `limit`. */
export async function listRunning(
  db: Executor,
  definitionId: string,
  afterId: string | null,
  limit: number,
): Promise<Instance[]> {
  const rows = await select(db)
    .where('definition_id', '=', definitionId)
    .where('ended_at', 'is', null)
    .$if(afterId !== null, (query) => query.where('id', '>', afterId ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toInstance)
}

export type NewTask = Readonly<{
  id: string
  token: number
  node: string
  name: string
  name_en: string | null
  role: string
  agency_id: string
  step: string | null
  /** RFC 3339, or 'infinity'. */
  due_at: string
  not_by: readonly string[]
  items: Readonly<Record<string, unknown>>
}>

export type NewWait = Readonly<{
  token: number
  node: string
  kind: 'service' | 'timer' | 'message'
  message: string | null
  rings_at: string | null
}>

export type NewIncident = Readonly<{
  id: string
  token: number
  node: string
  kind: 'service' | 'timer' | 'agency'
  reason: string
}>

export type NewJob = Readonly<{ name: string; payload: unknown; max_attempts: number }>

export type ClosedTask = Readonly<{
  token: number
  node: string
  state: 'done' | 'cancelled'
  outcome: string | null
  done_by: string | null
  done_name: string | null
  done_for: string | null
}>

/** An entry of the audit log, as `audit.append_entries` takes it. */
export type EntryRow = Readonly<{
  id: string
  at: string
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  action: 'running.step'
  subject_kind: 'process'
  subject_id: string
  subject_code: string
  detail: Readonly<Record<string, unknown>>
}>

/** Everything one step writes, as the database takes it. Instants are RFC 3339. */
export type StepRow = Readonly<{
  instance_id: string
  definition_id: string
  subject_id: string
  subject_name: string
  receiving_agency_id: string
  competent_agency_id: string
  /** The revision it was worked out on, and the one it makes. */
  seen: number
  number: number
  status: ProcessState['status']
  state: ProcessState
  at: string
  ended_at: string | null
  cause: Cause
  token: number | null
  actor_id: string | null
  actor_name: string | null
  path: readonly unknown[]
  closed_tasks: readonly ClosedTask[]
  closed_waits: readonly Readonly<{ token: number; node: string }>[]
  tasks: readonly NewTask[]
  waits: readonly NewWait[]
  incidents: readonly NewIncident[]
  jobs: readonly NewJob[]
  /** Null: the caller writes an audit entry of its own. */
  entry: EntryRow | null
}>

/**
 * Any number of steps in one statement, each written only if its instance still stands where it was read: of two that were
 * worked out on one revision, one is written. Ordered by instance, so that two statements do not wait for each other.
 */
const saveStatement = `
with given as materialized (
  select * from jsonb_to_recordset($1::jsonb) as step (ordinal int, instance_id uuid, definition_id uuid,
    receiving_agency_id uuid, competent_agency_id uuid, seen int, number int, status text, state jsonb,
    at timestamptz, ended_at timestamptz, closed_tasks jsonb, closed_waits jsonb)
), moved as (
  update running.instance set state = given.state, revision = given.number, status = given.status,
    ended_at = given.ended_at, definition_id = given.definition_id, receiving_agency_id = given.receiving_agency_id,
    competent_agency_id = given.competent_agency_id
  from given
  where instance.id = given.instance_id and instance.revision = given.seen and instance.ended_at is null
  returning given.ordinal, given.instance_id, given.at, given.closed_tasks, given.closed_waits
), closed as (
  update running.task set state = closing.state, outcome = closing.outcome, done_by = closing.done_by,
    done_name = closing.done_name, done_for = closing.done_for, done_at = moved.at
  from moved cross join lateral jsonb_to_recordset(moved.closed_tasks) as closing (token int, node text, state text,
    outcome text, done_by uuid, done_name text, done_for uuid)
  where task.instance_id = moved.instance_id and task.token = closing.token and task.node = closing.node
    and task.state = 'open'
), over as (
  delete from running.wait
  using moved cross join lateral jsonb_to_recordset(moved.closed_waits) as ending (token int, node text)
  where wait.instance_id = moved.instance_id and wait.token = ending.token and wait.node = ending.node
), appended as (
  select running.append_steps(jsonb_agg($1::jsonb -> ordinal)) as steps from moved having count(*) > 0
)
select moved.ordinal, appended.steps from moved, appended`

/** Writes steps; answers for each whether it was written. One that was not: its instance has gone on meanwhile. */
export async function saveSteps(db: Executor, steps: readonly StepRow[]): Promise<boolean[]> {
  const ordered = steps
    .map((step, place) => ({ step, place }))
    .sort((a, b) => (a.step.instance_id < b.step.instance_id ? -1 : 1))
  const { rows } = await db.executeQuery<{ ordinal: number }>(saveStepsQuery(ordered.map(({ step }) => step)))
  const written = new Set(rows.map(({ ordinal }) => ordered[ordinal]?.place))
  return steps.map((_, place) => written.has(place))
}

/** The statement of `saveSteps`, for the one who wants to see its plan. */
export const saveStepsQuery = (steps: readonly StepRow[]): CompiledQuery =>
  CompiledQuery.raw(saveStatement, [JSON.stringify(steps.map((step, ordinal) => ({ ...step, ordinal })))])

/** Writes instances with their first steps, in the caller's transaction. */
export async function saveInstances(tx: Tx, steps: readonly StepRow[]): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw('select running.start_instances($1::jsonb)', [JSON.stringify(steps)]))
}

/** One step behind: what caused it, who, and what it passed. */
export type PassageRecord = Readonly<{
  number: number
  at: Temporal.Instant
  cause: Cause
  actorName: string | null
  path: readonly Readonly<{ token: number; node: string; how: 'entered' | 'left' | 'cancelled' }>[]
}>

/** The way of an instance after step `after`, oldest first, at most `limit` (≤ 500) steps. */
export async function listPassages(
  db: Db,
  instanceId: string,
  after = 0,
  limit = 200,
): Promise<PassageRecord[]> {
  const rows = await db
    .selectFrom('running.passage')
    .select(['number', 'at', 'cause', 'actor_name', 'path'])
    .where('instance_id', '=', instanceId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(Math.min(limit, 500))
    .execute()
  return rows.map(({ number, at, cause, actor_name, path }) => ({
    ...{ number, at: instantOf(at), cause: cause as Cause, actorName: actor_name },
    path: path as PassageRecord['path'],
  }))
}
