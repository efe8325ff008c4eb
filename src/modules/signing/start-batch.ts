import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { WaitingDocument } from './ports.ts'
import { queueStep } from './queue.ts'
import { appendBatch, findBatchByKey, type NewBatch } from './repository.ts'
import { listSigners } from './repository-settings.ts'
import type { Beside } from './rules/appearance.ts'
import { mostInBatch } from './rules/batch.ts'

/** A file to be signed: content `sha256` of `context.files`, about something of another module. */
export type AskedDocument = Readonly<{
  subjectKind: string
  subjectId: string
  /** File name, which the provider shows to the person too. */
  name: string
  sha256: string
  /** Key of the appearance. */
  appearance: string
  /** What only this document shows. */
  beside?: Beside
}>

/** Where, with what and why; `reason` is in the words the person reads on their telephone. */
export type AskedBatch = Readonly<{
  provider: string
  certificateId: string
  documents: readonly AskedDocument[]
  reason: string
}>

export type BatchStarted =
  | Readonly<{
      ok: true
      batchId: string
      /** Documents that this officer is signing or has signed already. */
      leftOut: number
    }>
  | Readonly<{ ok: false; code: 'no_signer' | 'no_documents' | 'already_signing' }>

/**
 * Starts the signing of up to 200 documents by an officer with one confirmation. It is only written down here: a job prepares
 * the files, checks certificate and authority, and asks the provider. The same key starts once.
 */
export async function startBatch(
  context: Context,
  officer: OfficerActor,
  asked: AskedBatch,
  key: string | null = null,
): Promise<BatchStarted> {
  const { documents, provider, certificateId, reason } = asked
  if (documents.length === 0 || documents.length > mostInBatch) return { ok: false, code: 'no_documents' }
  const signer = (await listSigners(context.db, officer.accountId)).find((one) => one.provider === provider)
  if (!signer) return { ok: false, code: 'no_signer' }
  const startedAt = context.clock.now()
  const batch: NewBatch = {
    id: makeId(startedAt.epochMilliseconds),
    kind: 'approval',
    accountId: officer.accountId,
    agencyId: officer.agencyId,
    agencyName: officer.agencyName,
    signerName: officer.fullName,
    signerPosition: officer.position,
    provider,
    signerId: signer.id,
    agencySealId: null,
    certificateId,
    reason,
    startedAt,
    signerKey: officer.accountId,
    requestKey: key,
  }
  return await context.db.transaction().execute((tx) => writeBatch(tx, { ...asked, batch, officer }))
}

type Writing = AskedBatch & Readonly<{ batch: NewBatch; officer: OfficerActor }>

async function writeBatch(tx: Tx, { batch, documents, officer }: Writing): Promise<BatchStarted> {
  const { accountId, requestKey, startedAt: at } = batch
  const before = accountId && requestKey ? await findBatchByKey(tx, accountId, requestKey) : null
  if (before) return { ok: true, batchId: before.id, leftOut: 0 }
  const begun = await appendBatch(tx, batch, documents.map(numberDocument(batch)))
  if (begun.length === 0) return { ok: false, code: 'already_signing' }
  await appendAudit(tx, {
    at,
    actor: officer,
    action: 'signing.start_batch',
    subjectKind: 'signing_batch',
    subjectId: batch.id,
    detail: { provider: batch.provider, certificate: batch.certificateId, documents: begun.length },
  })
  await queueStep(tx, 'prepare', { id: batch.id })
  return { ok: true, batchId: batch.id, leftOut: documents.length - begun.length }
}

/** The row a document of a batch begins as. */
export const numberDocument =
  (batch: Pick<NewBatch, 'startedAt'>) => (document: AskedDocument, index: number) => ({
    id: makeId(batch.startedAt.epochMilliseconds),
    number: index + 1,
    subjectKind: document.subjectKind,
    subjectId: document.subjectId,
    name: document.name,
    appearance: document.appearance,
    beside: document.beside ?? null,
    contentSha256: document.sha256,
  })

type Wanted = Readonly<{ subjectKind: string; subjectId: string }>

/** Those of the waiting documents that are wanted, in that order; null when one of them does not wait for this officer. */
export function chooseDocuments(
  waiting: readonly WaitingDocument[],
  wanted: readonly Wanted[],
): readonly AskedDocument[] | null {
  const keyOf = ({ subjectKind, subjectId }: Wanted) => JSON.stringify([subjectKind, subjectId])
  const byKey = new Map(waiting.map((document) => [keyOf(document), document]))
  const chosen = [...new Set(wanted.map(keyOf))].flatMap((key) => byKey.get(key) ?? [])
  if (chosen.length < new Set(wanted.map(keyOf)).size) return null
  return chosen.map(({ subjectKind, subjectId, name, sha256, appearance = 'person' }) => ({
    ...{ subjectKind, subjectId, name, sha256, appearance },
  }))
}
