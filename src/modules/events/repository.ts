import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { NewEvent, PlacedEvent } from './rules/event.ts'

/**
 * Events of one key are published one transaction after the other: who publishes the second waits for the end of the
 * first. So whoever sees the second sees the first, and the first has the lower number.
 */
export const lockKey = (tx: Tx, topic: string, key: string): Promise<void> => lockKeys(tx, [{ topic, key }])

/** Holds all keys of these events as `lockKey` does one, always in the same order: two who do so do not wait for each other. */
export async function lockKeys(tx: Tx, events: readonly Pick<NewEvent, 'topic' | 'key'>[]): Promise<void> {
  const names = events.map(({ topic, key }) => `events ${topic} ${key}`)
  await sql`
    select pg_advisory_xact_lock(place) from (
      select distinct hashtextextended(name, 0) as place from unnest(${names}::text[]) as asked(name) order by place
    ) as ordered`.execute(tx)
}

/**
 * Writes events, numbered as they stand here; how many. One whose message was published before is left out. They are
 * written in the order of their message ids, so that of two who write the same ones at once neither waits for the other.
 */
export async function saveEvents(
  tx: Tx,
  events: readonly (NewEvent & Readonly<{ messageId: string }>)[],
): Promise<number> {
  const column = (read: (event: (typeof events)[number]) => string) => events.map(read)
  const { rows } = await sql`
    with numbered as materialized (
      select nextval('events.event_number_seq') as number, message_id, topic, key, kind, payload, at
      from (
        select * from unnest(
          ${column(({ messageId }) => messageId)}::text[], ${column(({ topic }) => topic)}::text[],
          ${column(({ key }) => key)}::text[], ${column(({ kind }) => kind)}::text[],
          ${column(({ payload }) => JSON.stringify(payload))}::text[], ${column(({ at }) => at.toString())}::timestamptz[]
        ) with ordinality as given(message_id, topic, key, kind, payload, at, place)
        order by place
      ) as ordered
    ), saved as (
      insert into events.event (number, message_id, topic, key, kind, payload, at) overriding system value
      select number, message_id, topic, key, kind, payload::jsonb, at from numbered order by message_id
      on conflict (message_id) do nothing
      returning number
    )
    insert into events.unplaced_event (number) select number from saved returning number`.execute(tx)
  return rows.length
}

/**
 * Gives the events that are there their positions, at most `limit`; how many. One at a time: positions have no hole and
 * appear in their order, which the numbers of transactions that end when they like do not.
 */
export async function placeEvents(tx: Tx, limit: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('events place', 0))`.execute(tx)
  // A statement of its own, so that it sees all that ended before the lock was had.
  const { rows } = await sql`
    with taken as (
      delete from events.unplaced_event
      where number in (select number from events.unplaced_event order by number limit ${limit})
      returning number
    )
    insert into events.placed_event (topic, position, number)
    select topic, last + row_number() over (partition by topic order by number), number
    from (
      select event.topic, event.number, coalesce(
        (select max(position) from events.placed_event as placed where placed.topic = event.topic), 0) as last
      from taken join events.event as event using (number)
    ) as found
    returning 1`.execute(tx)
  return rows.length
}

/** One at a time gives events to the carrier. */
export async function lockCarrying(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('events carry', 0))`.execute(tx)
}

type Row = Readonly<{
  topic: string
  position: number
  message_id: string
  key: string
  kind: string
  payload: unknown
  at: Date
}>

/** A row as an event. */
export const toPlaced = ({ topic, position, message_id, key, kind, payload, at }: Row): PlacedEvent => ({
  topic,
  position,
  messageId: message_id,
  key,
  kind,
  payload: payload as PlacedEvent['payload'],
  at: instantOf(at),
})

/** Events that have a position. */
export const selectPlaced = (db: Db | Tx) =>
  db
    .selectFrom('events.placed_event')
    .innerJoin('events.event', 'events.event.number', 'events.placed_event.number')
    .select([
      'events.placed_event.topic',
      'events.placed_event.position',
      'events.event.message_id',
      'events.event.key',
      'events.event.kind',
      'events.event.payload',
      'events.event.at',
    ])

/** The events of a topic after a position, in order, at most `limit`. */
export async function listPlaced(
  db: Db | Tx,
  topic: string,
  after: number,
  limit: number,
): Promise<PlacedEvent[]> {
  const rows = await selectPlaced(db)
    .where('events.placed_event.topic', '=', topic)
    .where('events.placed_event.position', '>', after)
    .orderBy('events.placed_event.position')
    .limit(limit)
    .execute()
  return rows.map(toPlaced)
}

/** Each topic and the last position in it. */
export async function listTopics(db: Db | Tx): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('events.placed_event')
    .select(({ fn }) => ['topic', fn.max('position').as('last')])
    .groupBy('topic')
    .execute()
  return new Map(rows.map(({ topic, last }) => [topic, last]))
}

/** The last position of a topic; 0 when there is none. */
export async function findLastPosition(db: Db | Tx, topic: string): Promise<number> {
  const row = await db
    .selectFrom('events.placed_event')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('topic', '=', topic)
    .executeTakeFirst()
  return row?.last ?? 0
}

/** The last position of each of these topics; 0 where nothing was told. */
export async function findLastPositions(db: Db, topics: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ topic: string; last: number }>`
    select asked.topic, coalesce(
      (select max(placed.position) from events.placed_event as placed where placed.topic = asked.topic), 0) as last
    from unnest(${[...topics]}::text[]) as asked(topic)`.execute(db)
  return new Map(rows.map(({ topic, last }) => [topic, last]))
}

/**
 * The first position at which something is told that happened at `at` or later; null when nothing is. Positions do not grow
 * with the moments of their events, so all that happened since is looked at by its index, unless the first event will do.
 */
export async function findFirstSince(db: Db | Tx, topic: string, at: Temporal.Instant): Promise<number | null> {
  const [first] = await listPlaced(db, topic, 0, 1)
  if (!first || first.at.epochMilliseconds >= at.epochMilliseconds) return first?.position ?? null
  const row = await selectPlaced(db)
    .clearSelect()
    .select(({ fn }) => fn.min('events.placed_event.position').as('first'))
    .where('events.placed_event.topic', '=', topic)
    // Said of the event too, whose index by topic and moment it is.
    .where('events.event.topic', '=', topic)
    .where('events.event.at', '>=', new Date(at.epochMilliseconds))
    .executeTakeFirst()
  return row?.first ?? null
}

/** The payload that was published last about a key, by whoever holds the lock of the key; null when none was. */
export async function findLastPayload(
  tx: Tx,
  topic: string,
  key: string,
): Promise<PlacedEvent['payload'] | null> {
  const row = await tx
    .selectFrom('events.event')
    .select('payload')
    .where('topic', '=', topic)
    .where('key', '=', key)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.payload as PlacedEvent['payload'] | undefined) ?? null
}

/** What was published under these message ids, by id, placed or not. */
export async function findByMessageIds(
  tx: Tx,
  messageIds: readonly string[],
): Promise<Map<string, Omit<PlacedEvent, 'position'>>> {
  if (messageIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('events.event')
    .select(['topic', 'message_id', 'key', 'kind', 'payload', 'at'])
    .where('message_id', 'in', [...messageIds])
    .execute()
  return new Map(
    rows.map((row) => {
      const { position: _, ...event } = toPlaced({ ...row, position: 0 })
      return [event.messageId, event]
    }),
  )
}
