import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { PlacedEvent } from './rules/event.ts'

export type HeldState = 'waiting' | 'dead' | 'done' | 'set_aside'

/** An event that a subscriber could not take, or that waits behind such a one. */
export type HeldEvent = Readonly<{
  subscriber: string
  state: HeldState
  attempts: number
  nextAt: Temporal.Instant | null
  reason: string | null
  heldAt: Temporal.Instant
  /** What an officer made of the payload, who and when; the payload of `event` is as it was published. */
  fixed: Readonly<{ payload: PlacedEvent['payload']; byName: string; at: Temporal.Instant }> | null
  event: PlacedEvent
}>

export type NewHeld = Readonly<{
  subscriber: string
  event: PlacedEvent
  attempts: number
  state: 'waiting' | 'dead'
  nextAt: Temporal.Instant | null
  reason: string | null
  at: Temporal.Instant
}>

/** Runs `act` so that what it wrote is undone when it throws, and the transaction goes on; gives what was thrown. */
export async function attempt(tx: Tx, act: () => Promise<void>): Promise<Readonly<{ thrown: unknown }> | null> {
  await sql`savepoint attempt`.execute(tx)
  try {
    await act()
    await sql`release savepoint attempt`.execute(tx)
    return null
  } catch (error) {
    // On a connection that is gone this throws too: then it was no failure of the event, and nothing of all is kept.
    await sql`rollback to savepoint attempt`.execute(tx)
    return { thrown: error }
  }
}

