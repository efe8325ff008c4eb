import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** A subscriber as it stands: how far it is, what it has not had, and what it could not take. */
export type SubscriberState = Readonly<{
  name: string
  topic: string
  /** Everything up to here is done, or held. */
  position: number
  lastPosition: number
  /** When what it has next to take, or what is held for it longest, happened; null: it has everything. */
  waitingSince: Temporal.Instant | null
  waiting: number
  dead: number
}>

/** Writes a subscriber down where it begins, the first time. */
export async function registerSubscriber(
  tx: Tx,
  {
    name,
    topic,
    position,
    at,
  }: Readonly<{ name: string; topic: string; position: number; at: Temporal.Instant }>,
): Promise<void> {
  await tx
    .insertInto('events.subscriber')
    .values({ name, topic, position, moved_at: at.toString() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

/** Holds a subscriber until the transaction ends: its events are taken by one at a time. Null: it is not known yet. */
export async function lockSubscriber(
  tx: Tx,
  name: string,
): Promise<Readonly<{ topic: string; position: number }> | null> {
  const row = await tx
    .selectFrom('events.subscriber')
    .select(['topic', 'position'])
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Moves the cursor of a subscriber whom the transaction holds. */
export async function saveCursor(tx: Tx, name: string, position: number, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('events.subscriber')
    .set({ position, moved_at: at.toString() })
    .where('name', '=', name)
    .execute()
}

type StateRow = Readonly<{
  name: string
  topic: string
  position: number
  last_position: number
  waiting_since: Date | null
  waiting: number
  dead: number
}>

/** All subscribers by name; `name`: that one. They are as many as the program names. */
export async function listSubscribers(db: Db | Tx, name: string | null = null): Promise<SubscriberState[]> {
  const { rows } = await sql<StateRow>`
    select subscriber.name, subscriber.topic, subscriber.position, topic.last as last_position,
      least(held.since, next.at) as waiting_since, held.waiting, held.dead
    from events.subscriber
    cross join lateral (
      select coalesce(max(placed.position), 0) as last from events.placed_event as placed
      where placed.topic = subscriber.topic) as topic
    left join lateral (
      select event.at from events.placed_event as placed join events.event using (number)
      where placed.topic = subscriber.topic and placed.position = subscriber.position + 1) as next on true
    cross join lateral (
      select min(event.at) filter (where state = 'waiting') as since,
        count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'dead') as dead
      from events.held_event as held join events.event using (number)
      where held.subscriber = subscriber.name and held.state in ('waiting', 'dead')) as held
    where ${name}::text is null or subscriber.name = ${name}
    order by subscriber.name`.execute(db)
  return rows.map((row) => ({
    name: row.name,
    topic: row.topic,
    position: row.position,
    lastPosition: row.last_position,
    waitingSince: row.waiting_since && instantOf(row.waiting_since),
    waiting: row.waiting,
    dead: row.dead,
  }))
}
