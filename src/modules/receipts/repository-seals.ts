import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { EReceipt, Media } from './repository.ts'
import { nextSealAt, type UnsealedState } from './rules/seal.ts'

/** A file of a receipt that has no seal yet. */
export type UnsealedFile = Readonly<{ receiptId: string; media: Media; state: UnsealedState; tries: number }>

type FileOf = Pick<UnsealedFile, 'receiptId' | 'media'>

/** Both files of a receipt wait for their seal from the moment it is issued. */
export async function appendUnsealed(
  tx: Tx,
  { id, agencyId, issuedAt }: Pick<EReceipt, 'id' | 'agencyId' | 'issuedAt'>,
): Promise<void> {
  const at = issuedAt.toString()
  const row = { receipt_id: id, agency_id: agencyId, state: 'to_set', since_at: at }
  const try_at = nextSealAt(0, issuedAt).toString()
  await tx
    .insertInto('receipts.unsealed_file')
    .values([
      { ...row, media: 'pdf', try_at },
      { ...row, media: 'xml', try_at },
    ])
    .execute()
}

const selectUnsealed = (db: Db | Tx) =>
  db.selectFrom('receipts.unsealed_file').select(['receipt_id as receiptId', 'media', 'state', 'tries'])

type Row = Awaited<ReturnType<ReturnType<typeof selectUnsealed>['executeTakeFirstOrThrow']>>
const toUnsealed = (row: Row): UnsealedFile => ({
  ...row,
  media: row.media as Media,
  state: row.state as UnsealedState,
})

/** Held until the transaction ends. Null: its seal is set. */
export async function lockUnsealed(tx: Tx, { receiptId, media }: FileOf): Promise<UnsealedFile | null> {
  const row = await selectUnsealed(tx)
    .where('receipt_id', '=', receiptId)
    .where('media', '=', media)
    .forUpdate()
    .executeTakeFirst()
  return row ? toUnsealed(row) : null
}

/** Writes how the seal of a file stands, and when it is looked at again. */
export async function saveUnsealed(
  tx: Tx,
  { receiptId, media, state, tries }: UnsealedFile,
  tryAt: Temporal.Instant | null,
): Promise<void> {
  await tx
    .updateTable('receipts.unsealed_file')
    .set({ state, tries, try_at: tryAt?.toString() ?? null })
    .where('receipt_id', '=', receiptId)
    .where('media', '=', media)
    .execute()
}

/** The seal stands on it. */
export async function removeUnsealed(tx: Tx, { receiptId, media }: FileOf): Promise<void> {
  await tx
    .deleteFrom('receipts.unsealed_file')
    .where('receipt_id', '=', receiptId)
    .where('media', '=', media)
    .execute()
}

/** Files whose turn it is, the longest waiting first. */
export async function listDueSeals(db: Db, now: Temporal.Instant, limit: number): Promise<UnsealedFile[]> {
  const due = selectUnsealed(db).where('try_at', '<=', now.toString() as never)
  return (await due.orderBy('try_at').limit(limit).execute()).map(toUnsealed)
}

/** How the seals of a receipt stand that are not set, by media. */
export async function listUnsealedOf(
  db: Db | Tx,
  receiptIds: readonly string[],
): Promise<readonly UnsealedFile[]> {
  const rows = await selectUnsealed(db)
    .where('receipt_id', '=', sql<string>`any(${[...receiptIds]}::uuid[])`)
    .orderBy('media')
    .execute()
  return rows.map(toUnsealed)
}

type Agency = Readonly<{ agencyId: string }>

/** One file of each agency whose files wait until it has a seal. */
export async function listSealless(db: Db): Promise<(Omit<UnsealedFile, 'state'> & Agency)[]> {
  const { rows } = await sql<Omit<UnsealedFile, 'state'> & Agency>`
    select distinct on (agency_id) agency_id as "agencyId", receipt_id as "receiptId", media, tries
    from receipts.unsealed_file where state = 'no_seal' and try_at is null
    order by agency_id limit 1000`.execute(db)
  return rows
}

/** The files of an agency, or of one of its receipts. */
export type SealScope = Readonly<{ agencyId: string; receiptId?: string | null }>

/** The oldest file whose seal failed, or that waits for its agency to have one. */
export async function findStopped(
  db: Db | Tx,
  { agencyId, receiptId }: SealScope,
): Promise<UnsealedFile | null> {
  const row = await selectUnsealed(db)
    .where('agency_id', '=', agencyId)
    .$if(receiptId != null, (files) => files.where('receipt_id', '=', receiptId ?? ''))
    .where('state', '<>', 'asked')
    .orderBy('since_at')
    .limit(1)
    .executeTakeFirst()
  return row ? toUnsealed(row) : null
}

/** It is the turn of those in these states now, at most 10,000, the oldest first. */
export async function wakeUnsealed(
  tx: Tx,
  { agencyId, receiptId = null }: SealScope,
  states: readonly UnsealedState[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update receipts.unsealed_file u set try_at = ${at.toString()}
    from (select receipt_id, media from receipts.unsealed_file
      where agency_id = ${agencyId} and state = any(${[...states]})
        and (${receiptId}::uuid is null or receipt_id = ${receiptId})
      order by since_at limit 10000 for update skip locked) waiting
    where u.receipt_id = waiting.receipt_id and u.media = waiting.media`.execute(tx)
}

export type UnsealedTally = Readonly<{ count: number; oldestAt: Temporal.Instant | null }>

/** Receipts issued before `before` that lack a seal, of an agency or (null) of all; counted among the 10,000 oldest files. */
export async function tallyUnsealed(
  db: Db,
  { agencyId, before }: Readonly<{ agencyId: string | null; before: Temporal.Instant }>,
): Promise<UnsealedTally> {
  let oldest = db
    .selectFrom('receipts.unsealed_file')
    .select(['receipt_id', 'since_at'])
    .where('since_at', '<', before.toString() as never)
    .orderBy('since_at')
    .limit(10_000)
  if (agencyId) oldest = oldest.where('agency_id', '=', agencyId)
  const row = await db
    .selectFrom(oldest.as('waiting'))
    .select(({ fn }) => [
      fn.count<number>('receipt_id').distinct().as('count'),
      fn.min('since_at').as('oldest'),
    ])
    .executeTakeFirst()
  return { count: Number(row?.count ?? 0), oldestAt: row?.oldest ? instantOf(row.oldest) : null }
}
