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

/** Keeps how far a reader says it is; a reader that goes back is set back. */
export async function saveReader(tx: Tx, reader: TopicReader): Promise<void> {
  const { topic, subsystemId, position } = reader
  const changing = { position, asked_at: reader.askedAt.toString() }
  await tx
    .insertInto('topics.topic_reader')
    .values({ topic, subsystem_id: subsystemId, ...changing })
    .onConflict((conflict) => conflict.columns(['topic', 'subsystem_id']).doUpdateSet(changing))
    .execute()
}
