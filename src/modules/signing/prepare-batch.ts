import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { checkSigner } from './check-signer.ts'
import { keepBytes, prepareFile, readContent } from './file-signatures.ts'
import { ProviderUnreachable, type RemoteSigner, type SignerCertificate, type SigningOutside } from './ports.ts'
import { queueStep, queueSteps, type SigningJob } from './queue.ts'
import {
  type Batch,
  endDocuments,
  findBatch,
  listDocuments,
  lockBatch,
  type SigningDocument,
  savePrepared,
} from './repository.ts'
import { appendEvidence, type Evidence, listEvidence } from './repository-evidence.ts'
import { appendTransaction, listTransactions } from './repository-transactions.ts'
import { calculatePollDelay, type DocumentState, splitIntoTransactions } from './rules/batch.ts'
import { findAppearance, pictureOf } from './settings.ts'

/** Ends documents without a signature; whoever they belong to is told by a job. */
export async function endUnsigned(
  tx: Tx,
  ids: readonly string[],
  end: Readonly<{ state: Exclude<DocumentState, 'waiting' | 'signing' | 'signed'>; code: string | null }>,
): Promise<void> {
  await queueSteps(tx, 'tell', await endDocuments(tx, ids, end))
}

/**
 * Prepares every file of a batch, one after the other, and hands them to the provider in as few confirmations as it takes.
 * Ended in between, by whatever, it goes on where it was: what is prepared stays, what is handed over is not handed over again.
 */
export async function prepareBatch(
  context: Context,
  outside: SigningOutside,
  { id, attempt = 0 }: SigningJob,
): Promise<void> {
  const { db } = context
  const batch = await findBatch(db, id)
  const documents = (await listDocuments(db, id)).filter(({ state }) => state === 'waiting')
  if (!batch || batch.cancelledAt || documents.length === 0) return
  const ids = documents.map((document) => document.id)
  const failAll = (code: string) =>
    db.transaction().execute((tx) => endUnsigned(tx, ids, { state: 'failed', code }))
  try {
    const checked = await checkSigner(context, outside, batch)
    if (!checked.ok) return await failAll(checked.code)
    await keepEvidence(context, batch, checked.evidence)
    for (const document of documents)
      if (!document.preparedSha256) await prepareDocument(context, batch, document, checked.certificate)
    await handOver(context, batch, checked.provider)
  } catch (error) {
    if (!(error instanceof ProviderUnreachable)) throw error
    if (isOver(context, batch, attempt)) return await failAll('provider_unreachable')
    await db
      .transaction()
      .execute((tx) =>
        queueStep(tx, 'prepare', { id, attempt: attempt + 1 }, { seconds: calculatePollDelay(attempt) }),
      )
  }
}

const mostAttempts = 40

/** Nobody waits any longer for a provider that is away. */
const isOver = ({ clock, config }: Context, { startedAt }: Batch, attempt: number): boolean =>
  attempt >= mostAttempts || clock.now().since(startedAt).total('minutes') >= config.SIGNING_WAIT_MINUTES

async function keepEvidence({ db }: Context, batch: Batch, evidence: readonly Evidence[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockBatch(tx, batch.id)
    if ((await listEvidence(tx, batch.id)).length === 0) await appendEvidence(tx, evidence)
  })
}

async function prepareDocument(
  context: Context,
  batch: Batch,
  document: SigningDocument,
  { certificates }: SignerCertificate,
): Promise<void> {
  const { db, files } = context
  const fail = (code: string) =>
    db.transaction().execute((tx) => endUnsigned(tx, [document.id], { state: 'failed', code }))
  const content = await readContent(files, document.contentSha256)
  if (!content.ok) return await fail(content.code)
  const settings = await findAppearance(db, document.appearance, batch.kind)
  const made = await prepareFile(content.bytes, {
    batch,
    certificates,
    settings,
    beside: document.beside,
    picture: await pictureOf(context, batch),
    at: context.clock.now(),
  })
  if (!made.ok) return await fail(made.code)
  const preparedSha256 = await keepBytes(files, made.pdf)
  await db
    .transaction()
    .execute((tx) =>
      savePrepared(tx, document.id, { prepared: made.prepared, preparedSha256, hash: made.hash }),
    )
}

async function handOver({ db, clock, config }: Context, { id }: Batch, provider: RemoteSigner): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const batch = await lockBatch(tx, id)
    if (!batch || batch.cancelledAt) return
    const ready = (await listDocuments(tx, id)).filter(
      ({ state, preparedSha256 }) => state === 'waiting' && preparedSha256 !== null,
    )
    const first = (await listTransactions(tx, id)).length + 1
    const at = clock.now()
    const expiresAt = at.add({ minutes: config.SIGNING_WAIT_MINUTES })
    for (const [index, documents] of splitIntoTransactions(ready, provider.mostDocuments).entries()) {
      const transaction = { id: makeId(at.epochMilliseconds), batchId: id, number: first + index }
      await appendTransaction(
        tx,
        { ...transaction, provider: provider.key, expiresAt },
        documents.map((document) => document.id),
      )
      await queueStep(tx, 'start', { id: transaction.id })
    }
    await appendAudit(tx, {
      at,
      actor: { kind: 'system' },
      action: 'signing.ask_provider',
      subjectKind: 'signing_batch',
      subjectId: id,
      detail: { provider: provider.key, documents: ready.length },
    })
  })
}
