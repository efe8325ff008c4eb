import { X509Certificate } from 'node:crypto'
import type { DocumentSignature, SigningFailure, SigningOutcome } from '#modules/signing'

export const pending: SigningOutcome = { state: 'pending' }

export const failed = (code: SigningFailure): SigningOutcome => ({ state: 'failed', code })

/** The bytes of a Base64 text (line breaks allowed); null when it is none, or nothing. */
export function readBase64(text: unknown): Uint8Array | null {
  if (typeof text !== 'string') return null
  const compact = text.replaceAll(/\s/g, '')
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null
  return new Uint8Array(Buffer.from(compact, 'base64'))
}

export type SignatureText = Readonly<{ documentId: string; value: unknown }>

/** Signed, when every signature is there and is Base64; else the answer was unreadable. */
export function signedOutcome(given: readonly SignatureText[]): SigningOutcome {
  const signatures = given.flatMap(({ documentId, value }): DocumentSignature[] => {
    const bytes = readBase64(value)
    return bytes ? [{ documentId, value: bytes }] : []
  })
  const whole = given.length > 0 && signatures.length === given.length
  return whole ? { state: 'signed', signatures } : failed('answer_unreadable')
}

/** The algorithm of a certificate's key; null when the bytes are no certificate, or of a key we know nothing about. */
export function algorithmOf(certificate: Uint8Array): 'rsa' | 'ecdsa' | null {
  try {
    const { asymmetricKeyType } = new X509Certificate(certificate).publicKey
    if (asymmetricKeyType === 'rsa') return 'rsa'
    return asymmetricKeyType === 'ec' ? 'ecdsa' : null
  } catch {
    return null
  }
}

/** A certificate with its issuers as the port wants it; null when a part is missing or unreadable. */
export function readCertificate(certificateId: string, texts: readonly unknown[]) {
  const certificates = texts.map(readBase64).filter((bytes) => bytes !== null)
  const algorithm = certificates[0] && algorithmOf(certificates[0])
  if (!algorithm || certificates.length !== texts.length) return null
  return certificates.every(algorithmOf) ? { certificateId, certificates, algorithm } : null
}
