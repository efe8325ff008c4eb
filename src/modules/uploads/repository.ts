import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** An upload that is still arriving. `id` is that of the paper it becomes. */
export type OpenUpload = Readonly<{
  id: string
  accountId: string
  name: string
  sizeBytes: number
  begunAt: Temporal.Instant
}>

/** Writes an upload that begins now, by the clock of the database: it does not stand still in a demonstration. */
export async function saveUpload(
  db: Tx,
  { id, accountId, name, sizeBytes }: Omit<OpenUpload, 'begunAt'>,
): Promise<void> {
  const row = { id, account_id: accountId, name, size_bytes: sizeBytes, begun_at: sql<Date>`now()` }
  await db.insertInto('uploads.upload').values(row).execute()
}

/** One upload that is still arriving; null when there is none of that id. */
export async function findUpload(db: Db, id: string): Promise<OpenUpload | null> {
  const row = await db.selectFrom('uploads.upload').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const begunAt = instantOf(row.begun_at)
  return { id: row.id, accountId: row.account_id, name: row.name, sizeBytes: row.size_bytes, begunAt }
}

export async function removeUpload(db: Db, id: string): Promise<void> {
  await db.deleteFrom('uploads.upload').where('id', '=', id).execute()
}

/** How many uploads of an account are still arriving, and how many bytes they hold in the end. */
export async function countUploads(db: Db, accountId: string): Promise<{ uploads: number; sizeBytes: number }> {
  const row = await db
    .selectFrom('uploads.upload')
    .select((select) => [
      select.fn.countAll<string>().as('uploads'),
      select.fn.coalesce(select.fn.sum('size_bytes'), sql<string>`0`).as('size'),
    ])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return { uploads: Number(row.uploads), sizeBytes: Number(row.size) }
}

/** Uploads that began more than `hours` ago, at most `limit`. */
export async function listExpired(db: Db, hours: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('uploads.upload')
    .select('id')
    .where('begun_at', '<', sql<Date>`now() - make_interval(hours => ${hours})`)
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
