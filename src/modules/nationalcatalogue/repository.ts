import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Counts, Level, ListingKind } from './rules/differences.ts'

/** One line of the national catalogue, as it is kept. */
export type Line = Readonly<{ kind: ListingKind; code: string; name: string; details: LineDetails }>

/** Of a procedure its fields and levels, of an agency its level, of a field its sector; left out: not said. */
export type LineDetails = Readonly<{
  fields?: readonly Readonly<{ code: string; name: string }>[]
  levels?: readonly Level[]
  level?: string
  sector?: string
}>

/** Adds what was read to what is staged; of a line that comes twice the first stays. */
export async function stageLines(db: Db, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return
  await sql`
    insert into nationalcatalogue.staged_listing (kind, code, name, details)
    select kind, code, name, details
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(kind text, code text, name text, details jsonb)
    on conflict (kind, code) do nothing`.execute(db)
}

/** Says more of a procedure that is staged. */
export async function stageDetails(db: Db, code: string, details: LineDetails): Promise<void> {
  await db
    .updateTable('nationalcatalogue.staged_listing')
    .set({ details: JSON.stringify(details) })
    .where('kind', '=', 'procedure')
    .where('code', '=', code)
    .execute()
}

/** Whether a procedure is staged of which nothing but its name is known. */
export async function lacksDetails(db: Db, code: string): Promise<boolean> {
  const row = await db
    .selectFrom('nationalcatalogue.staged_listing')
    .select('code')
    .where('kind', '=', 'procedure')
    .where('code', '=', code)
    .where('details', '=', sql`'{}'::jsonb`)
    .executeTakeFirst()
  return row !== undefined
}

/** Throws away what is staged. */
export async function clearStaged(db: Db | Tx): Promise<void> {
  await db.deleteFrom('nationalcatalogue.staged_listing').execute()
}

const countsOf = (rows: readonly Readonly<{ kind: string; count: number }>[]): Counts => {
  const of = (kind: ListingKind) => rows.find((row) => row.kind === kind)?.count ?? 0
  return { procedure: of('procedure'), agency: of('agency'), field: of('field') }
}

export async function countStaged(db: Db | Tx): Promise<Counts> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from nationalcatalogue.staged_listing group by kind`.execute(db)
  return countsOf(rows)
}

/** How many lines the portal lists, as of the last fetch that was taken over. */
export async function countListed(db: Db | Tx): Promise<Counts> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from nationalcatalogue.listing where until_at is null group by kind`.execute(
    db,
  )
  return countsOf(rows)
}

/** Makes what is staged what the portal lists: what is gone or says something else ends, what is new begins. */
export async function takeOverStaged(tx: Tx, at: Temporal.Instant): Promise<void> {
  await sql`
    update nationalcatalogue.listing l set until_at = ${at.toString()}::timestamptz
    where until_at is null and not exists (
      select from nationalcatalogue.staged_listing s
      where s.kind = l.kind and s.code = l.code and s.name = l.name and s.details = l.details)`.execute(tx)
  await sql`
    insert into nationalcatalogue.listing (kind, code, from_at, name, details)
    select s.kind, s.code, ${at.toString()}::timestamptz, s.name, s.details
    from nationalcatalogue.staged_listing s
    where not exists (select from nationalcatalogue.listing l
      where l.kind = s.kind and l.code = s.code and l.until_at is null)`.execute(tx)
  await clearStaged(tx)
}

/** The newest line of a code: the one that is listed, or with `untilAt` the last one that was. */
export type Listed = Line & Readonly<{ untilAt: Temporal.Instant | null }>

type ListedRow = Omit<Line, 'kind'> & Readonly<{ kind: ListingKind; until_at: Date | null }>

const toListed = ({ until_at, ...line }: ListedRow): Listed => ({
  ...line,
  untilAt: until_at && instantOf(until_at),
})

