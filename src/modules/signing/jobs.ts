import type { Context } from '#platform/context'
import { defineJob, type Job } from '#platform/jobs'
import { completeDocument } from './complete-document.ts'
import { rememberRevocation } from './judge-certificate.ts'
import type { SigningOutside, SigningSubjects, SubjectHandler } from './ports.ts'
import { prepareBatch } from './prepare-batch.ts'
import { jobNames, type SigningJob } from './queue.ts'
import { type Batch, findBatch, findDocument, type SigningDocument, saveTold } from './repository.ts'
import { hasEnded } from './rules/batch.ts'
import { pollTransaction, startTransaction } from './run-transaction.ts'
import { strengthenDocument } from './strengthen-document.ts'

/** What the worker can do for signing: with the world outside, and whom to tell of what was signed. */
export const signingJobs = (
  world: SigningOutside,
  subjects: SigningSubjects,
): readonly Job<never, Context>[] => {
  const outside = { ...world, revocation: rememberRevocation(world.revocation) }
  return [
    defineJob<SigningJob, Context>(jobNames.prepare, (job, context) => prepareBatch(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.start, (job, context) => startTransaction(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.poll, (job, context) => pollTransaction(context, outside, job)),
    defineJob<SigningJob, Context>(jobNames.complete, ({ id }, context) =>
      completeDocument(context, outside, id),
    ),
    defineJob<SigningJob, Context>(jobNames.strengthen, (job, context) =>
      strengthenDocument(context, outside, job),
    ),
    defineJob<SigningJob, Context>(jobNames.tell, ({ id }, context) => tellSubject(context, subjects, id)),
  ]
}

/**
 * Tells the module that a document belongs to how it ended, or that its file is stronger now. What was told is written after
 * it was: stopped in between, it is told again, which its handler bears.
 */
async function tellSubject(context: Context, subjects: SigningSubjects, id: string): Promise<void> {
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
