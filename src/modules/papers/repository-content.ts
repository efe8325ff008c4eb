import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import type { ExaminedPaper } from './ports.ts'
import type { ContentState, Scan, StoredPaper } from './rules/paper.ts'

export const examineJob = 'papers.examine'

/** Notes the content of papers that are being kept, and queues the look into each. */
export async function noteContent(
  tx: Tx,
  papers: readonly StoredPaper[],
  at: Temporal.Instant,
  scan: 'not_scanned' | 'quarantined',
): Promise<void> {
  const rows = papers.map(({ sha256, sizeBytes }) => ({
    sha256,
    size_bytes: sizeBytes,
    checked_at: at.toString(),
    scan,
    scan_changed_at: at.toString(),
  }))
  // In one order, so that two who give the same files at once do not wait for each other.
  const unique = [...new Map(rows.map((row) => [row.sha256, row])).values()]
  const ordered = unique.sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1))
  await tx
    .insertInto('papers.content')
    .values(ordered)
    .onConflict((on) =>
      on
        .column('sha256')
        .doUpdateSet({ scan, scan_changed_at: at.toString() })
        .where('papers.content.scan', '=', 'not_scanned')
        .where(sql.val(scan), '=', 'quarantined'),
    )
    .execute()
  for (const paper of papers) await queueExamination(tx, paper)
}

/**
 * Queues the look into a paper, with the transaction: when it is kept, and again when it comes to lie where what was found
 * of it is shown.
 */
export async function queueExamination(
  tx: Tx,
  { id, sha256, mediaType }: Pick<StoredPaper, 'id' | 'sha256' | 'mediaType'>,
): Promise<void> {
  await enqueue<ExaminedPaper>(tx, { name: examineJob }, { paperId: id, sha256, mediaType })
}

/** What is known of malware in each of the papers of `ids`. One query however many. */
export async function listScans(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Scan>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('papers.paper')
    .innerJoin('papers.content', 'papers.content.sha256', 'papers.paper.sha256')
    .select(['papers.paper.id', 'papers.content.scan'])
    .where('papers.paper.id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, scan }) => [id, scan as Scan]))
}

/** What is known of malware in one content; `not_scanned` when it is no paper's. */
export async function findScan(db: Db, sha256: string): Promise<Scan> {
  const contents = db.selectFrom('papers.content').select('scan').where('sha256', '=', sha256)
  return ((await contents.executeTakeFirst())?.scan ?? 'not_scanned') as Scan
}

/** Writes what the scanner said; answers whether that is news. `finding`: what it calls the malware. */
export async function saveScan(
  tx: Tx,
  {
    sha256,
    scan,
    finding,
    at,
  }: Readonly<{ sha256: string; scan: Scan; finding: string | null; at: Temporal.Instant }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('papers.content')
    .set({ scan, finding, scan_changed_at: at.toString() })
    .where('sha256', '=', sha256)
    .where('scan', '<>', scan)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Content nobody has scanned, that which is locked away first, then the oldest; at most `limit`. */
export async function listUnscanned(db: Db, before: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('papers.content')
    .select('sha256')
    .where('scan', 'in', ['not_scanned', 'quarantined'])
    .where('scan_changed_at', '<', sql<Date>`${before.toString()}::timestamptz`)
    .where('state', '=', 'whole')
    .orderBy('scan', 'desc')
    .orderBy('scan_changed_at')
    .limit(limit)
    .execute()
  return rows.map(({ sha256 }) => sha256)
}

/**
 * Content whose bytes were last seen before `before`, and that which was damaged or missing before `damagedBefore`, the
 * longest unseen first; at most `limit`.
 */
export async function listUnchecked(
  db: Db,
  {
    before,
    damagedBefore,
    limit,
  }: Readonly<{ before: Temporal.Instant; damagedBefore: Temporal.Instant; limit: number }>,
): Promise<{ sha256: string; sizeBytes: number }[]> {
  const rows = await db
    .selectFrom('papers.content')
    .select(['sha256', 'size_bytes'])
    .where((either) =>
      either.or([
        either('checked_at', '<', sql<Date>`${before.toString()}::timestamptz`),
        either.and([
          either('state', '<>', 'whole'),
          either('checked_at', '<', sql<Date>`${damagedBefore.toString()}::timestamptz`),
        ]),
      ]),
    )
    .orderBy('checked_at')
    .limit(limit)
    .execute()
  return rows.map(({ sha256, size_bytes }) => ({ sha256, sizeBytes: size_bytes }))
}

/** Writes in which state the bytes were seen just now. */
export async function saveCheck(
  db: Db | Tx,
  sha256: string,
  state: ContentState,
  at: Temporal.Instant,
): Promise<void> {
  await db
    .updateTable('papers.content')
    .set({ state, checked_at: at.toString() })
    .where('sha256', '=', sha256)
    .execute()
}

/** What a check of health looks at. */
export type ContentHealth = Readonly<{
  damaged: number
  missing: number
  /** Since when the first content has waited for the scanner. */
  quarantinedSince: Temporal.Instant | null
}>

export async function readContentHealth(db: Db): Promise<ContentHealth> {
  const row = await db
    .selectNoFrom((select) => [
      countState(db, 'damaged').as('damaged'),
      countState(db, 'missing').as('missing'),
      select
        .selectFrom('papers.content')
        .select((content) => content.fn.min('scan_changed_at').as('at'))
        .where('scan', '=', 'quarantined')
        .as('since'),
    ])
    .executeTakeFirstOrThrow()
  const quarantinedSince = row.since ? instantOf(row.since) : null
  return { damaged: Number(row.damaged), missing: Number(row.missing), quarantinedSince }
}

const countState = (db: Db, state: ContentState) =>
  db
    .selectFrom('papers.content')
    .select((content) => content.fn.countAll<string>().as('count'))
    .where('state', '=', state)
