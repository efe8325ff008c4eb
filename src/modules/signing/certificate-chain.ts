import { X509Certificate } from 'node:crypto'
import { readJudgedCertificate } from '#modules/signatures'
import type { CertificateFacts } from './rules/certificate.ts'

/** Reads a certificate (DER); null when it is none. */
export const readCertificate = (der: Uint8Array): CertificateFacts | null =>
  readJudgedCertificate(der)?.name ?? null

/**
 * How the chain (DER, the signer's certificate first) ends: at an anchor, not at one, or `not_judged` when nothing is trusted
 * yet. Each certificate must be signed by the next.
 */
export function judgeChain(
  chain: readonly Uint8Array[],
  anchors: readonly Uint8Array[],
): 'trusted' | 'untrusted' | 'not_judged' {
  if (anchors.length === 0) return 'not_judged'
  const trusted = anchors.map((der) => new X509Certificate(der))
  const links = chain.map((der) => new X509Certificate(der))
  for (const [index, certificate] of links.entries()) {
    if (trusted.some((anchor) => isLink(certificate, anchor))) return 'trusted'
    const next = links[index + 1]
    if (!next || !isLink(certificate, next)) return 'untrusted'
  }
  return 'untrusted'
}

const isLink = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.fingerprint256 === issuer.fingerprint256 ||
  (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))
