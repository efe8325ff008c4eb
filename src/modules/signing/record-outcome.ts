import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import type { SigningOutcome } from './ports.ts'
import { endUnsigned } from './prepare-batch.ts'
import { queueSteps } from './queue.ts'
import { listDocumentsOf, saveValue } from './repository.ts'
import { lockTransaction, saveTransaction } from './repository-transactions.ts'
import { isOpen } from './rules/batch.ts'

/** How a confirmation ended: what the provider said, or that it was called off. */
export type EndedOutcome =
  | Extract<SigningOutcome, { state: 'signed' }>
  | Readonly<{ state: 'refused' | 'expired' | 'cancelled' }>
  | Readonly<{ state: 'failed'; code: string }>

/**
 * Writes how a confirmation ended, once: polled, called back, or both at the same moment, the first one counts. The values are
 * kept as they came; a job each judges them. False: it had ended before.
 */
export async function recordOutcome(
  tx: Tx,
  transactionId: string,
  outcome: EndedOutcome,
  at: Temporal.Instant,
): Promise<boolean> {
  const transaction = await lockTransaction(tx, transactionId)
  if (!transaction || !isOpen(transaction.state)) return false
  const code = outcome.state === 'failed' ? outcome.code : null
  await saveTransaction(tx, transactionId, { state: outcome.state, code, endedAt: at })
  const ids = (await listDocumentsOf(tx, transactionId)).map(({ id }) => id)
  if (outcome.state !== 'signed') {
    await endUnsigned(tx, ids, { state: outcome.state, code: code ?? outcome.state })
    return true
  }
  const values = new Map(outcome.signatures.map(({ documentId, value }) => [documentId, value]))
  const answered = ids.filter((id) => values.has(id))
  for (const id of answered) await saveValue(tx, id, values.get(id) ?? new Uint8Array())
  await queueSteps(tx, 'complete', answered)
  const missing = ids.filter((id) => !values.has(id))
  await endUnsigned(tx, missing, { state: 'failed', code: 'answer_incomplete' })
  return true
}
