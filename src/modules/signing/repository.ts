import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Beside } from './rules/appearance.ts'
import type { DocumentState, ReachedLevel, SignatureKind } from './rules/batch.ts'

/** Lần ký: one will to sign many documents with one certificate, at one provider. */
export type Batch = Readonly<{
  id: string
  kind: SignatureKind
  /** The officer who signs; null for a seal, which is the agency's. */
  accountId: string | null
  agencyId: string
  agencyName: string
  signerName: string
  signerPosition: string | null
  provider: string
  signerId: string | null
  agencySealId: string | null
  certificateId: string
  reason: string
  startedAt: Temporal.Instant
  cancelledAt: Temporal.Instant | null
}>

/** Văn bản trong lần ký: one file to be signed, and how far it is. */
export type SigningDocument = Readonly<{
  id: string
  batchId: string
  number: number
  subjectKind: string
  subjectId: string
  name: string
  appearance: string
  /** What only this document shows. */
  beside: Beside | null
  contentSha256: string
  state: DocumentState
  prepared: unknown
  preparedSha256: string | null
  hash: Uint8Array | null
  transactionId: string | null
  value: Uint8Array | null
  level: ReachedLevel | null
  signedSha256: string | null
  signedAt: Temporal.Instant | null
  code: string | null
  toldState: DocumentState | null
  toldSha256: string | null
}>

const selectBatches = (db: Db | Tx) => db.selectFrom('signing.batch').selectAll()
type BatchRow = Awaited<ReturnType<ReturnType<typeof selectBatches>['executeTakeFirstOrThrow']>>

const toBatch = (row: BatchRow): Batch => ({
  id: row.id,
  kind: row.kind as SignatureKind,
  accountId: row.account_id,
  agencyId: row.agency_id,
  agencyName: row.agency_name,
  signerName: row.signer_name,
  signerPosition: row.signer_position,
  provider: row.provider,
  signerId: row.signer_id,
  agencySealId: row.agency_seal_id,
  certificateId: row.certificate_id,
  reason: row.reason,
  startedAt: instantOf(row.started_at),
  cancelledAt: row.cancelled_at && instantOf(row.cancelled_at),
})

const selectDocuments = (db: Db | Tx) => db.selectFrom('signing.document').selectAll()
type DocumentRow = Awaited<ReturnType<ReturnType<typeof selectDocuments>['executeTakeFirstOrThrow']>>

const toDocument = (row: DocumentRow): SigningDocument => ({
  id: row.id,
  batchId: row.batch_id,
  number: row.number,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  name: row.name,
  appearance: row.appearance,
  beside: row.beside as Beside | null,
  contentSha256: row.content_sha256,
  state: row.state as DocumentState,
  prepared: row.prepared,
  preparedSha256: row.prepared_sha256,
  hash: row.hash,
  transactionId: row.transaction_id,
  value: row.value,
  level: row.level as ReachedLevel | null,
  signedSha256: row.signed_sha256,
  signedAt: row.signed_at && instantOf(row.signed_at),
  code: row.code,
  toldState: row.told_state as DocumentState | null,
  toldSha256: row.told_sha256,
})

/** What a batch begins with; `signerKey` keeps one signer from signing the same content for the same subject twice. */
export type NewBatch = Omit<Batch, 'cancelledAt'> & Readonly<{ signerKey: string; requestKey: string | null }>
export type NewDocument = Pick<
  SigningDocument,
  'id' | 'number' | 'subjectKind' | 'subjectId' | 'name' | 'appearance' | 'beside' | 'contentSha256'
>

/** The batch that was started under this key before; null when it is the first time. */
export async function findBatchByKey(db: Db | Tx, accountId: string, key: string): Promise<Batch | null> {
  const row = await selectBatches(db)
    .where('account_id', '=', accountId)
    .where('request_key', '=', key)
    .executeTakeFirst()
  return row ? toBatch(row) : null
}

