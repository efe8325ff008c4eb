import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'

/** Hồ sơ đã chuyển: under which code a system has a dossier of ours; `toldNumber` of the last event that it was told. */
export type HandOver = Readonly<{
  dossierCode: string
  theirCode: string
  theirId: string | null
  toldNumber: number
  toldRepeat: number
}>

const handOvers = (db: Db | Tx, system: string) =>
  db
    .selectFrom('mirrors.hand_over')
    .select(['dossier_code', 'their_code', 'their_id', 'told_number', 'told_repeat'])
    .where('system', '=', system)
type Row = Awaited<ReturnType<ReturnType<typeof handOvers>['executeTakeFirstOrThrow']>>

const toHandOver = (row: Row): HandOver => ({
  ...{ dossierCode: row.dossier_code, theirCode: row.their_code, theirId: row.their_id },
  ...{ toldNumber: row.told_number, toldRepeat: row.told_repeat },
})

export async function findHandOver(db: Db, system: string, dossierCode: string): Promise<HandOver | null> {
  const row = await handOvers(db, system).where('dossier_code', '=', dossierCode).executeTakeFirst()
  return row ? toHandOver(row) : null
}

/** Those of some codes of theirs that are dossiers of ours. */
export async function listHandedOver(
  db: Db | Tx,
  system: string,
  theirCodes: readonly string[],
): Promise<HandOver[]> {
  if (theirCodes.length === 0) return []
  const rows = await handOvers(db, system).where('their_code', 'in', theirCodes).execute()
  return rows.map(toHandOver)
}

export async function saveHandOver(tx: Tx, system: string, one: HandOver): Promise<void> {
  const { dossierCode, theirCode, theirId, toldNumber, toldRepeat } = one
  const now = { their_id: theirId, told_number: toldNumber, told_repeat: toldRepeat }
  await tx
    .insertInto('mirrors.hand_over')
    .values({ system, dossier_code: dossierCode, their_code: theirCode, ...now })
    .onConflict((conflict) => conflict.constraint('hand_over_pkey').doUpdateSet(now))
    .execute()
}

/** A paper as a system has it: its id there, by the id here. */
export async function listHandedPapers(
  db: Db,
  system: string,
  dossierCode: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('mirrors.handed_paper')
    .select(['paper_id', 'their_id'])
    .where('system', '=', system)
    .where('dossier_code', '=', dossierCode)
    .execute()
  return new Map(rows.map(({ paper_id, their_id }) => [paper_id, their_id]))
}

export async function addHandedPaper(
  tx: Tx,
  paper: Readonly<{ system: string; dossierCode: string; paperId: string; theirId: string; sha256: string }>,
): Promise<void> {
  const { system, dossierCode, paperId, theirId, sha256 } = paper
  await tx
    .insertInto('mirrors.handed_paper')
    .values({ system, dossier_code: dossierCode, paper_id: paperId, their_id: theirId, sha256 })
    .onConflict((conflict) => conflict.constraint('handed_paper_pkey').doNothing())
    .execute()
}

/** An officer has seen a report about a dossier of ours; a second time changes nothing. */
export async function addAcknowledgement(
  tx: Tx,
  seen: Readonly<{
    reportId: string
    dossierId: string
    officerId: string
    officerName: string
    at: Temporal.Instant
  }>,
): Promise<void> {
  await tx
    .insertInto('mirrors.acknowledgement')
    .values({
      ...{ report_id: seen.reportId, dossier_id: seen.dossierId, at: seen.at.toString() },
      ...{ officer_id: seen.officerId, officer_name: seen.officerName },
    })
    .onConflict((conflict) => conflict.constraint('acknowledgement_pkey').doNothing())
    .execute()
}

/** Which of some reports an officer has seen. */
export async function listAcknowledged(db: Db, reportIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (reportIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('mirrors.acknowledgement')
    .select('report_id')
    .where('report_id', 'in', reportIds)
    .execute()
  return new Set(rows.map(({ report_id }) => report_id))
}
