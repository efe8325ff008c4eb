import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** Bên đọc chủ đề: how far a subsystem said it has read a topic, and when it asked last. */
export type TopicReader = Readonly<{
  topic: string
  subsystemId: string
  position: number
  askedAt: Temporal.Instant
}>

/** Who ever asked for events; at most 2,000. */
export async function listReaders(db: Db, topic?: string): Promise<TopicReader[]> {
  const rows = await db
    .selectFrom('topics.topic_reader')
    .selectAll()
    .$if(topic !== undefined, (query) => query.where('topic', '=', topic ?? ''))
    .limit(2000)
    .execute()
  return rows.map((row) => ({
    topic: row.topic,
    subsystemId: row.subsystem_id,
    position: row.position,
    askedAt: instantOf(row.asked_at),
  }))
}

/** Up to where a subsystem said it has read a topic; 0 when it never asked. */
export async function findPlaceOf(db: Db, topic: string, subsystemId: string): Promise<number> {
  const row = await db
    .selectFrom('topics.topic_reader')
    .select('position')
    .where('topic', '=', topic)
    .where('subsystem_id', '=', subsystemId)
    .executeTakeFirst()
  return row?.position ?? 0
}

/** Up to where each topic was read by this subsystem, by its own word. */
export async function listPlacesOf(db: Db, subsystemId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('topics.topic_reader')
    .select(['topic', 'position'])
    .where('subsystem_id', '=', subsystemId)
    .execute()
  return new Map(rows.map(({ topic, position }) => [topic, position]))
}

/** That a reader asked, and what it said by that. */
export type Asking = Omit<TopicReader, 'position'> &
  Readonly<{
    /** Up to here it says that all is done. Null: it said nothing. */
    done: number | null
    /** From here on it wants to be told again, if it has been told. */
    backTo: number | null
  }>

/** Keeps that a reader asked. Only its word sets it forward; that, or wanting to be told again, sets it back. */
export async function saveAsking(tx: Tx, asking: Asking): Promise<void> {
  const { topic, subsystemId, done, backTo } = asking
  const askedAt = asking.askedAt.toString()
  const set = sql<number>`coalesce(${done}::bigint, least(topics.topic_reader.position, ${backTo}::bigint))`
  await tx
    .insertInto('topics.topic_reader')
    .values({ topic, subsystem_id: subsystemId, position: done ?? 0, asked_at: askedAt })
    .onConflict((conflict) =>
      conflict.columns(['topic', 'subsystem_id']).doUpdateSet({ position: set, asked_at: askedAt }),
    )
    .execute()
}
