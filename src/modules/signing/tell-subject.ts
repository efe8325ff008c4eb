import type { Context } from '#platform/context'
import type { SigningSubjects, SubjectHandler } from './ports.ts'
import type { Batch } from './repository.ts'
import { findBatch, findDocument, type SigningDocument, saveTold } from './repository.ts'
import { hasEnded } from './rules/batch.ts'

/**
 * Tells the module that a document belongs to how it ended, or that its file is stronger now. What was told is written after
 * it was: stopped in between, it is told again, which its handler bears.
 */
export async function tellSubject(context: Context, subjects: SigningSubjects, id: string): Promise<void> {
  const document = await findDocument(context.db, id)
  if (!document || !hasEnded(document.state)) return
  const { state, signedSha256 } = document
  if (document.toldState === state && document.toldSha256 === signedSha256) return
  const batch = await findBatch(context.db, document.batchId)
  const handler = subjects[document.subjectKind]
  if (!handler)
    context.log.error({ subjectKind: document.subjectKind }, 'nobody takes signed documents of this kind')
  if (batch && handler) await tell(context, handler, batch, document)
  await saveTold(context.db, id, { state, sha256: signedSha256 })
}

async function tell(
  context: Context,
  { onSigned, onFailed, onStrengthened }: SubjectHandler,
  batch: Batch,
  document: SigningDocument,
): Promise<void> {
  const { subjectKind, subjectId, batchId, contentSha256, signedSha256, level, signedAt } = document
  const signer = {
    kind: batch.kind,
    accountId: batch.accountId,
    name: batch.signerName,
    position: batch.signerPosition,
    agencyId: batch.agencyId,
  }
  const about = { subjectKind, subjectId, documentId: document.id, batchId, signer }
  if (!signedSha256 || !level || !signedAt)
    return await onFailed(context, { ...about, code: document.code ?? document.state })
  const signed = { ...about, contentSha256, signedSha256, level, signedAt: signedAt.toString() }
  const previousSha256 = document.toldSha256
  if (document.toldState !== 'signed' || !previousSha256) return await onSigned(context, signed)
  await onStrengthened?.(context, { ...signed, previousSha256 })
}
