import { createHash } from 'node:crypto'
import { entriesOf, isArray, isString, listSignatureFields, type PdfFile, readPdf } from '#modules/pdfs'
import { childOf, type Der, findTagged, readDer, readOctets } from '#platform/der'
import { sequence, tagged } from '#platform/write-der'
import { addDocumentTimestamp, type Stamp } from './add-document-timestamp.ts'
import { refuseForeignStamp } from './complete-pdf-signature.ts'
import { makeStampAttribute } from './make-cms.ts'
import type { ByteRange } from './prepared-signature.ts'
import { fill } from './reserve-signature.ts'
import { SignatureProblem } from './signature-problem.ts'

/**
 * Makes B-T of B-B when the authority was away at the signing. While nothing stands after the signature, its own room takes
 * the time stamp; later, or when the room is too small, one over the file serves (EN 319 142-1 §6.3): its bytes are others' now.
 * A signature that has its time stamp stays as it is. Throws whatever `stamp` throws.
 */
export async function addTimestampLater(
  bytes: Uint8Array,
  stamp: Stamp,
  fieldName?: string,
): Promise<Uint8Array> {
  const pdf = readPdf(bytes)
  const found = findSignature(pdf, fieldName)
  const message = readDer(found.contents)
  if (findTagged(signerOf(message), 0xa1)) return bytes
  const [, , start, length] = found.byteRange
  if (start + length !== bytes.length) return await addDocumentTimestamp(bytes, stamp)
  const sha256 = createHash('sha256')
    .update(signatureOf(signerOf(message)))
    .digest()
  const token = await stamp(sha256)
  refuseForeignStamp(token, sha256)
  const stamped = withStamp(message, token)
  if (stamped.length > found.contents.length) return await addDocumentTimestamp(bytes, stamp)
  return fill({ pdf: bytes, byteRange: found.byteRange }, stamped)
}

type Found = Readonly<{ contents: Uint8Array; byteRange: ByteRange }>

/** The signature in the field, or the one made last. Throws `field_unfit`. */
function findSignature(pdf: PdfFile, fieldName: string | undefined): Found {
  const signed = listSignatureFields(pdf)
    .filter((field) => fieldName === undefined || field.name === fieldName)
    .flatMap(({ value }) => readValue(pdf, entriesOf(value)))
    .toSorted((left, right) => left.byteRange[2] - right.byteRange[2])
  const last = signed.at(-1)
  if (!last) throw new SignatureProblem('field_unfit', fieldName ?? 'there is no signature')
  return last
}

function readValue(pdf: PdfFile, entries: ReturnType<typeof entriesOf>): Found[] {
  const contents = pdf.resolve(entries.get('Contents'))
  const range = pdf.resolve(entries.get('ByteRange'))
  const numbers = isArray(range) ? range.items.filter((item) => typeof item === 'number') : []
  if (!isString(contents) || numbers.length !== 4) return []
  return [{ contents: contents.bytes, byteRange: numbers as unknown as ByteRange }]
}

const signedDataOf = (message: Der): Der => childOf(childOf(message, 1), 0)
const signerOf = (message: Der): Der => childOf(childOf(signedDataOf(message), -1), 0)

const signatureOf = (signer: Der): Uint8Array => readOctets(childOf(signer, -1))

/** The message with the attribute at the end of its one SignerInfo; every other value stays as it is. */
function withStamp(message: Der, token: Uint8Array): Uint8Array {
  const [type] = message.children
  const signedData = signedDataOf(message)
  const signer = signerOf(message)
  const stamped = sequence(...signer.children.map(({ whole }) => whole), makeStampAttribute(token))
  const rest = signedData.children.slice(0, -1).map(({ whole }) => whole)
  return sequence(type?.whole ?? new Uint8Array(), tagged(0xa0, sequence(...rest, tagged(0x31, stamped))))
}
