import { type PdfFile, type PdfObject, readPdf, writeUpdate } from '#modules/pdfs'
import type { FileVerdict } from '#modules/signatures'

/** Why our verdict differs from that of pdfsig. */
export type Difference = keyof typeof differences

export const differences = {
  changes:
    'pdfsig does not look at what later revisions did to what was signed; it only says that not all is signed',
  permitted: 'pdfsig does not know what a certification or a lock forbids',
  revocation: 'pdfsig is run without network here, and uses no revocation data of the file',
  time: 'pdfsig judges certificates as of now and knows no time stamps of signatures',
  strength: 'pdfsig takes old hashes and short keys',
  purpose: 'pdfsig does not ask what a certificate was issued for',
  binding: 'pdfsig does not look at the certificate among the signed attributes (ESS)',
  range: 'pdfsig does not ask whether the gap of the byte range is the signature and nothing else',
  structure: 'pdfsig reads files that readers may understand in two ways without a word',
  signer: 'pdfsig does not find a signer that is named by its key and not by issuer and number',
  removed: 'pdfsig lists only the signatures that the form still has',
  format: 'pdfsig does not judge this kind of signature',
} as const

/** One signed PDF, what we must say of it and what pdfsig says. */
export type PdfCase = Readonly<{
  name: string
  pdf: Uint8Array
  verdict: FileVerdict
  /** Findings that must be among ours, of the file or of any signature. */
  codes?: readonly string[]
  /** The level of the first signature, where it matters. */
  level?: string
  difference?: Difference
}>

/** A file with an update that somebody else wrote after it. */
export function update(
  bytes: Uint8Array,
  change: (pdf: PdfFile) => ReadonlyMap<number, PdfObject> | readonly (readonly [number, PdfObject])[],
): Uint8Array {
  const pdf = readPdf(bytes)
  return writeUpdate(pdf, new Map(change(pdf)))
}

/** A file whose text was changed, byte for byte as long as it was. */
export function swap(bytes: Uint8Array, old: string, fresh: string, from = 0): Uint8Array {
  const copy = Buffer.from(bytes)
  const at = copy.indexOf(old, from, 'latin1')
  if (at < 0 || old.length !== fresh.length) throw new RangeError(`cannot swap ${old}`)
  copy.write(fresh, at, 'latin1')
  return copy
}

/** A file with the byte at the place turned over. */
export function flip(bytes: Uint8Array, at: number, bit = 1): Uint8Array {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ bit
  return copy
}

/** Another hex digit at the place. */
export function swapHex(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Buffer.from(bytes)
  copy[at] = copy[at] === 0x31 ? 0x32 : 0x31
  return copy
}
