import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, inflate } from 'node:zlib'
import { type PdfPiece, type PdfSign, scanPdfPiece } from './rules/pdf-signs.ts'

const inflatePart = promisify(inflate)

/** A stream of objects as programs write it unpacks to some hundred kilobytes. */
const mostUnpackedBytes = 16_777_216
const mostPackedBytes = 1_048_576

/**
 * Looks into the compressed objects of a PDF that has passed by, one stream of them at a time. Answers the first sign that
 * keeps it from being taken.
 */
export async function inspectPdf(file: FileHandle, { sign, objectStreams }: PdfPiece): Promise<PdfSign | null> {
  if (sign) return sign
  for (const at of objectStreams) {
    const hidden = await inspectObjectStream(file, at)
    if (hidden) return hidden
  }
  return null
}

/** `at`: where the dictionary of the stream says what it is. */
async function inspectObjectStream(file: FileHandle, at: number): Promise<PdfSign | null> {
  const hidden: PdfSign = { code: 'active_content', found: '/ObjStm' }
  const from = Math.max(0, at - 1_024)
  const around = Buffer.alloc(at - from + 1_024)
  const { bytesRead } = await file.read(around, 0, around.length, from)
  const text = around.toString('latin1', 0, bytesRead)
  const begin = /stream(\r\n|\n|\r)/.exec(text.slice(at - from))
  const dictionary = begin && text.slice(text.lastIndexOf(' obj', at - from), at - from + begin.index)
  if (!begin || !dictionary) return null
  const filter = /\/Filter\s*\[?\s*\/(\w+)\s*(\/\w+)?/.exec(dictionary)
  if (!filter) return null // not compressed: the first reading has seen it
  if (filter[1] !== 'FlateDecode' || filter[2]?.endsWith('Decode')) return hidden
  const packed = Buffer.alloc(readLength(dictionary))
  const read = await file.read(packed, 0, packed.length, at + begin.index + begin[0].length)
  const unpacked = await unpack(packed.subarray(0, read.bytesRead))
  return unpacked ? scanPdfPiece(unpacked).sign : hidden
}

const readLength = (dictionary: string): number => {
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1])
  return length > 0 && length < mostUnpackedBytes ? length : mostPackedBytes
}

/** Null: it unpacks to more than any program writes, or not at all. */
const unpack = (packed: Buffer): Promise<Buffer | null> =>
  inflatePart(packed, { maxOutputLength: mostUnpackedBytes, finishFlush: constants.Z_SYNC_FLUSH }).catch(
    () => null,
  )
