import { createHash, verify } from 'node:crypto'
import { childOf, readDer, readOctets } from '#platform/der'
import { makeCms } from './make-cms.ts'
import type { PreparedSignature } from './prepared-signature.ts'
import { fill } from './reserve-signature.ts'
import { SignatureProblem } from './signature-problem.ts'
import { readSignerCertificates } from './signer-certificate.ts'

export type SignatureValue = Readonly<{
  /** PKCS #1 v1.5 over SHA-256, or ECDSA over SHA-256 in its DER form. */
  value: Uint8Array
  /** DER of a time stamp over the SHA-256 of `value`: B-T; without: B-B. */
  timestampToken?: Uint8Array | undefined
}>

/**
 * The second half: the signed file. The value is checked with the certificate before anything is written, so a wrong hash,
 * a wrong key or a damaged answer throws `value_wrong`; a time stamp about something else `stamp_wrong`.
 */
export function completePdfSignature(
  prepared: PreparedSignature,
  { value, timestampToken }: SignatureValue,
): Uint8Array {
  const { signedAttributes } = prepared
  const certificates = readSignerCertificates(prepared.certificates)
  const [signer] = certificates
  if (!isRight(signedAttributes, signer.publicKey, value)) {
    throw new SignatureProblem(
      'value_wrong',
      'the value is no signature of this certificate over what was prepared',
    )
  }
  if (timestampToken) refuseForeignStamp(timestampToken, createHash('sha256').update(value).digest())
  return fill(prepared, makeCms({ signedAttributes, value, certificates, timestampToken }))
}

/** Whether `value` is a signature over `content` by this key, over SHA-256. */
export function isRight(content: Uint8Array, key: Parameters<typeof verify>[2], value: Uint8Array): boolean {
  try {
    return verify('sha256', content, key, value)
  } catch {
    return false
  }
}

/** Throws `stamp_wrong` unless the token (RFC 3161) is about this hash. */
export function refuseForeignStamp(token: Uint8Array, sha256: Uint8Array): void {
  try {
    const signedData = childOf(childOf(readDer(token), 1), 0)
    const content = childOf(childOf(childOf(signedData, 2), 1), 0)
    const imprint = childOf(readDer(readOctets(content)), 2)
    if (Buffer.from(readOctets(childOf(imprint, 1))).equals(sha256)) return
  } catch (cause) {
    throw new SignatureProblem('stamp_wrong', 'the time stamp cannot be read', { cause })
  }
  throw new SignatureProblem('stamp_wrong', 'the time stamp is about something else')
}
