import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { byteString, name, type PdfFile, readPdf, textString } from '#modules/pdfs'
import type { Appearance } from './draw-appearance.ts'
import { makeSignedAttributes } from './make-cms.ts'
import { placeAppearance } from './place-appearance.ts'
import {
  beginUpdate,
  chooseFieldName,
  findPage,
  type Place,
  placeField,
  refuseClosed,
  type Update,
} from './place-field.ts'
import type { PreparedSignature } from './prepared-signature.ts'
import { hashRange, makeValue, reserve } from './reserve-signature.ts'
import { readSignerCertificates, refuseUnfit, type SignerCertificate } from './signer-certificate.ts'

export type SignatureOrder = Readonly<{
  /** DER: the signer's, then its issuers. */
  certificates: readonly Uint8Array[]
  kind: 'approval' | 'seal'
  /** An empty signature field to fill, or the name of a new one; unset: `Signature1` or `Seal1` and so on. */
  fieldName?: string
  reason?: string
  location?: string
  contactInfo?: string
  /** When the signer says it is signed; unset: now. */
  at?: Temporal.Instant
  /** Unset: the signature is not seen on a page. */
  appearance?: Appearance
  /** Room for signature and time stamp; unset: enough for both. */
  spaceBytes?: number
}>

/**
 * The first half of signing a PDF: the file with room for the signature, and the hash that the signer's key signs, wherever
 * that key is. What the file was stays in it, byte for byte. Throws `SignatureProblem` or `PdfProblem`.
 */
export async function preparePdfSignature(
  bytes: Uint8Array,
  order: SignatureOrder,
): Promise<PreparedSignature> {
  const at = order.at ?? Temporal.Now.instant()
  const certificates = readSignerCertificates(order.certificates)
  refuseUnfit(certificates, at)
  const [signer] = certificates
  const pdf = readPdf(bytes)
  refuseClosed(pdf)
  const update = beginUpdate(pdf)
  const fieldName = order.fieldName ?? chooseFieldName(pdf, order.kind === 'seal' ? 'Seal' : 'Signature')
  const spaceBytes = order.spaceBytes ?? chooseSpace(order.certificates)
  const value = update.add(makeValue(describeSignature(order, signer, at), spaceBytes))
  placeField(update, fieldName, value, await choosePlace(update, pdf, order.appearance))
  const reserved = reserve(pdf, update.changes, value)
  const signedAttributes = makeSignedAttributes(hashRange(reserved), signer)
  return {
    ...reserved,
    fieldName,
    signedAttributes,
    sha256: createHash('sha256').update(signedAttributes).digest(),
    certificates: order.certificates,
  }
}

async function choosePlace(update: Update, pdf: PdfFile, appearance: Appearance | undefined): Promise<Place> {
  if (appearance) return await placeAppearance(update, appearance)
  return { page: findPage(pdf, 1), rectangle: [0, 0, 0, 0], look: null }
}

/** The certificates, the value, and a time stamp that may bring a long chain of its own. */
const chooseSpace = (certificates: readonly Uint8Array[]): number =>
  certificates.reduce((sum, { length }) => sum + length, 0) + 14_336

function describeSignature(order: SignatureOrder, signer: SignerCertificate, at: Temporal.Instant) {
  const { reason, location, contactInfo } = order
  return {
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    M: byteString(Buffer.from(formatPdfTime(at), 'latin1'), false),
    Name: textString(signer.commonName),
    Reason: reason === undefined ? undefined : textString(reason),
    Location: location === undefined ? undefined : textString(location),
    ContactInfo: contactInfo === undefined ? undefined : textString(contactInfo),
  }
}

/** `D:20261122144000+07'00'` (ISO 32000-1 §7.9.4). */
function formatPdfTime(at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  const digits = local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace(/\D/g, '')
  return `D:${digits}${local.offset.replace(':', "'")}'`
}
