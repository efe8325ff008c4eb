import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { memoryOf } from '#platform/memory'
import { noteContent } from './repository-content.ts'
import type { PaperOrigin, Scan, StoredPaper } from './rules/paper.ts'

type SignedIn = Exclude<Actor, { kind: 'nobody' }>

/** A paper to be written. `sentSha256`: of what was sent, when what is kept is not the same bytes. */
export type NewPaper = Omit<StoredPaper, 'id'> & Readonly<{ id?: string; sentSha256?: string }>

/** Writes the rows of papers with their audit entries, and queues the look into each. */
export async function savePapers(
  tx: Tx,
  received: readonly NewPaper[],
  actor: SignedIn,
  { at, scan }: Readonly<{ at: Temporal.Instant; scan: 'not_scanned' | 'quarantined' }>,
): Promise<StoredPaper[]> {
  const rows = received.map(({ id, name, mediaType, sizeBytes, sha256, sentSha256 = null, origin }) => ({
    id: id ?? makeId(at.epochMilliseconds),
    name,
    media_type: mediaType,
    size_bytes: sizeBytes,
    sha256,
    sent_sha256: sentSha256,
    origin,
    received_by: actor.accountId,
    received_at: at.toString(),
  }))
  if (rows.length === 0) return []
  await tx.insertInto('papers.paper').values(rows).execute()
  for (const { id, sha256 } of rows) {
    const subject = { subjectKind: 'paper', subjectId: id, detail: { sha256 } }
    await appendAudit(tx, { at, actor, action: 'papers.receive', ...subject })
  }
  const papers = rows.map(toPaper)
  await noteContent(tx, papers, at, scan)
  return papers
}

const columns = ['id', 'name', 'media_type', 'size_bytes', 'sha256', 'origin'] as const
const paperColumns = columns.map((column) => `papers.paper.${column}` as const)

const toPaper = (row: {
  id: string
  name: string
  media_type: string
  size_bytes: number
  sha256: string
  origin: string
}): StoredPaper => ({
  id: row.id,
  name: row.name,
  mediaType: row.media_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  origin: row.origin as PaperOrigin,
})

/** The papers of `ids`, in the order of `ids`; an unknown id is left out. One query however many. */
export const listPapers = (db: Db, ids: readonly string[]): Promise<StoredPaper[]> => selectPapers(db, ids)

const receivedOf = memoryOf<Db, StoredPaper>(3_600_000)

/** Remembers papers that were just received: who sends them hands them in soon after, and then no row is read. */
export function rememberPapers(db: Db, papers: readonly StoredPaper[], accountId: string): void {
  for (const paper of papers) receivedOf(db).put(`${accountId} ${paper.id}`, paper)
}

/** Those of `ids` that this account gave itself: what somebody may attach to a dossier. A paper never changes. */
export async function listOwnPapers(db: Db, ids: readonly string[], accountId: string): Promise<StoredPaper[]> {
  const known = receivedOf(db).peek
  const remembered = ids.flatMap((id) => known(`${accountId} ${id}`) ?? [])
  return remembered.length === ids.length ? remembered : await selectPapers(db, ids, accountId)
}

async function selectPapers(db: Db, ids: readonly string[], accountId?: string): Promise<StoredPaper[]> {
  if (ids.length === 0) return []
  const papers = db.selectFrom('papers.paper').select(columns).where('id', 'in', ids)
  const rows = await (accountId ? papers.where('received_by', '=', accountId) : papers).execute()
  const byId = new Map(rows.map((row) => [row.id, toPaper(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** A paper with what only its keeper needs to know. */
export type KnownPaper = StoredPaper &
  Readonly<{
    receivedBy: string
    /** Of what was sent, when what is kept is not the same bytes. */
    sentSha256: string | null
    scan: Scan
  }>

/** One paper, who gave it, and whether its content was looked at for malware; null when there is none of that id. */
export async function findPaper(db: Db, id: string): Promise<KnownPaper | null> {
  const row = await db
    .selectFrom('papers.paper')
    .leftJoin('papers.content', 'papers.content.sha256', 'papers.paper.sha256')
    .select(paperColumns)
    .select(['papers.paper.received_by', 'papers.paper.sent_sha256', 'papers.content.scan'])
    .where('papers.paper.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const scan = (row.scan ?? 'not_scanned') as Scan
  return { ...toPaper(row), receivedBy: row.received_by, sentSha256: row.sent_sha256, scan }
}

/** How many bytes an account has sent since `since`. */
export async function sumSentSince(db: Db, accountId: string, since: Temporal.Instant): Promise<number> {
  const { sum } = await db
    .selectFrom('papers.paper')
    .select((select) => select.fn.coalesce(select.fn.sum('size_bytes'), sql<string>`0`).as('sum'))
    .where('received_by', '=', accountId)
    .where('received_at', '>=', sql<Date>`${since.toString()}::timestamptz`)
    .where('origin', '=', 'upload')
    .executeTakeFirstOrThrow()
  return Number(sum)
}
