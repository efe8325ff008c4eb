import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ListPlace } from '#platform/list-place'
import type { NewIncident } from './repository.ts'

/** A timer whose moment has come. */
export type RingingTimer = Readonly<{ instanceId: string; subjectId: string; token: number; node: string }>

/** The timers whose moment has come by `at`, the oldest first, at most `limit`. */
export async function listRinging(db: Db, at: Temporal.Instant, limit: number): Promise<RingingTimer[]> {
  return await db
    .selectFrom('running.wait as wait')
    .innerJoin('running.instance as instance', 'instance.id', 'wait.instance_id')
    .select(['wait.instance_id as instanceId', 'instance.subject_id as subjectId', 'wait.token', 'wait.node'])
    .where('wait.rings_at', '<=', sql<Date>`${at.toString()}::timestamptz`)
    .orderBy('wait.rings_at')
    .limit(limit)
    .execute()
}

type Named = Readonly<{ instanceId: string; token: number; node: string }>

/** Sets a timer to another moment, or to none. */
export async function resetTimer(
  tx: Tx,
  { instanceId, token, node }: Named,
  ringsAt: Temporal.Instant | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('running.wait')
    .set({ rings_at: ringsAt?.toString() ?? null })
    .where('instance_id', '=', instanceId)
    .where('token', '=', token)
    .where('node', '=', node)
    .where('kind', '=', 'timer')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** When the oldest timer that should have rung was to ring; null: none has come. */
export async function findOldestTimer(db: Db): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('running.wait')
    .select('rings_at')
    .where('rings_at', 'is not', null)
    .orderBy('rings_at')
    .limit(1)
    .executeTakeFirst()
  return row?.rings_at ? instantOf(row.rings_at) : null
}

/** Trục trặc: a process that cannot go on by itself. `agency`: a task went to the competent agency for want of its own. */
export type Incident = Readonly<{
  id: string
  instanceId: string
  subjectId: string
  subjectName: string
  definitionId: string
  token: number
  node: string
  kind: NewIncident['kind']
  reason: string
  at: Temporal.Instant
}>

/** Notes an incident; one that is open already stays as it is. */
export async function appendIncident(
  tx: Tx,
  instanceId: string,
  { id, token, node, kind, reason }: NewIncident,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('running.incident')
    .values({
      id,
      instance_id: instanceId,
      token,
      node,
      kind,
      reason: reason.slice(0, 1000),
      at: at.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The open incidents, the oldest first, at most `limit` (≤ 200); `after` is the last one of the page before. */
export async function listIncidents(
  db: Db,
  { after, limit }: Readonly<{ after: ListPlace | null; limit: number }>,
): Promise<Incident[]> {
  const rows = await db
    .selectFrom('running.incident as incident')
    .innerJoin('running.instance as instance', 'instance.id', 'incident.instance_id')
    .selectAll('incident')
    .select(['instance.subject_id', 'instance.subject_name', 'instance.definition_id'])
    .where('incident.settled_at', 'is', null)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(incident.at, incident.id) > (${after?.at}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('incident.at')
    .orderBy('incident.id')
    .limit(Math.min(limit, 200))
    .execute()
  return rows.map((row) => ({
    id: row.id,
    instanceId: row.instance_id,
    subjectId: row.subject_id,
    subjectName: row.subject_name,
    definitionId: row.definition_id,
    token: row.token,
    node: row.node,
    kind: row.kind as Incident['kind'],
    reason: row.reason,
    at: instantOf(row.at),
  }))
}

/** Settles an open incident; answers what it was, or null when there is none. */
export async function markSettled(
  tx: Tx,
  id: string,
  by: string,
  at: Temporal.Instant,
): Promise<(Named & Readonly<{ kind: NewIncident['kind'] }>) | null> {
  const row = await tx
    .updateTable('running.incident')
    .set({ settled_at: at.toString(), settled_name: by })
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .returning(['instance_id as instanceId', 'token', 'node', 'kind'])
    .executeTakeFirst()
  return row ? { ...row, kind: row.kind as NewIncident['kind'] } : null
}
