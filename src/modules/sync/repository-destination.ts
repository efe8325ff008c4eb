import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** How a destination stands. `heldAt`: an administrator has stopped sending; `quietUntil`: it is away, asked again then. */
export type DestinationRow = Readonly<{
  code: string
  held: Readonly<{ at: Temporal.Instant; by: string; reason: string }> | null
  failures: number
  quietUntil: Temporal.Instant | null
  triedAt: Temporal.Instant | null
  deliveredAt: Temporal.Instant | null
  lastError: string | null
  lastErrorAt: Temporal.Instant | null
}>

const instant = (value: Date | null): Temporal.Instant | null => value && instantOf(value)

/** A destination as it stands; one that nothing was ever sent to stands well. */
export async function readDestination(db: Db | Tx, code: string): Promise<DestinationRow> {
  const row = await db.selectFrom('sync.destination').selectAll().where('code', '=', code).executeTakeFirst()
  const heldAt = instant(row?.held_at ?? null)
  return {
    code,
    held: heldAt && { at: heldAt, by: row?.held_by ?? '', reason: row?.held_reason ?? '' },
    failures: row?.failures ?? 0,
    quietUntil: instant(row?.quiet_until ?? null),
    triedAt: instant(row?.tried_at ?? null),
    deliveredAt: instant(row?.delivered_at ?? null),
    lastError: row?.last_error ?? null,
    lastErrorAt: instant(row?.last_error_at ?? null),
  }
}

/** The codes of those that anything was ever sent to, or that are held. */
export async function listDestinations(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('sync.destination').select('code').orderBy('code').limit(100).execute()
  return rows.map(({ code }) => code)
}

/** What a round of sending says of the destination; what is left out stays. */
export type DestinationChange = Readonly<
  Partial<{
    failures: number
    quiet_until: string | null
    tried_at: string
    delivered_at: string
    last_error: string
    last_error_at: string
    held_at: string | null
    held_by: string | null
    held_reason: string | null
  }>
>

export async function changeDestination(tx: Tx, code: string, change: DestinationChange): Promise<void> {
  await tx
    .insertInto('sync.destination')
    .values({ code, ...change })
    .onConflict((conflict) => conflict.constraint('destination_pkey').doUpdateSet(change))
    .execute()
}

/** What waits for a destination, and for a person. */
export type Tally = Readonly<{
  waiting: number
  needAPerson: number
  deliveredToday: number
  oldestQueuedAt: Temporal.Instant | null
}>

/** `since`: from when on what arrived is counted. Counts stop at 100,000: beyond it they say nothing more. */
export async function tallyDeliveries(db: Db, code: string, since: Temporal.Instant): Promise<Tally> {
  const { rows } = await sql<{
    waiting: number
    dead: number
    delivered: number
    oldest: Date | null
  }>`select
    (select count(*)::int from (select from sync.delivery where destination = ${code} and state = 'waiting' limit 100000) w)
      as waiting,
    (select count(*)::int from (select from sync.delivery where destination = ${code} and state in ('refused', 'dead')
      limit 100000) d) as dead,
    (select count(*)::int from (select from sync.delivery where destination = ${code} and state = 'delivered'
      and sent_at >= ${since.toString()}::timestamptz limit 100000) s) as delivered,
    (select min(queued_at) from sync.delivery where destination = ${code} and state = 'waiting') as oldest`.execute(
    db,
  )
  const [row] = rows
  return {
    waiting: row?.waiting ?? 0,
    needAPerson: row?.dead ?? 0,
    deliveredToday: row?.delivered ?? 0,
    oldestQueuedAt: instant(row?.oldest ?? null),
  }
}

/** Một lần gửi không được: what a destination answered, or that it did not. */
export type Failure = Readonly<{
  dossierId: string
  number: number
  attempt: number
  at: Temporal.Instant
  outcome: 'refused' | 'failed'
  answer: string
}>

/** The last sendings that did not arrive, newest first, at most 20. */
export async function listFailures(db: Db, code: string): Promise<Failure[]> {
  const rows = await db
    .selectFrom('sync.attempt')
    .select(['dossier_id as dossierId', 'number', 'attempt', 'at', 'outcome', 'answer'])
    .where('destination', '=', code)
    .where('outcome', '<>', 'delivered')
    .orderBy('at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    ...row,
    at: instantOf(row.at),
    outcome: row.outcome as Failure['outcome'],
    answer: row.answer ?? '',
  }))
}
