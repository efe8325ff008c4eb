import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { PreparedSignature, PreparedXmlSignature } from '#modules/signatures'
import type { Context } from '#platform/context'
import { hashOf, keepBytes, loadPrepared, setSignature, setXmlSignature } from './file-signatures.ts'
import { ProviderUnreachable, type SigningOutside, type TimestampAuthority } from './ports.ts'
import { endUnsigned } from './prepare-batch.ts'
import { queueStep } from './queue.ts'
import {
  type Batch,
  findBatch,
  findDocument,
  lockDocument,
  type SigningDocument,
  saveSigned,
} from './repository.ts'
import { appendEvidence, type Evidence } from './repository-evidence.ts'
import type { ReachedLevel } from './rules/batch.ts'
import { gatherValidation } from './strengthen-document.ts'

/**
 * Judges the value that a provider gave for a document, against hash and certificate, and sets it in: with a time stamp, and
 * with what later judgement needs, as far as the world answers now. What it does not answer is fetched later; the document is
 * signed already.
 */
export async function completeDocument(context: Context, outside: SigningOutside, id: string): Promise<void> {
  const { db, files, clock } = context
  const document = await findDocument(db, id)
  if (!document?.value || document.state !== 'signing') return
  const batch = await findBatch(db, document.batchId)
  const prepared = await loadPrepared(files, document)
  const fail = (code: string) =>
    db.transaction().execute((tx) => endUnsigned(tx, [id], { state: 'failed', code }))
  if (!prepared || !batch) return await fail('content_missing')
  const made = await setIn(context, outside, prepared, document.value)
  if (!made) return await fail('signature_wrong')
  const { level, token } = made
  const signedSha256 = await keepBytes(files, made.bytes)
  const evidence = { value: document.value, token }
  const signed = { level, signedSha256, at: clock.now(), evidence, isFinal: made.isFinal }
  await keepSigned(context, batch, document, signed)
}

/** `isFinal`: it is not made stronger later. `token`: the time stamp over the value, where it is kept beside the file too. */
type SetIn = Readonly<{
  bytes: Uint8Array
  level: ReachedLevel
  token: Uint8Array | null
  isFinal: boolean
}>

async function setIn(
  context: Context,
  outside: SigningOutside,
  prepared: PreparedSignature | PreparedXmlSignature,
  value: Uint8Array,
): Promise<SetIn | null> {
  const { timestamps } = outside
  if ('signedInfo' in prepared) {
    const made = await setXmlSignature(prepared, value, timestamps?.stamp ?? null)
    return made && { bytes: made.bytes, level: reachedLevel(made.isStamped, false), token: null, isFinal: true }
  }
  const token = timestamps ? await stampNow(timestamps, value) : null
  const made = await setSignature(prepared, value, token)
  if (!made) return null
  const whole = made.isStamped ? await gatherValidation(context, outside, made.pdf) : null
  const level = reachedLevel(made.isStamped, whole !== null)
  return { bytes: whole ?? made.pdf, level, token: made.isStamped ? token : null, isFinal: level === 'B-LT' }
}

/** A time stamp over the value; null when the authority is away. */
async function stampNow(timestamps: TimestampAuthority, value: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await timestamps.stamp(hashOf(value))
  } catch (error) {
    if (error instanceof ProviderUnreachable) return null
    throw error
  }
}

function reachedLevel(isStamped: boolean, isWhole: boolean): ReachedLevel {
  if (isWhole) return 'B-LT'
  return isStamped ? 'B-T' : 'B-B'
}

type Signed = Readonly<{
  level: ReachedLevel
  signedSha256: string
  at: Temporal.Instant
  evidence: Readonly<{ value: Uint8Array; token: Uint8Array | null }>
  isFinal: boolean
}>

async function keepSigned(
  { db }: Context,
  batch: Batch,
  document: SigningDocument,
  { level, signedSha256, at, evidence, isFinal }: Signed,
): Promise<void> {
  const about = { batchId: batch.id, documentId: document.id, at }
  const seen: Evidence[] = [
    { ...about, kind: 'signature', detail: { level, signedSha256 }, der: evidence.value },
    ...(evidence.token ? [{ ...about, kind: 'timestamp' as const, detail: {}, der: evidence.token }] : []),
  ]
  await db.transaction().execute(async (tx) => {
    const locked = await lockDocument(tx, document.id)
    if (locked?.state !== 'signing') return
    await saveSigned(tx, document.id, { level, signedSha256, at })
    await appendEvidence(tx, seen)
    await appendAudit(tx, {
      at,
      actor: batch.accountId
        ? { kind: 'officer', accountId: batch.accountId, fullName: batch.signerName }
        : { kind: 'system' },
      action: batch.kind === 'seal' ? 'signing.seal_document' : 'signing.sign_document',
      subjectKind: document.subjectKind,
      subjectId: document.subjectId,
      detail: { batch: batch.id, document: document.id, level, sha256: signedSha256 },
    })
    await queueStep(tx, 'tell', { id: document.id })
    if (!isFinal) await queueStep(tx, 'strengthen', { id: document.id }, { minutes: 1 })
  })
}
