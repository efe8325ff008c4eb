import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { signingProblem } from './errors.ts'
import type { SigningOutcome, SigningOutside } from './ports.ts'
import { endUnsigned } from './prepare-batch.ts'
import { queueSteps } from './queue.ts'
import { listDocumentsOf, saveValue } from './repository.ts'
import { findProviderTransaction, lockTransaction, saveTransaction } from './repository-transactions.ts'
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

/** What was sent to us, and by which way: by the provider itself, or by the page of the officer whose batch it is. */
export type RawCallback = Readonly<{
  headers: Readonly<Record<string, unknown>>
  body: unknown
  /** The batch whose page brings the values of a plug-in. */
  batchId?: string
}>

/**
 * Takes what a provider tells by itself. Who is not the provider is refused; what we know nothing of, or know already, is
 * taken and changes nothing, so that a provider that calls twice is content. A plug-in's values come by the page of their
 * batch alone.
 */
export async function acceptCallback(
  { db, clock, log }: Context,
  { providers }: SigningOutside,
  key: string,
  { headers, body, batchId }: RawCallback,
): Promise<void> {
  const provider = providers.find((one) => one.key === key)
  if (!provider) throw signingProblem('signing.provider_unknown')
  const isByPage = batchId !== undefined
  const called =
    isByPage === (provider.throughPage === true) ? provider.acceptCallback({ headers, body }) : null
  if (!called) throw signingProblem('signing.callback_refused')
  const { transactionId, outcome } = called
  const transaction = await findProviderTransaction(db, key, transactionId)
  if (!transaction) log.info({ provider: key }, 'a provider called back about what is not known here')
  if (!transaction || outcome.state === 'pending') return
  if (isByPage && transaction.batchId !== batchId) throw signingProblem('signing.callback_refused')
  await db.transaction().execute((tx) => recordOutcome(tx, transaction.id, outcome, clock.now()))
}
