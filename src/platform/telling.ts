import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { type Clock, instantOf } from './clock.ts'
import type { Db, Tx } from './db.ts'
import type { HealthCheck } from './health-check.ts'
import type { Log } from './log.ts'
import { workThrough } from './work-through.ts'

/** What became of telling a system something. `refused`: it will not hear it now, and says why. */
export type Heard = 'taken' | Readonly<{ refused: string }>

/** Rows as far as they could be read; how far the list was read, in words of its own; how many rows were not as agreed. */
export type Listed<Row> = Readonly<{ rows: readonly Row[]; reached: string | null; unreadable: number }>

/** Rows by their ids: two that keep the same rows at once wait for each other, and neither for ever. */
export const inOrder = <Row extends Readonly<{ id: string }>>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** Fetches `what` from each system in turn: one that is away is said in the log, and keeps none of the others waiting. */
export async function fetchFromEach<System extends Readonly<{ code: string }>>(
  { log }: Readonly<{ log: Log }>,
  systems: readonly System[],
  what: string,
  fetch: (system: System) => Promise<unknown>,
): Promise<void> {
  for (const system of systems) {
    try {
      await fetch(system)
    } catch (error) {
      log.warn({ system: system.code, err: error }, `${what} could not be fetched`)
    }
  }
}

/** How many wait to be told, counted to 10,000, and since when the oldest. */
export type Untold = Readonly<{ waiting: number; oldestAt: Temporal.Instant | null }>

const mostWaitHours = 24

/** After how many minutes what could not be told is tried again: doubled each time, six hours at most. */
export const waitMinutes = (tries: number): number => Math.min(2 ** Math.min(tries, 9), 360)

/**
 * What other systems are to be told, each until it has it, and how far their own lists were read. `schema` has the tables
 * `told` (the id of the thing in the column `thing`; `system`, `queued_at`, `act_at`, `tries`, `told_at`, `last_error`) and
 * `place` (`system`, `reached`, `changed_at`).
 */
export function openTelling(schema: string, thing: string) {
  const [told, place] = [sql.table(`${schema}.told`), sql.table(`${schema}.place`)]
  const id = sql.ref(thing)

  /** Queues it for each of these systems, in the transaction that makes it. */
  async function queueTold(tx: Tx, thingId: string, systems: readonly string[], at: Temporal.Instant) {
    if (systems.length === 0) return
    await sql`insert into ${told} (${id}, system, queued_at, act_at)
      select ${thingId}::uuid, system, ${at.toString()}::timestamptz, ${at.toString()}::timestamptz
      from unnest(${[...systems]}::text[]) as system
      on conflict (${id}, system) do nothing`.execute(tx)
  }

  /**
   * Tells a system what it does not have yet, the longest due first; gives how many it took. What it refuses or cannot hear
   * is tried again later; after three calls in a row without an answer it is left alone until the next time.
   */
  async function tellDue(
    { db, clock }: Readonly<{ db: Db; clock: Clock }>,
    system: string,
    tell: (thingId: string) => Promise<Heard>,
  ): Promise<number> {
    let taken = 0
    await workThrough({
      list: (most) => listDue(db, system, clock.now(), most),
      one: async ({ thingId, tries }) => {
        const heard = await tell(thingId).catch((error: unknown) => ({
          away: error instanceof Error ? error.message : 'no answer',
        }))
        if (heard === 'taken') taken += 1
        await note(db, { thingId, system, tries }, heard, clock.now())
        return heard === 'taken' || !('away' in heard)
      },
    })
    return taken
  }

  async function listDue(db: Db, system: string, now: Temporal.Instant, most: number) {
    const { rows } = await sql<{ thingId: string; tries: number }>`
      select ${id} as "thingId", tries from ${told}
      where system = ${system} and told_at is null and act_at <= ${now.toString()}::timestamptz
      order by act_at limit ${most}`.execute(db)
    return rows
  }

  async function note(
    db: Db,
    { thingId, system, tries }: Readonly<{ thingId: string; system: string; tries: number }>,
    heard: Heard | Readonly<{ away: string }>,
    now: Temporal.Instant,
  ): Promise<void> {
    const again = now.add({ minutes: waitMinutes(tries) }).toString()
    const set =
      heard === 'taken'
        ? sql`told_at = ${now.toString()}::timestamptz, act_at = null, last_error = null`
        : sql`act_at = ${again}::timestamptz, last_error = ${('away' in heard ? heard.away : heard.refused).slice(0, 500)}`
    await sql`update ${told} set ${set}, tries = tries + 1
      where ${id} = ${thingId}::uuid and system = ${system} and told_at is null`.execute(db)
  }

  async function tallyUntold(db: Db): Promise<Untold> {
    const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
      select count(*)::int as waiting, min(queued_at) as oldest
      from (select queued_at from ${told} where told_at is null limit 10000) as counted`.execute(db)
    const { waiting, oldest } = rows[0] ?? { waiting: 0, oldest: null }
    return { waiting, oldestAt: oldest && instantOf(oldest) }
  }

  /** Whether what waits gets there within a day; that another system is away is no fault of this server. */
  const checkUntold =
    ({ db, clock }: Readonly<{ db: Db; clock: Clock }>): HealthCheck =>
    async () => {
      const { waiting, oldestAt } = await tallyUntold(db)
      const hours = oldestAt ? clock.now().since(oldestAt).total('hours') : 0
      const found = `${waiting} ${schema} wait to be told, the oldest for ${Math.floor(hours)} h`
      return { check: schema, ok: true, found, warning: hours > mostWaitHours ? found : null }
    }

  /** How far a list was read, in its own words; null: never. */
  async function findPlaceReached(db: Db, list: string): Promise<string | null> {
    const { rows } = await sql<{
      reached: string
    }>`select reached from ${place} where system = ${list}`.execute(db)
    return rows[0]?.reached ?? null
  }

  /** Notes how far it was read, after all before it was kept. */
  async function setPlaceReached(
    tx: Db | Tx,
    list: string,
    reached: string,
    at: Temporal.Instant,
  ): Promise<void> {
    await sql`insert into ${place} (system, reached, changed_at)
      values (${list}, ${reached}, ${at.toString()}::timestamptz)
      on conflict (system) do update set reached = excluded.reached, changed_at = excluded.changed_at`.execute(
      tx,
    )
  }

  return { queueTold, tellDue, tallyUntold, checkUntold, findPlaceReached, setPlaceReached }
}