/** Holds an event; one that was held and ended before begins anew, one that is still held stays as it is. */
export async function holdEvent(tx: Tx, held: NewHeld): Promise<void> {
  const { subscriber, event, attempts, state, nextAt, reason, at } = held
  const { topic, position, key } = event
  const values = { state, attempts, next_at: nextAt?.toString() ?? null, reason, held_at: at.toString() }
  await tx
    .insertInto('events.held_event')
    .columns([
      ...(['subscriber', 'position', 'number', 'topic', 'key'] as const),
      ...(['state', 'attempts', 'next_at', 'reason', 'held_at'] as const),
    ])
    .expression((query) =>
      query
        .selectFrom('events.placed_event')
        .where('topic', '=', topic)
        .where('position', '=', position)
        .select(({ val, ref }) => [
          sql<string>`${subscriber}::text`.as('subscriber'),
          ref('position').as('position'),
          ref('number').as('number'),
          ref('topic').as('topic'),
          sql<string>`${key}::text`.as('key'),
          val(values.state).as('state'),
          sql<number>`${attempts}::int`.as('attempts'),
          sql<Date | null>`${values.next_at}::timestamptz`.as('next_at'),
          sql<string | null>`${reason}::text`.as('reason'),
          sql<Date>`${values.held_at}::timestamptz`.as('held_at'),
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['subscriber', 'position'])
        .doUpdateSet({ ...values, ended_at: null })
        .where('events.held_event.state', 'in', ['done', 'set_aside']),
    )
    .execute()
}

/** Of these keys, those about which something is held for the subscriber, with the first position of each. */
export async function findHeldKeys(
  tx: Tx,
  subscriber: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('events.held_event')
    .select(({ fn }) => ['key', fn.min('position').as('first')])
    .where('subscriber', '=', subscriber)
    .where('state', 'in', ['waiting', 'dead'])
    .where('key', 'in', [...new Set(keys)])
    .groupBy('key')
    .execute()
  return new Map(rows.map(({ key, first }) => [key, first]))
}

/** The states in which an event still holds up what is behind it. */
const selectHeld = (db: Db | Tx) =>
  db
    .selectFrom('events.held_event')
    .innerJoin('events.event', 'events.event.number', 'events.held_event.number')
    .selectAll('events.held_event')
    .select(['events.event.message_id', 'events.event.kind', 'events.event.payload', 'events.event.at'])

type Row = Awaited<ReturnType<ReturnType<typeof selectHeld>['execute']>>[number]

const toHeld = (row: Row): HeldEvent => ({
  subscriber: row.subscriber,
  state: row.state as HeldState,
  attempts: row.attempts,
  nextAt: row.next_at && instantOf(row.next_at),
  reason: row.reason,
  heldAt: instantOf(row.held_at),
  fixed: row.fixed_at && {
    payload: row.fixed_payload as PlacedEvent['payload'],
    byName: row.fixed_by_name ?? '',
    at: instantOf(row.fixed_at),
  },
  event: {
    topic: row.topic,
    position: row.position,
    messageId: row.message_id,
    key: row.key,
    kind: row.kind,
    payload: row.payload as PlacedEvent['payload'],
    at: instantOf(row.at),
  },
})

/** What holds up a key of a subscriber: the first held event about it. */
export async function findFirstHeld(tx: Tx, subscriber: string, key: string): Promise<HeldEvent | null> {
  const row = await selectHeld(tx)
    .where('events.held_event.subscriber', '=', subscriber)
    .where('events.held_event.key', '=', key)
    .where('events.held_event.state', 'in', ['waiting', 'dead'])
    .orderBy('events.held_event.position')
    .limit(1)
    .executeTakeFirst()
  return row ? toHeld(row) : null
}

/** One held event, whatever became of it. */
export async function findHeld(db: Db | Tx, subscriber: string, position: number): Promise<HeldEvent | null> {
  const row = await selectHeld(db)
    .where('events.held_event.subscriber', '=', subscriber)
    .where('events.held_event.position', '=', position)
    .executeTakeFirst()
  return row ? toHeld(row) : null
}

export type HeldOutcome = Readonly<{
  state: HeldState
  attempts: number
  nextAt: Temporal.Instant | null
  reason: string | null
  endedAt: Temporal.Instant | null
}>

/** What became of a held event; of a subscriber whom the transaction holds. */
export async function saveOutcome(
  tx: Tx,
  { subscriber, event }: HeldEvent,
  outcome: HeldOutcome,
): Promise<void> {
  const { state, attempts, nextAt, reason, endedAt } = outcome
  await tx
    .updateTable('events.held_event')
    .set({
      state,
      attempts,
      reason,
      next_at: nextAt?.toString() ?? null,
      ended_at: endedAt?.toString() ?? null,
    })
    .where('subscriber', '=', subscriber)
    .where('position', '=', event.position)
    .execute()
}

/** Keeps what an officer made of the payload, beside the one that was published. */
export async function saveFix(
  tx: Tx,
  { subscriber, event }: HeldEvent,
  fix: NonNullable<HeldEvent['fixed']>,
): Promise<void> {
  await tx
    .updateTable('events.held_event')
    .set({ fixed_payload: JSON.stringify(fix.payload), fixed_by_name: fix.byName, fixed_at: fix.at.toString() })
    .where('subscriber', '=', subscriber)
    .where('position', '=', event.position)
    .execute()
}

/** Where a list of held events goes on: after this one. */
export type HeldCursor = Readonly<{ heldAt: Temporal.Instant; subscriber: string; position: number }>

/** The dead events, those that died first before, at most `limit`. */
export async function listDead(db: Db, after: HeldCursor | null, limit: number): Promise<HeldEvent[]> {
  const rows = await selectHeld(db)
    .where('events.held_event.state', '=', 'dead')
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(events.held_event.held_at, events.held_event.subscriber, events.held_event.position) > (${after?.heldAt.toString() ?? null}::timestamptz, ${after?.subscriber ?? ''}::text, ${after?.position ?? 0}::bigint)`,
      ),
    )
    .orderBy('events.held_event.held_at')
    .orderBy('events.held_event.subscriber')
    .orderBy('events.held_event.position')
    .limit(limit)
    .execute()
  return rows.map(toHeld)
}

/** How many events of its key wait behind a held one. */
export async function countBehind(db: Db, { subscriber, event }: HeldEvent): Promise<number> {
  const row = await db
    .selectFrom('events.held_event')
    .select(({ fn }) => fn.countAll<number>().as('behind'))
    .where('subscriber', '=', subscriber)
    .where('key', '=', event.key)
    .where('position', '>', event.position)
    .where('state', 'in', ['waiting', 'dead'])
    .executeTakeFirstOrThrow()
  return row.behind
}

/** Keys whose first held event is to be tried, because its moment has come; at most `limit`. */
export async function listToRetry(
  db: Db,
  now: Temporal.Instant,
  limit: number,
): Promise<{ subscriber: string; key: string }[]> {
  return await db
    .selectFrom('events.held_event')
    .select(['subscriber', 'key'])
    .distinct()
    .where('state', '=', 'waiting')
    .where('next_at', '<=', new Date(now.epochMilliseconds))
    .limit(limit)
    .execute()
}
