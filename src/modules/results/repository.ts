import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'

export type ResultState = 'signed' | 'issued' | 'replaced' | 'revoked' | 'unused'

/** Kết quả: what a dossier ends with, as it was signed; `sha256` is the content that is given out now. */
export type Result = Readonly<{
  id: string
  dossierId: string
  dossierCode: string
  agencyId: string
  agencyName: string
  checkCode: string
  title: string
  procedureCode: string
  /** Mã kết quả, `KQ.G02.000137`; null where the procedure names none. */
  resultCode: string | null
  holderName: string
  holderPersonalId: string
  state: ResultState
  signingDocumentId: string
  signerAccountId: string
  signerName: string
  signerPosition: string | null
  signedAt: Temporal.Instant
  paperId: string
  sha256: string
  /** Signed, and the dossier could not be approved with it: the code of why. */
  unusedCode: string | null
  documentNumber: string | null
  issuedAt: Temporal.Instant | null
  sealedAt: Temporal.Instant | null
  /** Why there is no seal. */
  sealNote: string | null
  endedAt: Temporal.Instant | null
  endedBy: string | null
  endedReason: string | null
}>

export type NewResult = Omit<
  Result,
  'id' | 'documentNumber' | 'issuedAt' | 'sealedAt' | 'sealNote' | 'endedAt' | 'endedBy' | 'endedReason'
>

const select = (db: Db | Tx) => db.selectFrom('results.result').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toResult = (row: Row): Result => ({
  id: row.id,
  dossierId: row.dossier_id,
  dossierCode: row.dossier_code,
  agencyId: row.agency_id,
  agencyName: row.agency_name,
  checkCode: row.check_code,
  title: row.title,
  procedureCode: row.procedure_code,
  resultCode: row.result_code,
  holderName: row.holder_name,
  holderPersonalId: row.holder_personal_id,
  state: row.state as ResultState,
  signingDocumentId: row.signing_document_id,
  signerAccountId: row.signer_account_id,
  signerName: row.signer_name,
  signerPosition: row.signer_position,
  signedAt: instantOf(row.signed_at),
  paperId: row.paper_id,
  sha256: row.sha256,
  unusedCode: row.unused_code,
  documentNumber: row.document_number,
  issuedAt: row.issued_at && instantOf(row.issued_at),
  sealedAt: row.sealed_at && instantOf(row.sealed_at),
  sealNote: row.seal_note,
  endedAt: row.ended_at && instantOf(row.ended_at),
  endedBy: row.ended_by,
  endedReason: row.ended_reason,
})

