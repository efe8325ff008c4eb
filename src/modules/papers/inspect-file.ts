import { open } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import type { ReceivedFile } from '#platform/file-store'
import { type AcceptedType, decideType } from './rules/accepted-type.ts'
import { cleanFileName } from './rules/file-name.ts'
import { mostPixels, readImageSize } from './rules/image-size.ts'
import type { PaperRefusal, RefusalCode } from './rules/paper.ts'

export type Inspection = Readonly<{ ok: true; name: string; mediaType: AcceptedType }> | PaperRefusal

// Colour profiles and previews may stand before a photograph's frame header.
const headBytes = 1_048_576
const tailBytes = 2_048

/** Judges a received file by its content, never by what the sender's browser says it is. */
export async function inspectFile(file: ReceivedFile, given: string, limit: number): Promise<Inspection> {
  const refuse = (code: RefusalCode, more: Omit<PaperRefusal['detail'], 'name'> = {}): PaperRefusal => ({
    ok: false,
    code,
    detail: { name: cleanFileName(given) ?? '', ...more },
  })
  const name = cleanFileName(given)
  if (name === null) return refuse('name_not_accepted')
  if (file.sizeBytes === 0) return refuse('empty')
  if (file.sizeBytes > limit) return refuse('too_large', { limit })
  const { head, tail } = await readEnds(file)
  const found = (await fileTypeFromBuffer(head))?.mime ?? null
  const decision = decideType(name, found)
  if (!decision.ok) return refuse(decision.code, found ? { found } : {})
  if (decision.mediaType === 'application/pdf') return isWholePdf(tail) ? decision : refuse('damaged')
  const size = readImageSize(decision.mediaType, head)
  if (!size) return refuse('damaged')
  if (size.width * size.height > mostPixels) {
    return refuse('too_many_pixels', { limit: mostPixels, found: `${size.width} × ${size.height}` })
  }
  return decision
}

/** A PDF ends with the place of its cross-reference table (ISO 32000-2 §7.5.5): one cut off on the way does not. */
const isWholePdf = (tail: Buffer): boolean => tail.includes('startxref') && tail.includes('%%EOF')

async function readEnds({ path, sizeBytes }: ReceivedFile): Promise<{ head: Buffer; tail: Buffer }> {
  const handle = await open(path)
  try {
    const head = Buffer.alloc(Math.min(sizeBytes, headBytes))
    const tail = Buffer.alloc(Math.min(sizeBytes, tailBytes))
    await handle.read(head, 0, head.length, 0)
    await handle.read(tail, 0, tail.length, sizeBytes - tail.length)
    return { head, tail }
  } finally {
    await handle.close()
  }
}