/** Of each of `codes` that was ever listed the newest line. */
export async function findListed(
  tx: Tx,
  kind: ListingKind,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Listed>> {
  const { rows } = await sql<ListedRow>`
    select distinct on (code) kind, code, name, details, until_at from nationalcatalogue.listing
    where kind = ${kind} and code = any(${[...codes]}::text[])
    order by code, id desc`.execute(tx)
  return new Map(rows.map((row) => [row.code, toListed(row)]))
}

/** What is listed now, by code, after `after`. */
export async function listListed(
  tx: Tx,
  kind: ListingKind,
  { after, limit }: Readonly<{ after: string; limit: number }>,
): Promise<Listed[]> {
  const { rows } = await sql<ListedRow>`
    select kind, code, name, details, until_at from nationalcatalogue.listing
    where kind = ${kind} and until_at is null and code > ${after} order by code limit ${limit}`.execute(tx)
  return rows.map(toListed)
}

/** The fields that were listed at a moment; of one before the first fetch, those that it brought. */
export async function listFieldsAt(
  db: Db,
  at: Temporal.Instant,
): Promise<readonly Readonly<{ code: string; name: string }>[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from nationalcatalogue.listing l, (
      select greatest(min(from_at), ${at.toString()}::timestamptz) as at
      from nationalcatalogue.listing where kind = 'field') as moment
    where kind = 'field' and from_at <= moment.at and (until_at is null or until_at > moment.at)`.execute(db)
  return rows
}

/** Lần lấy danh mục: one fetch. `fault`: why nothing of it was taken over. */
export type CatalogueFetch = Readonly<{
  id: number
  askedBy: string | null
  startedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  fetched: Counts
  unreadable: number
  fault: string | null
}>

/** Notes that a fetch begins. One that is still open broke off: nobody else fetches now. */
export async function openFetch(tx: Tx, askedBy: string | null, at: Temporal.Instant): Promise<number> {
  await tx
    .updateTable('nationalcatalogue.catalogue_fetch')
    .set({ finished_at: at.toString(), fault: 'the program stopped before its end' })
    .where('finished_at', 'is', null)
    .execute()
  const { id } = await tx
    .insertInto('nationalcatalogue.catalogue_fetch')
    .values({ asked_by: askedBy, started_at: at.toString() })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function closeFetch(
  db: Db | Tx,
  id: number,
  { fetched, unreadable, fault }: Pick<CatalogueFetch, 'fetched' | 'unreadable' | 'fault'>,
  at: Temporal.Instant,
): Promise<void> {
  const { procedure: procedures, agency: agencies, field: fields } = fetched
  await db
    .updateTable('nationalcatalogue.catalogue_fetch')
    .set({ finished_at: at.toString(), procedures, agencies, fields, unreadable, fault })
    .where('id', '=', id)
    .execute()
}

const selectFetch = (db: Db) =>
  db.selectFrom('nationalcatalogue.catalogue_fetch').selectAll().orderBy('id', 'desc').limit(1)

const toFetch = (row: Awaited<ReturnType<ReturnType<typeof selectFetch>['executeTakeFirstOrThrow']>>) => ({
  ...{ id: row.id, askedBy: row.asked_by, startedAt: instantOf(row.started_at) },
  finishedAt: row.finished_at && instantOf(row.finished_at),
  fetched: { procedure: row.procedures, agency: row.agencies, field: row.fields },
  ...{ unreadable: row.unreadable, fault: row.fault },
})

/** The last try, the last one that was taken over, and how many failed since then. */
export async function readFetches(db: Db): Promise<
  Readonly<{
    last: CatalogueFetch | null
    taken: CatalogueFetch | null
    failures: number
  }>
> {
  const last = await selectFetch(db).executeTakeFirst()
  const taken = await selectFetch(db)
    .where('finished_at', 'is not', null)
    .where('fault', 'is', null)
    .executeTakeFirst()
  const { failures } = await db
    .selectFrom('nationalcatalogue.catalogue_fetch')
    .select((by) => by.fn.countAll<number>().as('failures'))
    .where('fault', 'is not', null)
    .$if(taken !== undefined, (query) => query.where('id', '>', taken?.id ?? 0))
    .executeTakeFirstOrThrow()
  return { last: last ? toFetch(last) : null, taken: taken ? toFetch(taken) : null, failures: Number(failures) }
}
