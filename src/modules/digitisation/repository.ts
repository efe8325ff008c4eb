import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { CaptureSource, NoteMark, PageState, Rotation, ScannedPaper, ScanPage } from './rules/page.ts'

/** Phiên quét: what one officer scans at one sitting, one or several papers. */
export type ScanSession = Readonly<{
  id: string
  accountId: string
  accountName: string
  agencyId: string
  procedureCode: string | null
  title: string
  openedAt: Temporal.Instant
  closedAt: Temporal.Instant | null
}>

const selectSessions = (db: Db | Tx) => db.selectFrom('digitisation.scan_session').selectAll()
type SessionRow = Awaited<ReturnType<ReturnType<typeof selectSessions>['executeTakeFirstOrThrow']>>

const toSession = (row: SessionRow): ScanSession => ({
  id: row.id,
  accountId: row.account_id,
  accountName: row.account_name,
  agencyId: row.agency_id,
  procedureCode: row.procedure_code,
  title: row.title,
  openedAt: instantOf(row.opened_at),
  closedAt: row.closed_at && instantOf(row.closed_at),
})

export async function findSession(db: Db | Tx, id: string): Promise<ScanSession | null> {
  const row = await selectSessions(db).where('id', '=', id).executeTakeFirst()
  return row ? toSession(row) : null
}

/** Holds the session until the transaction ends: what comes and what is changed goes one after another. */
export async function lockSession(tx: Tx, id: string): Promise<ScanSession | null> {
  const row = await selectSessions(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toSession(row) : null
}

/** The sessions of an officer, newest first; `before` is the id of the last one seen. */
export async function listSessions(
  db: Db,
  accountId: string,
  { before, limit }: Readonly<{ before: string | null; limit: number }>,
): Promise<ScanSession[]> {
  const sessions = selectSessions(db).where('account_id', '=', accountId)
  const rows = await (before ? sessions.where('id', '<', before) : sessions)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toSession)
}

export type NewSession = Omit<ScanSession, 'closedAt'> & Readonly<{ component: string | null }>

/** Opens the session with its first paper. */
export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  const { id, component, title } = session
  await tx
    .insertInto('digitisation.scan_session')
    .values({
      id,
      component,
      title,
      account_id: session.accountId,
      account_name: session.accountName,
      agency_id: session.agencyId,
      procedure_code: session.procedureCode,
      opened_at: session.openedAt.toString(),
    })
    .execute()
  await insertPaper(tx, id, { number: 1, component, name: title, originalPages: null })
}

export async function closeSession(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('digitisation.scan_session')
    .set({ closed_at: at.toString() })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .execute()
}

export async function insertPaper(tx: Tx, sessionId: string, paper: ScannedPaper): Promise<void> {
  const { number, component, name, originalPages } = paper
  await tx
    .insertInto('digitisation.scanned_paper')
    .values({ session_id: sessionId, number, component, name, original_pages: originalPages })
    .execute()
}

/** The papers of a session, in order; never more than a few dozen. */
export async function listScannedPapers(db: Db | Tx, sessionId: string): Promise<ScannedPaper[]> {
  const rows = await db
    .selectFrom('digitisation.scanned_paper')
    .select(['number', 'component', 'name', 'original_pages as originalPages'])
    .where('session_id', '=', sessionId)
    .orderBy('number')
    .limit(500)
    .execute()
  return rows
}

/** How many papers each of these sessions has. One query however many. */
export async function countPapers(db: Db, sessionIds: readonly string[]): Promise<Map<string, number>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('digitisation.scanned_paper')
    .select((by) => ['session_id as id', by.fn.countAll<number>().as('papers')])
    .where('session_id', 'in', sessionIds)
    .groupBy('session_id')
    .execute()
  return new Map(rows.map(({ id, papers }) => [id, Number(papers)]))
}

export async function savePaper(tx: Tx, sessionId: string, paper: ScannedPaper): Promise<void> {
  const { number, component, name, originalPages } = paper
  await tx
    .updateTable('digitisation.scanned_paper')
    .set({ component, name, original_pages: originalPages })
    .where('session_id', '=', sessionId)
    .where('number', '=', number)
    .execute()
}

/** A file as it came, and how far its pages are read. */
export type Capture = Readonly<{
  id: string
  sessionId: string
  source: CaptureSource
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
  paperNumber: number | null
  replacesPageId: string | null
  capturedAt: Temporal.Instant
  capturedByName: string
  state: 'waiting' | 'done' | 'unreadable'
  pagesDone: number
  pagesTotal: number | null
  problem: string | null
}>

const selectCaptures = (db: Db | Tx) => db.selectFrom('digitisation.capture').selectAll()
type CaptureRow = Awaited<ReturnType<ReturnType<typeof selectCaptures>['executeTakeFirstOrThrow']>>

const toCapture = (row: CaptureRow): Capture => ({
  id: row.id,
  sessionId: row.session_id,
  source: row.source as CaptureSource,
  name: row.name,
  mediaType: row.media_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  paperNumber: row.paper_number,
  replacesPageId: row.replaces_page_id,
  capturedAt: instantOf(row.captured_at),
  capturedByName: row.captured_by_name,
  state: row.state as Capture['state'],
  pagesDone: row.pages_done,
  pagesTotal: row.pages_total,
  problem: row.problem,
})

export type NewCapture = Omit<Capture, 'state' | 'pagesDone' | 'pagesTotal' | 'problem'>

export async function insertCapture(tx: Tx, capture: NewCapture): Promise<void> {
  await tx
    .insertInto('digitisation.capture')
    .values({
      id: capture.id,
      session_id: capture.sessionId,
      source: capture.source,
      name: capture.name,
      media_type: capture.mediaType,
      size_bytes: capture.sizeBytes,
      sha256: capture.sha256,
      paper_number: capture.paperNumber,
      replaces_page_id: capture.replacesPageId,
      captured_at: capture.capturedAt.toString(),
      captured_by_name: capture.capturedByName,
    })
    .execute()
}

