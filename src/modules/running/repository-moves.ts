import { CompiledQuery, sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Mapping } from './rules/map-state.ts'

/** Chuyển bản quy trình: running processes on their way from one definition to another, and how far it has come. */
export type InstanceMove = Readonly<{
  id: string
  fromDefinitionId: string
  toDefinitionId: string
  mapping: Mapping
  requestedAt: Temporal.Instant
  requestedName: string
  /** The last instance that was looked at. */
  afterId: string | null
  moved: number
  /** Those that could not be moved, and go on as they are. */
  kept: number
  finishedAt: Temporal.Instant | null
}>

export async function appendMove(
  tx: Tx,
  move: Pick<
    InstanceMove,
    'id' | 'fromDefinitionId' | 'toDefinitionId' | 'mapping' | 'requestedAt' | 'requestedName'
  >,
): Promise<void> {
  await tx
    .insertInto('running.instance_move')
    .values({
      id: move.id,
      from_definition_id: move.fromDefinitionId,
      to_definition_id: move.toDefinitionId,
      mapping: JSON.stringify(move.mapping),
      requested_at: move.requestedAt.toString(),
      requested_name: move.requestedName,
    })
    .execute()
}

export async function findMove(db: Db | Tx, id: string): Promise<InstanceMove | null> {
  const row = await db.selectFrom('running.instance_move').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    fromDefinitionId: row.from_definition_id,
    toDefinitionId: row.to_definition_id,
    mapping: row.mapping as Mapping,
    requestedAt: instantOf(row.requested_at),
    requestedName: row.requested_name,
    afterId: row.after_id,
    moved: row.moved,
    kept: row.kept,
    finishedAt: row.finished_at && instantOf(row.finished_at),
  }
}

/** Notes in the transaction of the move that an instance was looked at: after a crash it goes on where it was. */
export async function noteLooked(tx: Tx, id: string, instanceId: string, moved: boolean): Promise<void> {
  await sql`
    update running.instance_move set after_id = ${instanceId}, moved = moved + ${moved ? 1 : 0},
      kept = kept + ${moved ? 0 : 1}
    where id = ${id}`.execute(tx)
}

export async function noteMoveFinished(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update running.instance_move set finished_at = ${at.toString()} where id = ${id}`.execute(tx)
}

/** Where an open task stands in the new definition; `null`s are as in the plan. */
export type MovedTask = Readonly<{
  id: string
  node: string
  name: string
  name_en: string | null
  role: string
  step: string | null
}>

export type MovedWait = Readonly<{ token: number; node: string; to: string }>

/** Carries what an instance waits for into its new definition: claims, drafts, due times and moments stay as they are. */
export async function saveMoved(
  tx: Tx,
  moved: Readonly<{
    instanceId: string
    definitionId: string
    renamed: Mapping
    tasks: readonly MovedTask[]
    waits: readonly MovedWait[]
  }>,
): Promise<void> {
  const { instanceId, definitionId, renamed, tasks, waits } = moved
  await sql`
    with renamed as (
      update running.instance set renamed = ${JSON.stringify(renamed)}::jsonb where id = ${instanceId}
    ), carried as (
      update running.wait set definition_id = ${definitionId}, node = given.to
      from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) as given (token int, node text, "to" text)
      where wait.instance_id = ${instanceId} and wait.token = given.token and wait.node = given.node
    )
    update running.task set definition_id = ${definitionId}, node = given.node, name = given.name,
      name_en = given.name_en, role = given.role, step = given.step
    from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as given (id uuid, node text, name text, name_en text,
      role text, step text)
    where task.id = given.id and task.state = 'open'`.execute(tx)
}

/** How many tokens stand at a node; counted to `most` for each definition and no further. */
export type Standing = Readonly<{ node: string; count: number }>

// One short index scan for each definition and node, whatever the tables hold.
const standingStatement = `
select node, sum(counted)::int as count from unnest($1::uuid[]) as d (definition), unnest($2::text[]) as n (node)
cross join lateral (
  select count(*) as counted from (
    select from running.task where definition_id = definition and task.node = n.node and state = 'open' limit $3
  ) bounded
  union all
  select count(*) from (
    select from running.wait where definition_id = definition and wait.node = n.node limit $3
  ) bounded
) standing group by node having sum(counted) > 0 order by node`

export async function countStanding(
  db: Db,
  definitionIds: readonly string[],
  nodes: readonly string[],
  most: number,
): Promise<Standing[]> {
  const { rows } = await db.executeQuery<Standing>(standingQuery(definitionIds, nodes, most))
  return rows
}

/** The statement of `countStanding`, for the one who wants to see its plan. */
export const standingQuery = (
  definitionIds: readonly string[],
  nodes: readonly string[],
  most: number,
): CompiledQuery => CompiledQuery.raw(standingStatement, [definitionIds, nodes, most])

/** One task that was done: for which node, by which agency, from when to when. */
export type DoneTask = Readonly<{ node: string; agencyId: string; openedAt: Date; doneAt: Date }>

/** The last `most` tasks of each node and definition that were done. */
export async function listDone(
  db: Db,
  definitionIds: readonly string[],
  nodes: readonly string[],
  most: number,
): Promise<DoneTask[]> {
  const { rows } = await sql<DoneTask>`
    select n.node, "agencyId", "openedAt", "doneAt"
    from unnest(${definitionIds}::uuid[]) as d (definition), unnest(${nodes}::text[]) as n (node)
    cross join lateral (
      select agency_id as "agencyId", opened_at as "openedAt", done_at as "doneAt" from running.task
      where definition_id = definition and task.node = n.node and state = 'done'
      order by done_at desc limit ${most}
    ) done`.execute(db)
  return rows
}
