import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** A rating that was given here, and a system that is to be told of it. */
export type ToldKey = Readonly<{ ratingId: string; system: string }>

/** Queues it for a system, in the transaction that makes it. */
export async function queueTold(tx: Tx, { ratingId, system }: ToldKey, at: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('ratings.told')
    .values({ rating_id: ratingId, system, queued_at: at.toString(), act_at: at.toString() })
    .onConflict((conflict) => conflict.constraint('told_pkey').doNothing())
    .execute()
}

/** What is to be told to a system now, the longest due first. */
export async function listToTell(db: Db, system: string, now: Temporal.Instant, most: number) {
  return await db
    .selectFrom('ratings.told')
    .select(['rating_id as ratingId', 'system', 'tries'])
    .where('system', '=', system)
    .where('told_at', 'is', null)
    .where('act_at', '<=', sql<Date>`${now.toString()}::timestamptz`)
    .orderBy('act_at')
    .limit(most)
    .execute()
}

export type ToldChange = Readonly<{ told: Temporal.Instant } | { error: string; again: Temporal.Instant }>

/** Notes that the system has it, or why not yet and when it is tried again. */
export async function noteTold(db: Db, { ratingId, system }: ToldKey, change: ToldChange): Promise<void> {
  const set =
    'told' in change
      ? { told_at: change.told.toString(), act_at: null, last_error: null }
      : { act_at: change.again.toString(), last_error: change.error.slice(0, 500) }
  await db
    .updateTable('ratings.told')
    .set({ ...set, tries: sql<number>`tries + 1` })
    .where('rating_id', '=', ratingId)
    .where('system', '=', system)
    .where('told_at', 'is', null)
    .execute()
}

/** How many things wait to be told, to 10,000, and since when the oldest. */
export async function tallyToTell(
  db: Db,
): Promise<Readonly<{ waiting: number; oldestAt: Temporal.Instant | null }>> {
  const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
    select count(*)::int as waiting, min(queued_at) as oldest
    from (select queued_at from ratings.told where told_at is null limit 10000) as counted`.execute(db)
  const oldest = rows[0]?.oldest ?? null
  return {
    waiting: rows[0]?.waiting ?? 0,
    oldestAt: oldest && instantOf(oldest),
  }
}

/** How far the list of a system was read, in its own words; null: never. */
export async function findPlaceReached(db: Db, system: string): Promise<string | null> {
  const row = await db
    .selectFrom('ratings.place')
    .select('reached')
    .where('system', '=', system)
    .executeTakeFirst()
  return row?.reached ?? null
}

/** Notes how far it was read, after all before it was kept. */
export async function setPlaceReached(
  db: Db | Tx,
  system: string,
  reached: string,
  at: Temporal.Instant,
): Promise<void> {
  const said = { reached, changed_at: at.toString() }
  await db
    .insertInto('ratings.place')
    .values({ system, ...said })
    .onConflict((conflict) => conflict.constraint('place_pkey').doUpdateSet(said))
    .execute()
}
