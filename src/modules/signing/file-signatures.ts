import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Temporal } from 'temporal-polyfill'
import { PdfProblem } from '#modules/pdfs'
import type { Appearance, PreparedSignature, PreparedXmlSignature, Stamp } from '#modules/signatures'
import type { FileStore } from '#platform/file-store'
import { ProviderUnreachable } from './ports.ts'
import type { Batch, SigningDocument } from './repository.ts'
import { type AppearanceSettings, type Beside, fillLines } from './rules/appearance.ts'

/** The making of signatures is loaded when the first document is signed. */
export const loadMaking = () => import('#modules/signatures')

/** A document is signed whole in memory; what is larger than this is not signed here. */
const mostBytes = 67_108_864

export type Content = Readonly<{ ok: true; bytes: Uint8Array }> | Readonly<{ ok: false; code: string }>

/** The content of a file to be signed, when it is there and not too large. */
export async function readContent(files: FileStore, sha256: string): Promise<Content> {
  if (!(await files.has(sha256))) return { ok: false, code: 'content_missing' }
  if ((await files.sizeOf(sha256)) > mostBytes) return { ok: false, code: 'too_large' }
  return { ok: true, bytes: await buffer(files.read(sha256)) }
}

/** Keeps what we made in the file store; its SHA-256. */
export async function keepBytes(files: FileStore, bytes: Uint8Array): Promise<string> {
  const received = await files.receive(Readable.from([bytes]))
  await received.keep()
  return received.sha256
}

export type PreparingFile = Readonly<{
  batch: Pick<Batch, 'kind' | 'signerName' | 'signerPosition' | 'agencyName' | 'reason'>
  certificates: readonly Uint8Array[]
  settings: AppearanceSettings
  beside: Beside | null
  picture: Uint8Array | null
  at: Temporal.Instant
}>

export type FilePrepared =
  | Readonly<{ ok: true; pdf: Uint8Array; prepared: unknown; hash: Uint8Array }>
  | Readonly<{ ok: false; code: string }>

/** Makes room for the signature in a PDF or an XML file (then nothing of it is seen) and reckons the hash that is to be signed. What is no sound file is told by its code. */
export async function prepareFile(pdf: Uint8Array, asked: PreparingFile): Promise<FilePrepared> {
  if (isXml(pdf)) return await prepareXml(pdf, asked)
  const { batch, certificates, at } = asked
  const { preparePdfSignature, SignatureProblem, writePrepared } = await loadMaking()
  try {
    const prepared = await preparePdfSignature(pdf, {
      certificates,
      kind: batch.kind,
      reason: batch.reason,
      at,
      ...(asked.settings.visible && { appearance: drawAppearance(asked) }),
    })
    return { ok: true, pdf: prepared.pdf, prepared: JSON.parse(writePrepared(prepared)), hash: prepared.sha256 }
  } catch (error) {
    if (error instanceof PdfProblem || error instanceof SignatureProblem) return { ok: false, code: error.code }
    throw error
  }
}

function drawAppearance({ batch, settings, beside, picture, at }: PreparingFile): Appearance {
  const words = {
    name: batch.signerName,
    position: batch.signerPosition,
    agency: batch.agencyName,
    reason: batch.reason,
    at,
  }
  const { page, x, y, width, height, border } = settings
  return {
    ...{ page, x, y, width, height, border },
    lines: [...fillLines(settings, words), ...(beside?.lines ?? [])],
    ...(beside && { qr: beside.qr }),
    ...(settings.picture && picture && { imagePng: picture }),
  }
}

/** What begins with an XML declaration is signed as XML; all else is a PDF, or none. */
const isXml = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '<?xml'

async function prepareXml(content: Uint8Array, { certificates, at }: PreparingFile): Promise<FilePrepared> {
  const { signXml, SignatureProblem } = await loadMaking()
  try {
    const { xml, signatureId, signedInfo, sha256 } = signXml(content, { certificates, at })
    const inBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
    const prepared = { signatureId, signedInfo: inBase64(signedInfo), certificates: certificates.map(inBase64) }
    return { ok: true, pdf: Buffer.from(xml, 'utf8'), prepared, hash: sha256 }
  } catch (error) {
    if (error instanceof SignatureProblem) return { ok: false, code: error.code }
    throw error
  }
}

type KeptXml = Readonly<{ signatureId: string; signedInfo: string; certificates: readonly string[] }>

const isKeptXml = (kept: unknown): kept is KeptXml =>
  typeof kept === 'object' && kept !== null && 'signedInfo' in kept

function readPreparedXml(content: Uint8Array, kept: KeptXml): PreparedXmlSignature {
  const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
  const signedInfo = fromBase64(kept.signedInfo)
  return {
    xml: Buffer.from(content).toString('utf8'),
    signatureId: kept.signatureId,
    signedInfo,
    sha256: hashOf(signedInfo),
    certificates: kept.certificates.map(fromBase64),
  }
}

/**
 * The XML with its signature, and with a time stamp when the authority answers now. Null: the value is no signature by this
 * certificate over what was prepared. It is not made stronger later.
 */
export async function setXmlSignature(
  prepared: PreparedXmlSignature,
  value: Uint8Array,
  stamp: Stamp | null,
): Promise<Readonly<{ bytes: Uint8Array; isStamped: boolean }> | null> {
  const { completeXmlSignature, SignatureProblem } = await loadMaking()
  try {
    const bytes = await completeXmlSignature(prepared, { value, stamp: stamp ?? undefined })
    return { bytes, isStamped: stamp !== null }
  } catch (error) {
    const isStampMissing =
      stamp !== null &&
      (error instanceof ProviderUnreachable ||
        (error instanceof SignatureProblem && error.code === 'stamp_wrong'))
    if (isStampMissing) return await setXmlSignature(prepared, value, null)
    if (error instanceof SignatureProblem) return null
    throw error
  }
}

/** What was prepared, read back; null when its file is gone. */
export async function loadPrepared(
  files: FileStore,
  { prepared, preparedSha256 }: SigningDocument,
): Promise<PreparedSignature | PreparedXmlSignature | null> {
  const content = preparedSha256 ? await readContent(files, preparedSha256) : null
  if (!content?.ok) return null
  if (isKeptXml(prepared)) return readPreparedXml(content.bytes, prepared)
  const { readPrepared } = await loadMaking()
  return readPrepared(JSON.stringify(prepared), content.bytes)
}

/**
 * The file with its signature, and with its time stamp when there is one. Null: the value is no signature by this certificate
 * over what was prepared. A time stamp about something else is left out, and fetched again later.
 */
export async function setSignature(
  prepared: PreparedSignature,
  value: Uint8Array,
  timestampToken: Uint8Array | null,
): Promise<Readonly<{ pdf: Uint8Array; isStamped: boolean }> | null> {
  const { completePdfSignature, SignatureProblem } = await loadMaking()
  try {
    const pdf = completePdfSignature(prepared, { value, ...(timestampToken && { timestampToken }) })
    return { pdf, isStamped: timestampToken !== null }
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    if (error.code !== 'stamp_wrong') return null
    return await setSignature(prepared, value, null)
  }
}

/** What a time stamp is asked for: the SHA-256 of the signature value. */
export const hashOf = (value: Uint8Array): Uint8Array => createHash('sha256').update(value).digest()