/** Writes the batch and those of its documents that this signer is not signing and has not signed; none left, no batch. */
export async function appendBatch(
  tx: Tx,
  batch: NewBatch,
  documents: readonly NewDocument[],
): Promise<string[]> {
  await tx
    .insertInto('signing.batch')
    .values({
      id: batch.id,
      kind: batch.kind,
      account_id: batch.accountId,
      agency_id: batch.agencyId,
      agency_name: batch.agencyName,
      signer_name: batch.signerName,
      signer_position: batch.signerPosition,
      provider: batch.provider,
      signer_id: batch.signerId,
      agency_seal_id: batch.agencySealId,
      certificate_id: batch.certificateId,
      reason: batch.reason,
      request_key: batch.requestKey,
      started_at: batch.startedAt.toString(),
    })
    .execute()
  const rows = await tx
    .insertInto('signing.document')
    .values(
      documents.map((document) => ({
        id: document.id,
        batch_id: batch.id,
        number: document.number,
        signer_key: batch.signerKey,
        subject_kind: document.subjectKind,
        subject_id: document.subjectId,
        name: document.name,
        appearance: document.appearance,
        beside: document.beside && JSON.stringify(document.beside),
        content_sha256: document.contentSha256,
        state: 'waiting',
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  if (rows.length === 0) await tx.deleteFrom('signing.batch').where('id', '=', batch.id).execute()
  return rows.map(({ id }) => id)
}

export async function findBatch(db: Db | Tx, id: string): Promise<Batch | null> {
  const row = await selectBatches(db).where('id', '=', id).executeTakeFirst()
  return row ? toBatch(row) : null
}

/** Holds the batch until the transaction ends: its documents are handed over, or cancelled, by one at a time. */
export async function lockBatch(tx: Tx, id: string): Promise<Batch | null> {
  const row = await selectBatches(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toBatch(row) : null
}

export type BatchSummary = Batch & Readonly<{ total: number; signed: number; ended: number }>

/** The batches of an officer, newest first; `before` is the id of the last one seen. */
export async function listBatches(
  db: Db,
  accountId: string,
  { before, limit }: Readonly<{ before?: string | undefined; limit: number }>,
): Promise<BatchSummary[]> {
  const rows = await selectBatches(db)
    .select((read) =>
      read
        .selectFrom('signing.document')
        .whereRef('signing.document.batch_id', '=', 'signing.batch.id')
        .select(
          sql<number[]>`array[count(*)::int, (count(*) filter (where state = 'signed'))::int,
            (count(*) filter (where state not in ('waiting', 'signing')))::int]`.as('counts'),
        )
        .as('counts'),
    )
    .where('account_id', '=', accountId)
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? ''))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const [total = 0, signed = 0, ended = 0] = row.counts ?? []
    return { ...toBatch(row), total, signed, ended }
  })
}

export async function markCancelled(tx: Tx, batchId: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('signing.batch').set({ cancelled_at: at.toString() }).where('id', '=', batchId).execute()
}

/** The documents of a batch in their order, at most 200. What was prepared is left out: it is large. */
export async function listDocuments(db: Db | Tx, batchId: string): Promise<SigningDocument[]> {
  const rows = await selectDocuments(db).where('batch_id', '=', batchId).orderBy('number').limit(200).execute()
  return rows.map(toDocument)
}

export async function findDocument(db: Db | Tx, id: string): Promise<SigningDocument | null> {
  const row = await selectDocuments(db).where('id', '=', id).executeTakeFirst()
  return row ? toDocument(row) : null
}

/** Holds the document until the transaction ends. */
export async function lockDocument(tx: Tx, id: string): Promise<SigningDocument | null> {
  const row = await selectDocuments(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toDocument(row) : null
}

/** The newest document of this signer about the same content, unless it failed; for who asks twice. */
export async function findOpenOrSigned(
  db: Db | Tx,
  about: Readonly<{ signerKey: string; subjectKind: string; subjectId: string; contentSha256: string }>,
): Promise<SigningDocument | null> {
  const row = await selectDocuments(db)
    .where('signer_key', '=', about.signerKey)
    .where('subject_kind', '=', about.subjectKind)
    .where('subject_id', '=', about.subjectId)
    .where('content_sha256', '=', about.contentSha256)
    .where('state', 'in', ['waiting', 'signing', 'signed'])
    .executeTakeFirst()
  return row ? toDocument(row) : null
}

export async function savePrepared(
  tx: Tx,
  id: string,
  { prepared, preparedSha256, hash }: Readonly<{ prepared: unknown; preparedSha256: string; hash: Uint8Array }>,
): Promise<void> {
  await tx
    .updateTable('signing.document')
    .set({ prepared: JSON.stringify(prepared), prepared_sha256: preparedSha256, hash: Buffer.from(hash) })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** Ends documents that are still open, without a signature; gives those it ended. */
export async function endDocuments(
  tx: Tx,
  ids: readonly string[],
  { state, code }: Readonly<{ state: DocumentState; code: string | null }>,
): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .updateTable('signing.document')
    .set({ state, code })
    .where('id', 'in', ids)
    .where('state', 'in', ['waiting', 'signing'])
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

export async function saveValue(tx: Tx, id: string, value: Uint8Array): Promise<void> {
  await tx
    .updateTable('signing.document')
    .set({ value: Buffer.from(value) })
    .where('id', '=', id)
    .where('state', '=', 'signing')
    .where('value', 'is', null)
    .execute()
}

/** The file with its signature: the first time, or stronger than before. The caller holds the document. */
export async function saveSigned(
  tx: Tx,
  id: string,
  { level, signedSha256, at }: Readonly<{ level: ReachedLevel; signedSha256: string; at?: Temporal.Instant }>,
): Promise<void> {
  await tx
    .updateTable('signing.document')
    .set({ state: 'signed', level, signed_sha256: signedSha256, ...(at && { signed_at: at.toString() }) })
    .where('id', '=', id)
    .execute()
}

export async function saveTold(
  db: Db,
  id: string,
  { state, sha256 }: Readonly<{ state: DocumentState; sha256: string | null }>,
): Promise<void> {
  await db
    .updateTable('signing.document')
    .set({ told_state: state, told_sha256: sha256 })
    .where('id', '=', id)
    .execute()
}

/** The documents of one confirmation, in their order. */
export async function listDocumentsOf(db: Db | Tx, transactionId: string): Promise<SigningDocument[]> {
  const rows = await selectDocuments(db)
    .where('transaction_id', '=', transactionId)
    .orderBy('number')
    .limit(200)
    .execute()
  return rows.map(toDocument)
}
