import type { Context } from '#platform/context'
import { whileAlone } from '#platform/while-alone'
import { openSigner } from './check-signer.ts'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SignerRef,
  type SigningOutcome,
  type SigningOutside,
  type StartedSigning,
} from './ports.ts'
import { queueStep, type SigningJob } from './queue.ts'
import { type EndedOutcome, recordOutcome } from './record-outcome.ts'
import { type Batch, findBatch, listDocumentsOf } from './repository.ts'
import {
  findTransaction,
  lockTransaction,
  type SigningTransaction,
  saveTransaction,
} from './repository-transactions.ts'
import { calculatePollDelay, isOpen } from './rules/batch.ts'

/** A confirmation with all that is needed to speak of it with its provider. */
type Running = Readonly<{
  transaction: SigningTransaction
  batch: Batch
  provider: RemoteSigner
  signer: SignerRef
}>

/**
 * Asks the provider for a confirmation. That it is asked is written before the call; when we find it written and no answer,
 * the call may have arrived: then it is asked after, and only what has certainly not begun is begun.
 */
export async function startTransaction(
  context: Context,
  outside: SigningOutside,
  job: SigningJob,
): Promise<void> {
  const alone = await whileAlone(context.pool, job.id, () => start(context, outside, job))
  if (!alone) await queueAgain(context, 'start', job)
}

async function start(context: Context, outside: SigningOutside, job: SigningJob): Promise<void> {
  const running = await load(context, outside, job.id)
  if (!running || running.transaction.state === 'pending') return
  const { transaction } = running
  if (isExpired(context, transaction)) return await end(context, job.id, notReached)
  if (transaction.state === 'ready') await markAsked(context, job.id)
  try {
    const started = await (transaction.state === 'ready' ? ask(context, running) : askAfter(context, running))
    if (started) return await recordStart(context, job.id, started)
  } catch (error) {
    if (!(error instanceof ProviderUnreachable)) throw error
  }
  await queueAgain(context, 'start', job)
}

const notReached: EndedOutcome = { state: 'failed', code: 'provider_unreachable' }

const markAsked = ({ db, clock }: Context, id: string): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const locked = await lockTransaction(tx, id)
    if (locked?.state === 'ready') await saveTransaction(tx, id, { state: 'asked', askedAt: clock.now() })
  })

async function ask({ db }: Context, running: Running): Promise<StartedSigning> {
  const { transaction, batch, provider, signer } = running
  const documents = await listDocumentsOf(db, transaction.id)
  return await provider.startSigning({
    signer,
    certificateId: batch.certificateId,
    transactionKey: transaction.id,
    reason: batch.reason,
    documents: documents.map(({ id, name, hash }) => ({
      documentId: id,
      name,
      sha256: hash ?? new Uint8Array(),
    })),
  })
}

/** The answer was lost: what has begun is found, or the same key is sent again. Null: nobody knows, so nothing is sent. */
async function askAfter(context: Context, running: Running): Promise<StartedSigning | null> {
  const { provider, transaction, signer } = running
  const found = await provider.findSigning?.(transaction.id, signer)
  if (found) return found
  return found === null || provider.takesTransactionKey ? await ask(context, running) : null
}

const recordStart = (
  { db, clock }: Context,
  id: string,
  { transactionId, outcome }: StartedSigning,
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const locked = await lockTransaction(tx, id)
    if (locked?.state !== 'asked') return
    const isPending = outcome.state === 'pending'
    await saveTransaction(tx, id, {
      state: isPending ? 'pending' : 'asked',
      providerTransaction: transactionId,
    })
    if (isPending) await queueStep(tx, 'poll', { id }, { seconds: calculatePollDelay(0) })
    else await recordOutcome(tx, id, outcome, clock.now())
  })

/** Asks how a confirmation stands, later each time, until it has ended or has taken too long. */
export async function pollTransaction(
  context: Context,
  outside: SigningOutside,
  { id }: SigningJob,
): Promise<void> {
  const running = await load(context, outside, id)
  const name = running?.transaction.providerTransaction
  if (!running || !name) return
  const { transaction, provider, signer } = running
  const outcome = await provider.pollSigning(name, signer).catch(pendingWhenUnreachable)
  if (outcome.state !== 'pending') return await end(context, id, outcome)
  if (isExpired(context, transaction)) return await end(context, id, { state: 'expired' })
  const polls = transaction.polls + 1
  await context.db.transaction().execute(async (tx) => {
    const locked = await lockTransaction(tx, id)
    if (locked?.state !== 'pending') return
    await saveTransaction(tx, id, { state: 'pending', polls })
    await queueStep(tx, 'poll', { id }, { seconds: calculatePollDelay(polls) })
  })
}

function pendingWhenUnreachable(error: unknown): SigningOutcome {
  if (error instanceof ProviderUnreachable) return { state: 'pending' }
  throw error
}

async function load(context: Context, outside: SigningOutside, id: string): Promise<Running | null> {
  const transaction = await findTransaction(context.db, id)
  if (!transaction || !isOpen(transaction.state)) return null
  const batch = await findBatch(context.db, transaction.batchId)
  const provider = outside.providers.find(({ key }) => key === transaction.provider)
  const signer = batch && (await openSigner(context, batch))
  if (batch && provider && signer) return { transaction, batch, provider, signer }
  await end(context, id, { state: 'failed', code: provider ? 'secret_lost' : 'provider_unknown' })
  return null
}

const isExpired = ({ clock }: Context, { expiresAt }: SigningTransaction): boolean =>
  clock.now().epochMilliseconds >= expiresAt.epochMilliseconds

const end = ({ db, clock }: Context, id: string, outcome: EndedOutcome): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await recordOutcome(tx, id, outcome, clock.now())
  })

const queueAgain = ({ db }: Context, step: 'start', { id, attempt = 0 }: SigningJob): Promise<void> =>
  db
    .transaction()
    .execute((tx) =>
      queueStep(tx, step, { id, attempt: attempt + 1 }, { seconds: calculatePollDelay(attempt + 1) }),
    )
