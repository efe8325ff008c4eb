import { type KeyObject, X509Certificate } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import { childOf, DerProblem, readDer } from '#platform/der'
import { SignatureProblem } from './signature-problem.ts'

/** A certificate as far as making a signature needs it; `issuer` and `serial` are DER, as they stand in it. */
export type SignerCertificate = Readonly<{
  der: Uint8Array
  issuer: Uint8Array
  serial: Uint8Array
  publicKey: KeyObject
  isEcdsa: boolean
  commonName: string
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
}>

export type SignerCertificates = readonly [SignerCertificate, ...SignerCertificate[]]

/** Reads the signer's certificate and its issuers. Throws `certificate_unfit` when one cannot be read. */
export function readSignerCertificates(certificates: readonly Uint8Array[]): SignerCertificates {
  try {
    const [signer, ...issuers] = certificates.map(readSignerCertificate)
    if (!signer) throw new DerProblem('there is no certificate')
    return [signer, ...issuers]
  } catch (cause) {
    throw new SignatureProblem('certificate_unfit', 'a certificate cannot be read', { cause })
  }
}

/** Throws `certificate_unfit` for a signer whose certificate does not hold at that time. */
export function refuseUnfit([{ validFrom, validTo }]: SignerCertificates, at: Temporal.Instant): void {
  if (Temporal.Instant.compare(at, validFrom) < 0 || Temporal.Instant.compare(at, validTo) > 0) {
    throw new SignatureProblem('certificate_unfit', `valid from ${validFrom} to ${validTo}`)
  }
}

function readSignerCertificate(bytes: Uint8Array): SignerCertificate {
  const x509 = new X509Certificate(bytes)
  const [serial, , issuer] = childOf(readDer(x509.raw), 0).children.filter(({ tag }) => tag !== 0xa0)
  if (!(serial && issuer)) throw new DerProblem('no certificate')
  const { CN } = x509.toLegacyObject().subject as { CN?: string | string[] }
  return {
    der: x509.raw,
    issuer: issuer.whole,
    serial: serial.whole,
    publicKey: x509.publicKey,
    isEcdsa: x509.publicKey.asymmetricKeyType === 'ec',
    commonName: [CN ?? ''].flat()[0] ?? '',
    validFrom: instantOf(x509.validFromDate),
    validTo: instantOf(x509.validToDate),
  }
}
