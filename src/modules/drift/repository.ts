import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { NationalState } from '#modules/sync'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'

/** Đối soát: one comparison of our states with those of a destination. `fault`: why it stopped before the end. */
export type Comparison = Readonly<{
  id: string
  askedBy: string | null
  startedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  compared: number
  differing: number
  fault: string | null
}>

export async function openComparison(
  tx: Tx,
  destination: string,
  askedBy: string | null,
  at: Temporal.Instant,
): Promise<string> {
  const id = makeId(at.epochMilliseconds)
  await tx
    .insertInto('drift.comparison')
    .values({ id, destination, asked_by: askedBy, started_at: at.toString() })
    .execute()
  return id
}

export async function closeComparison(
  tx: Tx,
  id: string,
  found: Pick<Comparison, 'compared' | 'differing' | 'fault'>,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('drift.comparison')
    .set({ ...found, finished_at: at.toString() })
    .where('id', '=', id)
    .execute()
}

/** The last comparisons with a destination, newest first. */
export async function listComparisons(db: Db, destination: string, limit = 5): Promise<Comparison[]> {
  const rows = await db
    .selectFrom('drift.comparison')
    .selectAll()
    .where('destination', '=', destination)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    askedBy: row.asked_by,
    startedAt: instantOf(row.started_at),
    finishedAt: row.finished_at && instantOf(row.finished_at),
    compared: row.compared,
    differing: row.differing,
    fault: row.fault,
  }))
}

/** Sai lệch: a dossier that a destination has otherwise than we; `theirs` null: it does not know it. */
export type Drift = Readonly<{
  id: string
  destination: string
  dossierId: string
  dossierCode: string
  ours: NationalState
  theirs: NationalState | null
  foundAt: Temporal.Instant
  repeatedAt: Temporal.Instant | null
  repeatedBy: string | null
  repairedAt: Temporal.Instant | null
  how: 'told_again' | 'by_itself' | null
}>

const selectDrift = (db: Db | Tx) => db.selectFrom('drift.drift').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof selectDrift>['executeTakeFirstOrThrow']>>

const toDrift = (row: Row): Drift => ({
  id: row.id,
  destination: row.destination,
  dossierId: row.dossier_id,
  dossierCode: row.dossier_code,
  ours: row.ours,
  theirs: row.theirs,
  foundAt: instantOf(row.found_at),
  repeatedAt: row.repeated_at && instantOf(row.repeated_at),
  repeatedBy: row.repeated_by,
  repairedAt: row.repaired_at && instantOf(row.repaired_at),
  how: row.how as Drift['how'],
})

/** Notes a difference; one that is open is seen again. */
export async function noteDrift(
  tx: Tx,
  found: Pick<Drift, 'destination' | 'dossierId' | 'dossierCode' | 'ours' | 'theirs'>,
  at: Temporal.Instant,
): Promise<void> {
  const { destination, dossierId, dossierCode, ours, theirs } = found
  await tx
    .insertInto('drift.drift')
    .values({
      id: makeId(at.epochMilliseconds),
      destination,
      dossier_id: dossierId,
      dossier_code: dossierCode,
      ours,
      theirs,
      found_at: at.toString(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['destination', 'dossier_id'])
        .where('repaired_at', 'is', null)
        .doUpdateSet({ ours, theirs }),
    )
    .execute()
}

/** What was told again has arrived and did not help: it may be told again once more. */
export async function reopenDrift(tx: Tx, destination: string, dossierId: string): Promise<void> {
  await tx
    .updateTable('drift.drift')
    .set({ repeated_at: null, repeated_by: null })
    .where('destination', '=', destination)
    .where('dossier_id', '=', dossierId)
    .where('repaired_at', 'is', null)
    .execute()
}

/** Both sides agree: what was open of these dossiers is repaired, by our telling again or by itself. */
export async function closeDrifts(
  tx: Tx,
  destination: string,
  dossierIds: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  if (dossierIds.length === 0) return
  await tx
    .updateTable('drift.drift')
    .set({
      repaired_at: at.toString(),
      how: sql<string>`case when repeated_at is null then 'by_itself' else 'told_again' end`,
    })
    .where('destination', '=', destination)
    .where('dossier_id', 'in', dossierIds)
    .where('repaired_at', 'is', null)
    .execute()
}

/** Differences of a destination, the open ones first, then the newest; at most `limit`. */
export async function listDrifts(db: Db, destination: string, limit = 50): Promise<Drift[]> {
  const rows = await selectDrift(db)
    .where('destination', '=', destination)
    .orderBy(sql`repaired_at is not null`)
    .orderBy('found_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toDrift)
}

/** The open differences whose repair was not asked for yet (of `dossierId`: its alone), by id after `after`, held until the transaction ends. */
export async function lockOpenDrifts(
  tx: Tx,
  destination: string,
  {
    after,
    limit,
    dossierId,
  }: Readonly<{ after: string | null; limit: number; dossierId?: string | undefined }>,
): Promise<Drift[]> {
  const rows = await selectDrift(tx)
    .where('destination', '=', destination)
    .where('repaired_at', 'is', null)
    .where('repeated_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .$if(dossierId !== undefined, (query) => query.where('dossier_id', '=', dossierId ?? ''))
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
  return rows.map(toDrift)
}

export async function markRepeated(
  tx: Tx,
  ids: readonly string[],
  by: string,
  at: Temporal.Instant,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('drift.drift')
    .set({ repeated_at: at.toString(), repeated_by: by })
    .where('id', 'in', ids)
    .execute()
}

/** How many dossiers a destination has otherwise than we. */
export async function countOpenDrifts(db: Db, destination: string): Promise<number> {
  const { count } = await db
    .selectFrom('drift.drift')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('destination', '=', destination)
    .where('repaired_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
