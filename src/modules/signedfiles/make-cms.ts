import { createHash } from 'node:crypto'
import { explicit, integer, nothing, objectIdentifier, octets, sequence, setOf } from '#platform/write-der'
import type { SignerCertificate, SignerCertificates } from './signer-certificate.ts'

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  content: '1.2.840.113549.1.7.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaWithSha256: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const

const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(type), setOf(...values))

/**
 * The signed attributes of a PAdES signature (EN 319 142-1 §6.3): type and digest of the content, and the certificate, so
 * that nobody can put another in its place (RFC 5035). No time: a PDF says it in its own dictionary.
 */
export function makeSignedAttributes(messageDigest: Uint8Array, certificate: SignerCertificate): Uint8Array {
  const issuer = sequence(explicit(4, certificate.issuer))
  const identifier = sequence(
    octets(createHash('sha256').update(certificate.der).digest()),
    sequence(issuer, certificate.serial),
  )
  return setOf(
    attribute(oid.contentType, objectIdentifier(oid.content)),
    attribute(oid.messageDigest, octets(messageDigest)),
    attribute(oid.signingCertificateV2, sequence(sequence(identifier))),
  )
}

export type CmsParts = Readonly<{
  signedAttributes: Uint8Array
  value: Uint8Array
  /** The signer's first. */
  certificates: SignerCertificates
  /** DER of a time stamp over `value`. */
  timestampToken?: Uint8Array | undefined
}>

/** A detached SignedData (RFC 5652 §5.1) of one signer over SHA-256. */
export function makeCms({ signedAttributes, value, certificates, timestampToken }: CmsParts): Uint8Array {
  const [signer] = certificates
  const sha256 = sequence(objectIdentifier(oid.sha256), nothing())
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuer, signer.serial),
    sha256,
    withTag(signedAttributes, 0xa0),
    signer.isEcdsa
      ? sequence(objectIdentifier(oid.ecdsaWithSha256))
      : sequence(objectIdentifier(oid.rsaWithSha256), nothing()),
    octets(value),
    ...(timestampToken ? [makeStampAttribute(timestampToken)] : []),
  )
  const signedData = sequence(
    integer(1),
    setOf(sha256),
    sequence(objectIdentifier(oid.content)),
    withTag(setOf(...certificates.map(({ der }) => der)), 0xa0),
    setOf(signerInfo),
  )
  return sequence(objectIdentifier(oid.signedData), explicit(0, signedData))
}

/** The unsigned attribute that makes B-T of B-B (RFC 3161 appendix A), with its tag in a SignerInfo. */
export const makeStampAttribute = (token: Uint8Array): Uint8Array =>
  explicit(1, attribute(oid.timestampToken, token))

/** The same content under another tag. */
function withTag(bytes: Uint8Array, tag: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[0] = tag
  return copy
}
