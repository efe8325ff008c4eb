import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { PageText, ReadWord } from '#platform/ocr'
import type { CopiedPage, CopyState, DigitisedCopy } from './rules/copy.ts'
import type { Suggestion, SuggestionKind } from './rules/suggest-fields.ts'

const selectCopies = (db: Db | Tx) => db.selectFrom('digitisation.digitised_copy').selectAll()
type CopyRow = Awaited<ReturnType<ReturnType<typeof selectCopies>['executeTakeFirstOrThrow']>>

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const toCopy = (row: CopyRow): DigitisedCopy => ({
  id: row.id,
  sessionId: row.session_id,
  paperNumber: row.paper_number,
  number: row.number,
  accountId: row.account_id,
  name: row.name,
  procedureCode: row.procedure_code,
  component: row.component,
  pages: row.pages as CopiedPage[],
  originalPages: row.original_pages,
  state: row.state as CopyState,
  pagesRead: row.pages_read,
  problem: row.problem,
  askedAt: row.asked_at.toISOString(),
  madeAt: iso(row.made_at),
  paperId: row.paper_id,
  sha256: row.sha256,
  sizeBytes: row.size_bytes,
  signingProblem: row.signing_problem,
  certifiedAt: iso(row.certified_at),
  certifiedByName: row.certified_by_name,
  certifiedPaperId: row.certified_paper_id,
  certifiedSha256: row.certified_sha256,
  usedAt: iso(row.used_at),
  usedReference: row.used_reference,
})

export async function findCopy(db: Db | Tx, id: string): Promise<DigitisedCopy | null> {
  const row = await selectCopies(db).where('id', '=', id).executeTakeFirst()
  return row ? toCopy(row) : null
}

export async function lockCopy(tx: Tx, id: string): Promise<DigitisedCopy | null> {
  const row = await selectCopies(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toCopy(row) : null
}

/** The copies of a session, newest first for each paper. */
export async function listCopiesOf(db: Db | Tx, sessionId: string): Promise<DigitisedCopy[]> {
  const rows = await selectCopies(db)
    .where('session_id', '=', sessionId)
    .orderBy('paper_number')
    .orderBy('number', 'desc')
    .limit(500)
    .execute()
  return rows.map(toCopy)
}

export type UnusedFilter = Readonly<{ accountId: string; states: readonly CopyState[]; limit: number }>

/** Copies of an officer that no dossier holds yet, newest first. */
export async function listUnused(db: Db, { accountId, states, limit }: UnusedFilter): Promise<DigitisedCopy[]> {
  const rows = await selectCopies(db)
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .where('state', 'in', states)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toCopy)
}

/** Copies of an officer that wait for the signature, whether used or not, oldest first. */
export async function listUnsigned(db: Db, accountId: string, limit: number): Promise<DigitisedCopy[]> {
  const rows = await selectCopies(db)
    .where('account_id', '=', accountId)
    .where('state', '=', 'made')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toCopy)
}

/** The copies whose file, signed or not, is one of these papers. */
export async function listCopiesByPaper(db: Db | Tx, paperIds: readonly string[]): Promise<DigitisedCopy[]> {
  if (paperIds.length === 0) return []
  const rows = await selectCopies(db)
    .where((by) => by.or([by('paper_id', 'in', paperIds), by('certified_paper_id', 'in', paperIds)]))
    .execute()
  return rows.map(toCopy)
}

export type NewCopy = Pick<
  DigitisedCopy,
  | 'id'
  | 'sessionId'
  | 'paperNumber'
  | 'number'
  | 'accountId'
  | 'name'
  | 'procedureCode'
  | 'component'
  | 'pages'
  | 'originalPages'
> &
  Readonly<{ agencyId: string; askedAt: Temporal.Instant }>

export async function insertCopy(tx: Tx, copy: NewCopy): Promise<void> {
  await tx
    .insertInto('digitisation.digitised_copy')
    .values({
      id: copy.id,
      session_id: copy.sessionId,
      paper_number: copy.paperNumber,
      number: copy.number,
      account_id: copy.accountId,
      agency_id: copy.agencyId,
      name: copy.name,
      procedure_code: copy.procedureCode,
      component: copy.component,
      pages: JSON.stringify(copy.pages),
      original_pages: copy.originalPages,
      state: 'waiting',
      asked_at: copy.askedAt.toString(),
    })
    .execute()
}

/** What changes of a copy; what is left out stays. */
export type CopyChange = Partial<
  Pick<
    DigitisedCopy,
    | 'state'
    | 'pagesRead'
    | 'problem'
    | 'madeAt'
    | 'paperId'
    | 'sha256'
    | 'sizeBytes'
    | 'signingProblem'
    | 'certifiedAt'
    | 'certifiedByName'
    | 'certifiedPaperId'
    | 'certifiedSha256'
    | 'usedAt'
    | 'usedReference'
  >
