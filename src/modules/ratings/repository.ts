import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { timeZone } from '#modules/calendar'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ListPlace } from '#platform/list-place'
import type { Criterion, PointSum, Scores } from './rules/rating.ts'

/** Đánh giá: what one person said of how one dossier was done. */
export type Rating = Readonly<{
  id: string
  /** `here`, or the code of the system it was given at. */
  source: string
  theirId: string
  dossierCode: string
  /** Null: no dossier here is known there by that code. */
  dossierId: string | null
  agencyIds: readonly string[]
  scores: Scores
  comment: string | null
  ratedAt: Temporal.Instant
  receivedAt: Temporal.Instant
}>

const select = (db: Db | Tx) => db.selectFrom('ratings.rating').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>
const toRating = (row: Row): Rating => ({
  id: row.id,
  source: row.source,
  theirId: row.their_id,
  dossierCode: row.dossier_code,
  dossierId: row.dossier_id,
  agencyIds: row.agency_ids,
  scores: row.scores as Scores,
  comment: row.comment,
  ratedAt: instantOf(row.rated_at),
  receivedAt: instantOf(row.received_at),
})

/** Keeps a rating; false when this one was kept before: then nothing is written. */
export async function keepRating(tx: Tx, rating: Rating): Promise<boolean> {
  const row = await tx
    .insertInto('ratings.rating')
    .values({
      id: rating.id,
      source: rating.source,
      their_id: rating.theirId,
      dossier_code: rating.dossierCode,
      dossier_id: rating.dossierId,
      agency_ids: [...rating.agencyIds],
      scores: JSON.stringify(rating.scores),
      comment: rating.comment,
      rated_at: rating.ratedAt.toString(),
      received_at: rating.receivedAt.toString(),
    })
    .onConflict((conflict) => conflict.constraint('rating_source_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Which of these ids of a system are kept already. */
export async function listKnownIds(db: Db, source: string, theirIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('ratings.rating')
    .select('their_id')
    .where('source', '=', source)
    .where('their_id', '=', sql<string>`any(${[...theirIds]}::text[])`)
    .execute()
  return new Set(rows.map(({ their_id }) => their_id))
}

/** The rating that was given of a dossier here; null: none. */
export async function findOwnRating(db: Db | Tx, dossierId: string): Promise<Rating | null> {
  const row = await select(db).where('source', '=', 'here').where('their_id', '=', dossierId).executeTakeFirst()
  return row ? toRating(row) : null
}

export async function findRating(db: Db | Tx, id: string): Promise<Rating | null> {
  const row = await select(db).where('id', '=', id).executeTakeFirst()
  return row ? toRating(row) : null
}

/** Ratings from one system of dossiers that are not known here, the oldest first. */
export async function listUnknown(db: Db, source: string, most: number): Promise<Rating[]> {
  const rows = await select(db)
    .where('source', '=', source)
    .where('dossier_id', 'is', null)
    .orderBy('received_at')
    .limit(most)
    .execute()
  return rows.map(toRating)
}

/** A dossier that a rating is of was found after all. */
export async function setDossier(
  tx: Tx,
  id: string,
  dossier: Readonly<{ id: string; agencyIds: readonly string[] }>,
): Promise<void> {
  await tx
    .updateTable('ratings.rating')
    .set({ dossier_id: dossier.id, agency_ids: [...dossier.agencyIds] })
    .where('id', '=', id)
    .where('dossier_id', 'is', null)
    .execute()
}

export type RatingQuery = Readonly<{
  /** Only of dossiers of this agency; null: all, those of dossiers that are not known here too. */
  agencyId: string | null
  /** 'YYYY-MM', by the day here on which it was given; null: any. */
  month: string | null
}>

/** A month here as two instants, the second not included. */
function spanOf(month: string): Readonly<{ from: string; to: string }> {
  const first = Temporal.PlainYearMonth.from(month)
  const begin = (one: Temporal.PlainYearMonth) =>
    one.toPlainDate({ day: 1 }).toZonedDateTime(timeZone).toInstant().toString()
  return { from: begin(first), to: begin(first.add({ months: 1 })) }
}

const sought = (db: Db, { agencyId, month }: RatingQuery) => {
  const span = month === null ? null : spanOf(month)
  return db
    .selectFrom('ratings.rating')
    .$if(agencyId !== null, (some) => some.where(sql<boolean>`agency_ids @> array[${agencyId}::uuid]`))
    .$if(span !== null, (some) =>
      some.where(sql<boolean>`rated_at >= ${span?.from}::timestamptz and rated_at < ${span?.to}::timestamptz`),
    )
}

/** The ratings that the query asks for, the newest first; at most 200. */
export async function listRatings(
  db: Db,
  query: RatingQuery & Readonly<{ before: ListPlace | null; limit: number }>,
): Promise<Rating[]> {
  const { before, limit } = query
  const rows = await sought(db, query)
    .selectAll()
    .$if(before !== null, (some) =>
      some.where(sql<boolean>`(received_at, id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.min(limit, 200))
    .execute()
  return rows.map(toRating)
}

/** The points of all ratings that the query asks for, by criterion. */
export async function sumPoints(db: Db, query: RatingQuery): Promise<PointSum[]> {
  const rows = await sought(db, query)
    .innerJoinLateral(
      sql<{ key: string; value: string }>`jsonb_each_text(scores)`.as<'score'>(sql`score(key, value)`),
      (join) => join.onTrue(),
    )
    .select([
      sql<string>`score.key`.as('criterion'),
      sql<number>`sum(score.value::int)::int`.as('sum'),
      sql<number>`count(*)::int`.as('count'),
    ])
    .groupBy(sql`score.key`)
    .execute()
  return rows.map(({ criterion, sum, count }) => ({ criterion: criterion as Criterion, sum, count }))
}

/** How many ratings the query asks for. */
export async function countRatings(db: Db, query: RatingQuery): Promise<number> {
  const row = await sought(db, query).select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow()
  return row.count
}
