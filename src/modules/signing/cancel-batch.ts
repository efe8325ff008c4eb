import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { signingProblem } from './errors.ts'
import { endUnsigned } from './prepare-batch.ts'
import { recordOutcome } from './record-outcome.ts'
import { type Batch, findBatch, listDocuments, lockBatch, markCancelled } from './repository.ts'
import { listTransactions } from './repository-transactions.ts'
import { hasEnded, isOpen, mayRetry } from './rules/batch.ts'
import { type AskedBatch, type BatchStarted, startBatch } from './start-batch.ts'

/** A batch of this officer; throws `signing.batch_unknown`, also for one of somebody else. */
export async function getOwnBatch(context: Context, officer: OfficerActor, id: string): Promise<Batch> {
  const batch = await findBatch(context.db, id)
  if (batch?.accountId !== officer.accountId) throw signingProblem('signing.batch_unknown')
  return batch
}

/**
 * Calls a batch off: what is not signed yet will not be. What the person has confirmed already is completed; what they confirm
 * after this is not taken.
 */
export async function cancelBatch(context: Context, officer: OfficerActor, id: string): Promise<void> {
  await getOwnBatch(context, officer, id)
  const at = context.clock.now()
  await context.db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id)
    if (!batch || batch.cancelledAt) return
    const documents = await listDocuments(tx, id)
    if (documents.every(({ state }) => hasEnded(state))) return
    await markCancelled(tx, id, at)
    const end = { state: 'cancelled', code: 'cancelled' } as const
    for (const transaction of await listTransactions(tx, id))
      if (isOpen(transaction.state)) await recordOutcome(tx, transaction.id, end, at)
    const waiting = documents.filter(({ state }) => state === 'waiting')
    await endUnsigned(
      tx,
      waiting.map((document) => document.id),
      end,
    )
    await appendAudit(tx, {
      at,
      actor: officer,
      action: 'signing.cancel_batch',
      subjectKind: 'signing_batch',
      subjectId: id,
    })
  })
}

/** Starts a new batch of what a batch has not signed, with the same certificate. Pressed twice it is started once. */
export async function retryBatch(context: Context, officer: OfficerActor, id: string): Promise<BatchStarted> {
  const batch = await getOwnBatch(context, officer, id)
  const documents = (await listDocuments(context.db, id)).filter(({ state }) => mayRetry(state))
  const { provider, certificateId, reason } = batch
  const asked: AskedBatch = {
    ...{ provider, certificateId, reason },
    documents: documents.map(({ subjectKind, subjectId, name, contentSha256, appearance, beside }) => ({
      ...{ subjectKind, subjectId, name, appearance, ...(beside && { beside }) },
      sha256: contentSha256,
    })),
  }
  return await startBatch(context, officer, asked, `retry of ${id}`)
}
