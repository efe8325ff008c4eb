import type { Context } from '#platform/context'
import { signingProblem } from './errors.ts'
import type { SigningOutside } from './ports.ts'
import { recordOutcome } from './record-outcome.ts'
import { findProviderTransaction } from './repository-transactions.ts'

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
