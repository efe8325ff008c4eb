import { Temporal } from 'temporal-polyfill'
import type { Db } from '#platform/db'

/** Entries that are time-stamped together; `root` in hex. `token` is null while the batch waits, `problem` says why. */
export type StampBatch = Readonly<{
  number: number
  firstEntry: number
  lastEntry: number
  root: string
  closedAt: Temporal.Instant
  token: Buffer | null
  stampedAt: Temporal.Instant | null
  attempts: number
  problem: BatchProblem | null
}>

/** Why a batch waits: nobody is set up to stamp it, or nobody answers. */
export type BatchProblem = 'no_authority' | 'unreachable'

const batchRows = (db: Db) => db.selectFrom('messagelog.stamp_batch').selectAll()

type BatchRow = Awaited<ReturnType<ReturnType<typeof batchRows>['executeTakeFirstOrThrow']>>

const toInstant = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime())

const toBatch = (row: BatchRow): StampBatch => ({
  number: row.number,
  firstEntry: row.first_entry,
  lastEntry: row.last_entry,
  root: row.root.toString('hex'),
  closedAt: toInstant(row.closed_at),
  token: row.token,
  stampedAt: row.stamped_at && toInstant(row.stamped_at),
  attempts: row.attempts,
  problem: row.problem as BatchProblem | null,
})

/** The newest batches first, at most `limit`. */
export async function listNewestBatches(db: Db, limit: number): Promise<StampBatch[]> {
  return (await batchRows(db).orderBy('number', 'desc').limit(limit).execute()).map(toBatch)
}

/** Batches that wait for their time stamp, the oldest first, at most `limit`. */
export async function listWaitingBatches(db: Db, limit: number): Promise<StampBatch[]> {
  return (await batchRows(db).where('token', 'is', null).orderBy('number').limit(limit).execute()).map(toBatch)
}

/** Batches that end at or after the entry `first`, in order, at most `limit`. */
export async function listBatchesFrom(db: Db, first: number, limit: number): Promise<StampBatch[]> {
  const rows = await batchRows(db).where('last_entry', '>=', first).orderBy('last_entry').limit(limit).execute()
  return rows.map(toBatch)
}

/** How many batches wait, since when, and what was said last. */
export async function readWaiting(
  db: Db,
): Promise<Readonly<{ batches: number; since: Temporal.Instant | null; problem: BatchProblem | null }>> {
  const { count, since, problem } = await db
    .selectFrom('messagelog.stamp_batch')
    .where('token', 'is', null)
    .select(({ fn }) => [
      fn.countAll<number>().as('count'),
      fn.min('closed_at').as('since'),
      fn.min('problem').as('problem'),
    ])
    .executeTakeFirstOrThrow()
  return { batches: count, since: since && toInstant(since), problem: problem as BatchProblem | null }
}

/** The links (hex) of the entries from `first` to `last`, in order. */
export async function listLinks(db: Db, first: number, last: number): Promise<string[]> {
  const rows = await db
    .selectFrom('messagelog.log_entry')
    .select('link')
    .where('number', '>=', first)
    .where('number', '<=', last)
    .orderBy('number')
    .execute()
  return rows.map(({ link }) => link.toString('hex'))
}

/** Closes a batch; who comes second with the same one changes nothing. */
export async function insertBatch(
  db: Db,
  batch: Pick<StampBatch, 'number' | 'firstEntry' | 'lastEntry' | 'root' | 'closedAt'>,
): Promise<void> {
  await db
    .insertInto('messagelog.stamp_batch')
    .values({
      number: batch.number,
      first_entry: batch.firstEntry,
      last_entry: batch.lastEntry,
      root: Buffer.from(batch.root, 'hex'),
      closed_at: batch.closedAt.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Keeps the token of a batch; one that stands already stays. */
export async function saveToken(
  db: Db,
  number: number,
  token: Uint8Array,
  at: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('messagelog.stamp_batch')
    .set({ token: Buffer.from(token), stamped_at: at.toString(), problem: null })
    .where('number', '=', number)
    .where('token', 'is', null)
    .execute()
}

/** Says of a batch why it waits. */
export async function saveProblem(db: Db, number: number, problem: BatchProblem): Promise<void> {
  await db
    .updateTable('messagelog.stamp_batch')
    .set(({ eb }) => ({ problem, attempts: eb('attempts', '+', 1) }))
    .where('number', '=', number)
    .where('token', 'is', null)
    .execute()
}