export async function findCapture(db: Db | Tx, id: string): Promise<Capture | null> {
  const row = await selectCaptures(db).where('id', '=', id).executeTakeFirst()
  return row ? toCapture(row) : null
}

/** The captures of a session that are not done: still being read, or not readable. At most 100. */
export async function listOpenCaptures(db: Db, sessionId: string): Promise<Capture[]> {
  const rows = await selectCaptures(db)
    .where('session_id', '=', sessionId)
    .where('state', '<>', 'done')
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map(toCapture)
}

export async function countCaptures(tx: Tx, sessionId: string): Promise<number> {
  const { captures } = await tx
    .selectFrom('digitisation.capture')
    .select((by) => by.fn.countAll<number>().as('captures'))
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow()
  return Number(captures)
}

/** How far the reading of a file is. */
export async function saveCapture(
  tx: Tx,
  id: string,
  now: Readonly<{ state: Capture['state']; pagesDone: number; pagesTotal?: number; problem?: string }>,
): Promise<void> {
  await tx
    .updateTable('digitisation.capture')
    .set({
      state: now.state,
      pages_done: now.pagesDone,
      problem: now.problem ?? null,
      ...(now.pagesTotal !== undefined && { pages_total: now.pagesTotal }),
    })
    .where('id', '=', id)
    .execute()
}

const selectPages = (db: Db | Tx) =>
  db
    .selectFrom('digitisation.scan_page as page')
    .innerJoin('digitisation.page_version as version', (join) =>
      join.onRef('version.page_id', '=', 'page.id').onRef('version.number', '=', 'page.version'),
    )
    .select([
      'page.id',
      'page.paper_number as paperNumber',
      'page.position',
      'page.state',
      'page.note',
      'page.rotation',
      'page.version',
      'version.sha256',
      'version.thumbnail_sha256 as thumbnailSha256',
      'version.width',
      'version.height',
      'version.dots_per_inch as dotsPerInch',
    ])
type PageRow = Awaited<ReturnType<ReturnType<typeof selectPages>['executeTakeFirstOrThrow']>>

const toPage = ({ state, note, rotation, ...row }: PageRow): ScanPage => ({
  ...row,
  state: state as PageState,
  note: note as NoteMark | null,
  rotation: rotation as Rotation,
})

/** Every page of a session in its newest version, paper after paper. */
export async function listPages(db: Db | Tx, sessionId: string): Promise<ScanPage[]> {
  const rows = await selectPages(db)
    .where('page.session_id', '=', sessionId)
    .orderBy('page.paper_number')
    .orderBy('page.position')
    .orderBy('page.id')
    .limit(5000)
    .execute()
  return rows.map(toPage)
}

/** A page of this session, by its id. */
export async function findPage(db: Db | Tx, sessionId: string, id: string): Promise<ScanPage | null> {
  const row = await selectPages(db)
    .where('page.session_id', '=', sessionId)
    .where('page.id', '=', id)
    .executeTakeFirst()
  return row ? toPage(row) : null
}

/** The page a capture gave last: the paper its next one belongs to. */
export async function findLastPaperOf(tx: Tx, captureId: string): Promise<number | null> {
  const row = await tx
    .selectFrom('digitisation.scan_page')
    .select('paper_number')
    .where('capture_id', '=', captureId)
    .orderBy('page_in_file', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.paper_number ?? null
}

export type NewPage = Readonly<{
  id: string
  sessionId: string
  captureId: string
  pageInFile: number
  paperNumber: number
  state: PageState
}>

/** Adds a page at the end of its paper; false when this page of this file is there already. */
export async function insertPage(tx: Tx, page: NewPage): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('digitisation.scan_page')
    .values({
      id: page.id,
      session_id: page.sessionId,
      capture_id: page.captureId,
      page_in_file: page.pageInFile,
      paper_number: page.paperNumber,
      position: sql<number>`(select coalesce(max(position), 0) + 1 from digitisation.scan_page
        where session_id = ${page.sessionId} and paper_number = ${page.paperNumber})`,
      state: page.state,
    })
    .onConflict((conflict) => conflict.constraint('scan_page_capture_key').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type NewVersion = Readonly<{
  pageId: string
  number: number
  captureId: string
  sha256: string
  thumbnailSha256: string
  width: number
  height: number
  dotsPerInch: number
  turnedDegrees: number
  madeAt: Temporal.Instant
}>

export async function appendVersion(tx: Tx, version: NewVersion): Promise<void> {
  await tx
    .insertInto('digitisation.page_version')
    .values({
      page_id: version.pageId,
      number: version.number,
      capture_id: version.captureId,
      sha256: version.sha256,
      thumbnail_sha256: version.thumbnailSha256,
      width: version.width,
      height: version.height,
      dots_per_inch: version.dotsPerInch,
      turned_degrees: version.turnedDegrees,
      made_at: version.madeAt.toString(),
    })
    .execute()
}

/** How a page stands after a change by hand, or with a newer picture. */
export async function savePage(
  tx: Tx,
  page: Pick<ScanPage, 'id' | 'paperNumber' | 'position' | 'state' | 'note' | 'rotation' | 'version'>,
): Promise<void> {
  await tx
    .updateTable('digitisation.scan_page')
    .set({
      paper_number: page.paperNumber,
      position: page.position,
      state: page.state,
      note: page.note,
      rotation: page.rotation,
      version: page.version,
    })
    .where('id', '=', page.id)
    .execute()
}
