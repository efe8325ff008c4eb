import type { Context } from '#platform/context'
import { keepBytes, loadMaking, readContent } from './file-signatures.ts'
import {
  ProviderUnreachable,
  type RevocationSource,
  type SigningOutside,
  type TimestampAuthority,
} from './ports.ts'
import { queueStep, type SigningJob } from './queue.ts'
import { findDocument, lockDocument, type SigningDocument, saveSigned } from './repository.ts'
import { appendEvidence } from './repository-evidence.ts'
import { calculateStampDelay, mostStampAttempts, type ReachedLevel } from './rules/batch.ts'
import { loadTrustAnchors } from './settings.ts'

/** Adds to a signed document what the world did not give when it was signed: the time stamp, then what judgement needs. */
export async function strengthenDocument(
  context: Context,
  outside: SigningOutside,
  { id, attempt = 0 }: SigningJob,
): Promise<void> {
  const document = await findDocument(context.db, id)
  if (document?.state !== 'signed' || document.level === 'B-LT' || document.level === 'B-LTA') return
  if (!outside.timestamps) return
  const stronger = await strengthen(context, outside, document)
  if (stronger) await keepStronger(context, document, stronger)
  if (stronger?.level === 'B-LT' || attempt >= mostStampAttempts) return
  const after = { minutes: calculateStampDelay(attempt) }
  await context.db
    .transaction()
    .execute((tx) => queueStep(tx, 'strengthen', { id, attempt: attempt + 1 }, after))
}

type Stronger = Readonly<{ level: ReachedLevel; bytes: Uint8Array; isNewlyStamped: boolean }>

async function strengthen(
  context: Context,
  outside: SigningOutside,
  { level, signedSha256 }: SigningDocument,
): Promise<Stronger | null> {
  const content = signedSha256 ? await readContent(context.files, signedSha256) : null
  if (!content?.ok) return null
  const isNewlyStamped = level === 'B-B'
  const stamped = isNewlyStamped ? await addStamp(outside.timestamps, content.bytes) : content.bytes
  if (!stamped) return null
  const whole = await gatherValidation(context, outside, stamped)
  if (whole) return { level: 'B-LT', bytes: whole, isNewlyStamped }
  return isNewlyStamped ? { level: 'B-T', bytes: stamped, isNewlyStamped } : null
}

async function addStamp(timestamps: TimestampAuthority | null, pdf: Uint8Array): Promise<Uint8Array | null> {
  if (!timestamps) return null
  const { addTimestampLater, SignatureProblem } = await loadMaking()
  try {
    return await addTimestampLater(pdf, timestamps.stamp)
  } catch (error) {
    const isForeign = error instanceof SignatureProblem && error.code === 'stamp_wrong'
    if (isForeign || error instanceof ProviderUnreachable) return null
    throw error
  }
}

async function keepStronger(
  { db, files, clock }: Context,
  document: SigningDocument,
  { level, bytes, isNewlyStamped }: Stronger,
): Promise<void> {
  const { id: documentId, batchId } = document
  const signedSha256 = await keepBytes(files, bytes)
  await db.transaction().execute(async (tx) => {
    const locked = await lockDocument(tx, documentId)
    if (locked?.signedSha256 !== document.signedSha256) return
    await saveSigned(tx, documentId, { level, signedSha256 })
    const detail = { level, signedSha256, isNewlyStamped }
    await appendEvidence(tx, [{ batchId, documentId, at: clock.now(), kind: 'judgement', detail, der: null }])
    await queueStep(tx, 'tell', { id: documentId })
  })
}

type Answer = NonNullable<Awaited<ReturnType<RevocationSource['ask']>>>

/**
 * The file with all that later judgement needs: what its own judgement asks for is what is put in (B-LT, EN 319 142-1). Null
 * when not all of it could be had now.
 */
export async function gatherValidation(
  { db, clock }: Context,
  outside: SigningOutside,
  pdf: Uint8Array,
): Promise<Uint8Array | null> {
  const { addValidationMaterial, verifyPdf } = await loadMaking()
  const trustAnchors = await loadTrustAnchors(db, outside)
  const answers: (Answer | null)[] = []
  const certificates = new Map<string, Uint8Array>()
  const ask = async (certificate: Uint8Array, issuer: Uint8Array): Promise<Answer | null> => {
    for (const der of [certificate, issuer]) certificates.set(Buffer.from(der).toString('base64'), der)
    const answer = await outside.revocation.ask(certificate, issuer)
    answers.push(answer)
    return answer
  }
  const at = clock.now()
  await verifyPdf(pdf, { trustAnchors, revocation: { ask }, at })
  const found = answers.filter((answer) => answer !== null)
  if (found.length === 0 || found.length < answers.length) return null
  const ofKind = (kind: Answer['kind']) => found.filter((answer) => answer.kind === kind).map(({ der }) => der)
  const material = { certificates: [...certificates.values()], ocsps: ofKind('ocsp'), crls: ofKind('crl') }
  const whole = addValidationMaterial(pdf, material)
  const report = await verifyPdf(whole, { trustAnchors, revocation: null, at })
  const level = report.signatures.findLast(({ kind }) => kind === 'signature')?.level
  return level === 'B-LT' || level === 'B-LTA' ? whole : null
}
