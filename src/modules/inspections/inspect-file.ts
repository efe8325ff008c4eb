import { type FileHandle, open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { FileStore, ReceivedFile } from '#platform/file-store'
import { inspectPdf } from './inspect-pdf.ts'
import { type AcceptedType, decideType } from './rules/accepted-type.ts'
import type { Fault, FaultCode } from './rules/fault.ts'
import { cleanFileName } from './rules/file-name.ts'
import { mostPixels, readImageSize } from './rules/image-size.ts'
import { openPdfScan } from './rules/pdf-scan.ts'
import { findSecondFile, isWholePdf, type PdfPiece } from './rules/pdf-signs.ts'

export type Inspection = Readonly<{ ok: true; name: string; mediaType: AcceptedType }> | Fault

type Reason = Readonly<{ code: FaultCode; limit?: number; found?: string }>

// Colour profiles and previews may stand before a photograph's frame header.
const headBytes = 1_048_576
// The comment of an archive at the end of a file, and the record before it.
const tailBytes = 65_557

export type Received = Readonly<{ file: ReceivedFile; inspection: Inspection }>

/**
 * Reads a stream to disk and judges it by its content on the way, never by what the sender's browser says it is. The caller
 * keeps or discards the file. Throws when the stream breaks or the disk is full; then nothing of it is left.
 */
export async function receiveInspected(
  files: FileStore,
  content: AsyncIterable<Buffer>,
  { name, limit }: Readonly<{ name: string; limit: number }>,
): Promise<Received> {
  const scan = openPdfScan()
  async function* passBy() {
    for await (const piece of content) {
      scan.pass(piece)
      yield piece
    }
  }
  const file = await files.receive(passBy())
  try {
    return { file, inspection: await inspectFile(file, name, limit, scan.finish()) }
  } catch (error) {
    await file.discard()
    throw error
  }
}

async function inspectFile(
  file: ReceivedFile,
  given: string,
  limit: number,
  seen: PdfPiece,
): Promise<Inspection> {
  const name = cleanFileName(given)
  const refuse = ({ code, ...numbers }: Reason): Fault => ({
    ok: false,
    code,
    detail: { name: name ?? '', ...numbers },
  })
  if (name === null) return refuse({ code: 'name_not_accepted' })
  if (file.sizeBytes === 0) return refuse({ code: 'empty' })
  if (file.sizeBytes > limit) return refuse({ code: 'too_large', limit })
  const handle = await open(file.path)
  try {
    const found = await inspectContent(handle, file.sizeBytes, name, seen)
    return 'code' in found ? refuse(found) : { ok: true, ...found }
  } finally {
    await handle.close()
  }
}

type Accepted = Readonly<{ name: string; mediaType: AcceptedType }>

async function inspectContent(
  handle: FileHandle,
  sizeBytes: number,
  name: string,
  seen: PdfPiece,
): Promise<Accepted | Reason> {
  const head = await readPart(handle, 0, Math.min(sizeBytes, headBytes))
  const found = (await fileTypeFromBuffer(head))?.mime ?? null
  const decision = decideType(name, found)
  // A PDF that does not begin at the first byte opens in a reader all the same, and is something else to others.
  if (!decision.ok && head.subarray(1, 1024).includes('%PDF-')) return { code: 'polyglot', found: found ?? '' }
  if (!decision.ok) return { code: decision.code, ...(found && { found }) }
  const refused =
    decision.mediaType === 'application/pdf'
      ? await refusePdf(handle, sizeBytes, head, seen)
      : refuseImage(decision.mediaType, head)
  return refused ?? { name: decision.name, mediaType: decision.mediaType }
}

async function refusePdf(
  handle: FileHandle,
  sizeBytes: number,
  head: Buffer,
  seen: PdfPiece,
): Promise<Reason | null> {
  const tail = await readPart(handle, Math.max(0, sizeBytes - tailBytes), Math.min(sizeBytes, tailBytes))
  const second = findSecondFile(head, tail)
  if (second) return second
  if (!isWholePdf(tail)) return { code: 'damaged' }
  return await inspectPdf(handle, seen)
}

function refuseImage(mediaType: AcceptedType, head: Buffer): Reason | null {
  const size = readImageSize(mediaType, head)
  if (!size) return { code: 'damaged' }
  if (size.width * size.height <= mostPixels) return null
  return { code: 'too_many_pixels', limit: mostPixels, found: `${size.width} × ${size.height}` }
}

async function readPart(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const part = Buffer.alloc(length)
  await handle.read(part, 0, length, position)
  return part
}
