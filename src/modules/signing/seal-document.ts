import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { queueStep } from './queue.ts'
import { appendBatch, findOpenOrSigned, type NewBatch } from './repository.ts'
import { findSealInForce } from './repository-settings.ts'
import type { Beside } from './rules/appearance.ts'
import { numberDocument } from './start-batch.ts'

/** A file that the seal of an agency is set on. */
export type AskedSeal = Readonly<{
  agencyId: string
  /** Content in `context.files`. */
  sha256: string
  name: string
  /** Key of the appearance, e.g. `agency_seal`. */
  appearance: string
  reason: string
  subject: Readonly<{ kind: string; id: string }>
  /** What only this document shows. */
  beside?: Beside
}>

export type SealQueued =
  | Readonly<{ ok: true; documentId: string; batchId: string }>
  | Readonly<{ ok: false; code: 'no_seal' }>

/**
 * Queues the seal of the agency on a file; the handler of the subject's kind is told when it is done. Without a seal in force
 * it says so, and nothing fails. Asked again for the same file and subject it answers the seal that is being set, or is.
 */
export const sealDocument = async (context: Context, asked: AskedSeal): Promise<SealQueued> =>
  await context.db.transaction().execute((tx) => queueSeal(tx, asked, context.clock.now()))

/** The same in the transaction of the act that the seal belongs to. */
export async function queueSeal(tx: Tx, asked: AskedSeal, at: Temporal.Instant): Promise<SealQueued> {
  const { agencyId, subject, sha256 } = asked
  const seal = await findSealInForce(tx, agencyId, localDay(at).toString())
  if (!seal) return { ok: false, code: 'no_seal' }
  const batch: NewBatch = {
    id: makeId(at.epochMilliseconds),
    kind: 'seal',
    accountId: null,
    agencyId,
    agencyName: seal.agencyName,
    signerName: seal.agencyName,
    signerPosition: null,
    provider: seal.provider,
    signerId: null,
    agencySealId: seal.id,
    certificateId: seal.certificateId,
    reason: asked.reason,
    startedAt: at,
    signerKey: agencyId,
    requestKey: null,
  }
  const about = { signerKey: agencyId, subjectKind: subject.kind, subjectId: subject.id, contentSha256: sha256 }
  const begun = await findOpenOrSigned(tx, about)
  if (begun) return { ok: true, documentId: begun.id, batchId: begun.batchId }
  const document = { ...asked, subjectKind: subject.kind, subjectId: subject.id }
  const [documentId] = await appendBatch(tx, batch, [document].map(numberDocument(batch)))
  if (!documentId) return await answerOther(tx, about)
  await appendAudit(tx, {
    at,
    actor: { kind: 'system' },
    action: 'signing.start_seal',
    subjectKind: 'signing_batch',
    subjectId: batch.id,
    detail: { agency: agencyId, subject: subject.id },
  })
  await queueStep(tx, 'prepare', { id: batch.id })
  return { ok: true, documentId, batchId: batch.id }
}

/** Another one asked for the same at the same moment; its document is there now. */
async function answerOther(tx: Tx, about: Parameters<typeof findOpenOrSigned>[1]): Promise<SealQueued> {
  const other = await findOpenOrSigned(tx, about)
  if (!other) throw new Error('a seal that is neither new nor begun')
  return { ok: true, documentId: other.id, batchId: other.batchId }
}