>

const columnOf = {
  state: 'state',
  pagesRead: 'pages_read',
  problem: 'problem',
  madeAt: 'made_at',
  paperId: 'paper_id',
  sha256: 'sha256',
  sizeBytes: 'size_bytes',
  signingProblem: 'signing_problem',
  certifiedAt: 'certified_at',
  certifiedByName: 'certified_by_name',
  certifiedPaperId: 'certified_paper_id',
  certifiedSha256: 'certified_sha256',
  usedAt: 'used_at',
  usedReference: 'used_reference',
} as const satisfies Record<keyof CopyChange, string>

export async function saveCopy(tx: Tx, id: string, change: CopyChange): Promise<void> {
  const columns = Object.entries(change).map(([key, value]) => [columnOf[key as keyof CopyChange], value])
  await tx
    .updateTable('digitisation.digitised_copy')
    .set(Object.fromEntries(columns))
    .where('id', '=', id)
    .execute()
}

/** The picture of one version of a page. */
export type Picture = Readonly<{ sha256: string; width: number; height: number; dotsPerInch: number }>

export async function getPicture(db: Db, { pageId, version }: CopiedPage): Promise<Picture> {
  return await db
    .selectFrom('digitisation.page_version')
    .select(['sha256', 'width', 'height', 'dots_per_inch as dotsPerInch'])
    .where('page_id', '=', pageId)
    .where('number', '=', version)
    .executeTakeFirstOrThrow()
}

/** The words of a page as they were read before; null when nobody has. */
export async function findText(db: Db, page: CopiedPage): Promise<PageText | null> {
  const row = await db
    .selectFrom('digitisation.page_text')
    .select(['lines', 'confidence'])
    .where('page_id', '=', page.pageId)
    .where('version', '=', page.version)
    .where('rotation', '=', page.rotation)
    .executeTakeFirst()
  return row ? { lines: row.lines as ReadWord[][], sure: Number(row.confidence) } : null
}

/** Keeps the words of a page; read twice, they are kept once. */
export async function keepText(tx: Tx, page: CopiedPage, text: PageText, at: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('digitisation.page_text')
    .values({
      page_id: page.pageId,
      version: page.version,
      rotation: page.rotation,
      lines: JSON.stringify(text.lines),
      confidence: text.sure,
      read_at: at.toString(),
    })
    .onConflict((conflict) => conflict.constraint('page_text_pkey').doNothing())
    .execute()
}

export async function appendSuggestions(tx: Tx, copyId: string, found: readonly Suggestion[]): Promise<void> {
  if (found.length === 0) return
  const rows = found.map(({ kind, value, line, page, sure }, index) => ({
    copy_id: copyId,
    number: index + 1,
    kind,
    value,
    line: line.slice(0, 500),
    page,
    confidence: sure,
  }))
  await tx.insertInto('digitisation.suggestion').values(rows).execute()
}

/** What the text of these copies proposes, each in its order. One query however many. */
export async function listSuggestionsOf(
  db: Db | Tx,
  copyIds: readonly string[],
): Promise<(Suggestion & Readonly<{ copyId: string }>)[]> {
  if (copyIds.length === 0) return []
  const rows = await db
    .selectFrom('digitisation.suggestion')
    .selectAll()
    .where('copy_id', 'in', copyIds)
    .orderBy('copy_id')
    .orderBy('number')
    .execute()
  return rows.map(({ copy_id: copyId, kind, value, line, page, confidence }) => ({
    copyId,
    kind: kind as SuggestionKind,
    value,
    line,
    page,
    sure: Number(confidence),
  }))
}

export async function insertLink(
  tx: Tx,
  link: Readonly<{
    tokenSha256: string
    sessionId: string
    madeAt: Temporal.Instant
    expiresAt: Temporal.Instant
  }>,
): Promise<void> {
  await tx
    .insertInto('digitisation.phone_link')
    .values({
      token_sha256: link.tokenSha256,
      session_id: link.sessionId,
      made_at: link.madeAt.toString(),
      expires_at: link.expiresAt.toString(),
    })
    .execute()
}

/** The session a telephone's address leads to, and until when. */
export async function findLink(
  db: Db,
  tokenSha256: string,
): Promise<Readonly<{ sessionId: string; expiresAt: Temporal.Instant }> | null> {
  const row = await db
    .selectFrom('digitisation.phone_link')
    .select(['session_id as sessionId', 'expires_at'])
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst()
  if (!row) return null
  const expiresAt = instantOf(row.expires_at)
  return { sessionId: row.sessionId, expiresAt }
}
