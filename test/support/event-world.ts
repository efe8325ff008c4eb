import { sql } from 'kysely'
import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import {
  carryEvents,
  deliverPortion,
  type EventBus,
  listPlaced,
  type PlacedEvent,
  placeAll,
  publish,
  type Subscriber,
} from '#modules/events'
import type { Db, Tx } from '#platform/db'
import type { TestDatabase } from '#test/db'
import { movingClock } from '#test/sign-in-app'
/** What a subscriber did when it was told: a row in the transaction it was told in. */
export type Effect = Readonly<{ subscriber: string; key: string; step: number }>

/** A world in which events are published, carried and taken, over whatever carries them. */
export type EventWorld = Readonly<{
  db: Db
  clock: ReturnType<typeof movingClock>
  bus: EventBus
  /** Ends the connection of a transaction, as a crash of who works in it does. */
  crash: (tx: Tx) => Promise<void>
}>

const start = '2026-11-22T08:00:00+07:00'

/** Makes the table of effects, which the system itself does not have. */
export async function openEventWorld(database: TestDatabase, bus: EventBus): Promise<EventWorld> {
  await asOwner(
    database,
    `create table if not exists public.effect (
      number bigint generated always as identity primary key, subscriber text, key text, step int);
    grant select, insert on public.effect to public`,
  )
  // A queue learns the name of a job with the first of it; a worker that runs has told it all names before.
  await database.db.transaction().execute((tx) => publishStep(tx, { topic: 'opened', key: 'a', step: 1 }))
  const crash = async (tx: Tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await asOwner(database, `select pg_terminate_backend(${rows[0]?.pid}, 5000)`)
  }
  return { db: database.db, clock: movingClock(start), bus, crash }
}

async function asOwner(database: TestDatabase, statements: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  await owner.query(statements)
  await owner.end()
}

/** Writes an effect; a later step of the same key stands after it. */
export async function saveEffect(tx: Tx, subscriber: string, { key, payload }: PlacedEvent): Promise<void> {
  await sql`insert into public.effect (subscriber, key, step) values (${subscriber}, ${key}, ${payload.step})`.execute(
    tx,
  )
}

/** The steps each key had its effects in. */
export async function listSteps(
  { db }: Pick<EventWorld, 'db'>,
  subscriber: string,
): Promise<Record<string, number[]>> {
  const { rows } = await sql<Effect>`
    select key, step from public.effect where subscriber = ${subscriber} order by number`.execute(db)
  const byKey: Record<string, number[]> = {}
  for (const { key, step } of rows) byKey[key] = [...(byKey[key] ?? []), step]
  return byKey
}

/** Publishes steps of a key, each in a transaction of its own. */
export async function publishSteps(world: EventWorld, topic: string, key: string, steps: readonly number[]) {
  for (const step of steps) await world.db.transaction().execute((tx) => publishStep(tx, { topic, key, step }))
}

export const publishStep = (
  tx: Tx,
  { topic, key, step }: Readonly<{ topic: string; key: string; step: number }>,
) => publish(tx, { topic, key, kind: 'stepped', payload: { step }, at: Temporal.Instant.from(start) })

/** Places everything, and has the carrier take over one topic. */
export async function carryOnce({ db, bus }: EventWorld, topic: string): Promise<void> {
  await placeAll({ db })
  await bus.carry(topic, (name, after, limit) => listPlaced(db, name, after, limit))
}

/** Carries and delivers until the subscriber has everything. */
export async function drain(world: EventWorld, subscriber: Subscriber): Promise<void> {
  await carryEvents(world, world.bus)
  while ((await deliverPortion(world, world.bus, subscriber)) > 0);
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
