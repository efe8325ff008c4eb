import { createHash, randomBytes } from 'node:crypto'
import {
  array,
  byteString,
  dictionary,
  entriesOf,
  isString,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  writeUpdate,
} from '#modules/pdfs'
import type { ByteRange } from './prepared-signature.ts'
import { SignatureProblem } from './signature-problem.ts'

export type Reserved = Readonly<{ pdf: Uint8Array; byteRange: ByteRange }>

// Ten digits each: a file of up to 9 GB.
const unknownOffset = 9_999_999_999
const rangeText = `[0 ${unknownOffset} ${unknownOffset} ${unknownOffset}]`

/** A signature dictionary with room for `spaceBytes` of signature, and for the byte range; `reserve` finds it by its mark. */
export const makeValue = (
  entries: Readonly<Record<string, PdfObject | undefined>>,
  spaceBytes: number,
): PdfObject =>
  dictionary({
    ...entries,
    ByteRange: array(0, unknownOffset, unknownOffset, unknownOffset),
    Contents: byteString(Buffer.concat([randomBytes(16)], spaceBytes)),
  })

/** Writes the update with its signature dictionary, and the byte range into it: everything but the room itself. */
export function reserve(pdf: PdfFile, changes: ReadonlyMap<number, PdfObject>, value: PdfRef): Reserved {
  const contents = entriesOf(changes.get(value.number)).get('Contents')
  if (!isString(contents)) throw new TypeError('there is no signature dictionary among the changes')
  const { buffer, byteOffset, length } = writeUpdate(pdf, changes)
  const written = Buffer.from(buffer, byteOffset, length)
  const room = `<${Buffer.from(contents.bytes).toString('hex')}>`
  const start = written.indexOf(room, pdf.bytes.length)
  // The byte range stands right before the room; what people wrote into the file cannot come between.
  const range = written.lastIndexOf(rangeText, start)
  const end = start + room.length
  const byteRange = [0, start, end, written.length - end] as const
  written.write('0'.repeat(room.length - 2), start + 1, 'latin1')
  written.write(`[${byteRange.join(' ')}`.padEnd(rangeText.length - 1), range, 'latin1')
  written.write(']', range + rangeText.length - 1, 'latin1')
  return { pdf: written, byteRange }
}

/** The SHA-256 of the two parts. */
export const hashRange = ({ pdf, byteRange: [first, firstLength, second, secondLength] }: Reserved): Buffer =>
  createHash('sha256')
    .update(pdf.subarray(first, first + firstLength))
    .update(pdf.subarray(second, second + secondLength))
    .digest()

/** The file with the signature in its room; zeros fill the rest. Throws `space_too_small`. */
export function fill({ pdf, byteRange }: Reserved, signature: Uint8Array): Uint8Array {
  const [, start, end] = byteRange
  const room = (end - start - 2) / 2
  if (signature.length > room) {
    throw new SignatureProblem('space_too_small', `${signature.length} bytes do not fit into ${room}`)
  }
  const filled = Buffer.from(pdf)
  filled.write(
    Buffer.from(signature)
      .toString('hex')
      .padEnd(room * 2, '0'),
    start + 1,
    'latin1',
  )
  return filled
}