/** Writes a result that was signed. Answers null when this signature was recorded before. */
export async function insertResult(tx: Tx, result: NewResult): Promise<Result | null> {
  const row = await tx
    .insertInto('results.result')
    .values({
      id: makeId(result.signedAt.epochMilliseconds),
      dossier_id: result.dossierId,
      dossier_code: result.dossierCode,
      agency_id: result.agencyId,
      agency_name: result.agencyName,
      check_code: result.checkCode,
      title: result.title,
      procedure_code: result.procedureCode,
      result_code: result.resultCode,
      holder_name: result.holderName,
      holder_personal_id: result.holderPersonalId,
      state: result.state,
      signing_document_id: result.signingDocumentId,
      signer_account_id: result.signerAccountId,
      signer_name: result.signerName,
      signer_position: result.signerPosition,
      signed_at: result.signedAt.toString(),
      paper_id: result.paperId,
      sha256: result.sha256,
      unused_code: result.unusedCode,
    })
    .onConflict((conflict) => conflict.column('signing_document_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row ? toResult(row) : null
}

/** Holds a result until the transaction ends. */
export async function lockResult(tx: Tx, id: string): Promise<Result | null> {
  const row = await select(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toResult(row) : null
}

export async function findResultOfSigning(db: Db | Tx, documentId: string): Promise<Result | null> {
  const row = await select(db).where('signing_document_id', '=', documentId).executeTakeFirst()
  return row ? toResult(row) : null
}

/** What a dossier ended with, also what was replaced or could not be used, the first first. */
export async function listResultsOf(db: Db, dossierId: string): Promise<Result[]> {
  const rows = await select(db)
    .where('dossier_id', '=', dossierId)
    .orderBy('signed_at')
    .orderBy('id')
    .limit(20)
    .execute()
  return rows.map(toResult)
}

export async function findResultByCode(db: Db, checkCode: string): Promise<Result | null> {
  const row = await select(db)
    .where('check_code', '=', checkCode)
    .where('state', '<>', 'unused')
    .executeTakeFirst()
  return row ? toResult(row) : null
}

/** The result that had this content at some time. */
export async function findResultByContent(db: Db, sha256: string): Promise<Result | null> {
  const row = await select(db)
    .where('state', '<>', 'unused')
    .where('id', 'in', (query) =>
      query.selectFrom('results.content').select('result_id').where('sha256', '=', sha256),
    )
    .orderBy('signed_at', 'desc')
    .executeTakeFirst()
  return row ? toResult(row) : null
}

/** The dossier whose result a paper is; null when it is none. */
export async function findDossierOfResultPaper(db: Db, paperId: string): Promise<string | null> {
  const row = await db
    .selectFrom('results.content')
    .innerJoin('results.result', 'results.result.id', 'results.content.result_id')
    .select('results.result.dossier_id')
    .where('results.content.paper_id', '=', paperId)
    .executeTakeFirst()
  return row?.dossier_id ?? null
}

export async function listContents(db: Db, resultId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('results.content')
    .select('sha256')
    .where('result_id', '=', resultId)
    .orderBy('at')
    .limit(20)
    .execute()
  return rows.map(({ sha256 }) => sha256)
}

/** What changes in a result after it was signed; what is left out stays. */
export type ResultChange = Readonly<
  Partial<{
    state: ResultState
    paper_id: string
    sha256: string
    number: number
    year: number
    document_number: string
    issued_at: string
    sealed_at: string
    seal_note: string
    ended_at: string
    ended_by: string
    ended_reason: string
  }>
>

export async function changeResult(tx: Tx, id: string, change: ResultChange): Promise<Result> {
  const row = await tx
    .updateTable('results.result')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toResult(row)
}

export type ResultEventKind =
  | 'signed'
  | 'strengthened'
  | 'issued'
  | 'sealed'
  | 'not_sealed'
  | 'replaced'
  | 'revoked'
  | 'unused'

/** Adds an event of a result that this transaction holds or has just written. */
export async function appendResultEvent(
  tx: Tx,
  resultId: string,
  event: Readonly<{ kind: ResultEventKind; at: Temporal.Instant; actorName: string; detail?: object }>,
): Promise<void> {
  const { last } = await tx
    .selectFrom('results.result_event')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
    .where('result_id', '=', resultId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('results.result_event')
    .values({
      result_id: resultId,
      number: last + 1,
      at: event.at.toString(),
      kind: event.kind,
      actor_name: event.actorName,
      detail: JSON.stringify(event.detail ?? {}),
    })
    .execute()
}

/** Adds a content of a result; the same one twice is one. */
export async function appendContent(
  tx: Tx,
  resultId: string,
  content: Readonly<{ sha256: string; paperId: string; kind: 'signed' | 'strengthened' | 'sealed' }>,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('results.content')
    .values({
      result_id: resultId,
      sha256: content.sha256,
      paper_id: content.paperId,
      kind: content.kind,
      at: at.toString(),
    })
    .onConflict((conflict) => conflict.columns(['result_id', 'sha256']).doNothing())
    .execute()
}

/** The next number of an agency in a year, without gaps: the row is held until the transaction ends. */
export async function takeDocumentNumber(tx: Tx, agencyId: string, year: number): Promise<number> {
  const row = await tx
    .insertInto('results.number_counter')
    .values({ agency_id: agencyId, year, last_number: 1 })
    .onConflict((conflict) =>
      conflict.columns(['agency_id', 'year']).doUpdateSet((eb) => ({
        last_number: eb('results.number_counter.last_number', '+', 1),
      })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow()
  return row.last_number
}
