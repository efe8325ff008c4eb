import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Difference, DifferenceWhat, ListingKind } from './rules/differences.ts'

/** Điểm khác: what differs, of what. `code`: ours, or theirs where we have none; of a field of ours its name. */
export type KeptDifference = Difference &
  Readonly<{
    kind: ListingKind
    code: string
    theirCode: string | null
    sinceAt: Temporal.Instant | null
  }>

/** Throws away what differed last time. */
export async function clearDifferences(tx: Tx): Promise<void> {
  await tx.deleteFrom('nationalcatalogue.difference').execute()
}

/** Keeps what differs; two codes of ours may be one of theirs, and the other way round: of two alike the first stays. */
export async function keepDifferences(tx: Tx, differences: readonly KeptDifference[]): Promise<void> {
  if (differences.length === 0) return
  const rows = differences.map(({ theirCode, sinceAt, ...one }) => ({
    ...one,
    their_code: theirCode,
    since_at: sinceAt?.toString() ?? null,
  }))
  await sql`
    insert into nationalcatalogue.difference (kind, what, code, their_code, ours, theirs, since_at)
    select kind, what, code, their_code, ours, theirs, since_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(kind text, what text, code text, their_code text, ours text, theirs text, since_at timestamptz)
    on conflict (kind, what, code) do nothing`.execute(tx)
}

/** What somebody wants to see: of one kind and sort, or of all. */
export type Wanted = Readonly<{ kind: ListingKind | null; what: DifferenceWhat | null }>
export type DifferencePlace = Readonly<{ kind: ListingKind; what: DifferenceWhat; code: string }>

/** By kind, sort and code, after `after`; at most `limit`. */
export async function listDifferences(
  db: Db,
  { kind, what }: Wanted,
  { after, limit }: Readonly<{ after: DifferencePlace | null; limit: number }>,
): Promise<KeptDifference[]> {
  const { rows } = await sql<Omit<KeptDifference, 'sinceAt'> & { since_at: Date | null }>`
    select kind, what, code, their_code as "theirCode", ours, theirs, since_at
    from nationalcatalogue.difference
    where (${kind}::text is null or kind = ${kind}) and (${what}::text is null or what = ${what})
      ${after ? sql`and (kind, what, code) > (${after.kind}, ${after.what}, ${after.code})` : sql``}
    order by kind, what, code limit ${limit}`.execute(db)
  return rows.map(({ since_at, ...one }) => ({ ...one, sinceAt: since_at && instantOf(since_at) }))
}

export type DifferenceCount = Readonly<{ kind: ListingKind; what: DifferenceWhat; count: number }>

/** How many of each kind and sort; those without any are left out. */
export async function countDifferences(db: Db): Promise<DifferenceCount[]> {
  const { rows } = await sql<DifferenceCount>`
    select kind, what, count(*)::int as count from nationalcatalogue.difference
    group by kind, what order by kind, what`.execute(db)
  return rows
}
