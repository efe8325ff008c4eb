import {
  Certificate,
  CertificateRevocationList,
  type CRLDistributionPoints,
  type GeneralName,
  type InfoAccess,
  OCSPRequest,
  OCSPResponse,
} from 'pkijs'
import type { RevocationSource } from '#modules/signing'
import { type BytesOrder, fetchBytes } from './fetch-bytes.ts'

const mostOcspBytes = 100_000

/**
 * Asks the addresses a certificate names whether it still holds: OCSP, then the revocation list. Who calls has made sure
 * that somebody trusted issued the certificate, for the addresses are taken from it; the answer's signature is checked by
 * `signatures`.
 */
export function openRevocationSource({
  timeoutMs = 10_000,
  mostListBytes = 20_000_000,
}: Readonly<{ timeoutMs?: number; mostListBytes?: number }> = {}): RevocationSource {
  return {
    async ask(certificate, issuer) {
      const asked = Certificate.fromBER(new Uint8Array(certificate))
      const ocsp = await askOcsp(asked, Certificate.fromBER(new Uint8Array(issuer)), timeoutMs)
      if (ocsp) return { kind: 'ocsp', der: ocsp }
      const crl = await fetchList(asked, { timeoutMs, mostBytes: mostListBytes })
      return crl && { kind: 'crl', der: crl }
    },
  }
}

async function askOcsp(asked: Certificate, issuer: Certificate, timeoutMs: number) {
  const request = new OCSPRequest()
  await request.createForCertificate(asked, { hashAlgorithm: 'SHA-1', issuerCertificate: issuer })
  const body = new Uint8Array(request.toSchema(true).toBER())
  for (const url of listOcspUrls(asked)) {
    const answer = await findBytes(url, {
      body,
      mediaType: 'application/ocsp-request',
      timeoutMs,
      mostBytes: mostOcspBytes,
    })
    if (answer && isAnswered(answer)) return answer
  }
  return null
}

/** What is at an address; null when there is nothing for any reason: the next one is asked. */
const findBytes = (url: string, order: BytesOrder): Promise<Uint8Array | null> =>
  fetchBytes(url, order).catch(() => null)

function isAnswered(answer: Uint8Array): boolean {
  try {
    return OCSPResponse.fromBER(new Uint8Array(answer)).responseStatus.valueBlock.valueDec === 0
  } catch {
    return false
  }
}

async function fetchList(asked: Certificate, limits: Readonly<{ timeoutMs: number; mostBytes: number }>) {
  for (const url of listCrlUrls(asked)) {
    const answer = await findBytes(url, limits)
    if (answer && isList(answer)) return answer
  }
  return null
}

function isList(answer: Uint8Array): boolean {
  try {
    CertificateRevocationList.fromBER(new Uint8Array(answer))
    return true
  } catch {
    return false
  }
}

const listOcspUrls = (asked: Certificate): string[] =>
  ((parsedExtension(asked, '1.3.6.1.5.5.7.1.1') as InfoAccess | undefined)?.accessDescriptions ?? [])
    .filter(({ accessMethod }) => accessMethod === '1.3.6.1.5.5.7.48.1')
    .flatMap(({ accessLocation }) => urlOf(accessLocation))

const listCrlUrls = (asked: Certificate): string[] =>
  ((parsedExtension(asked, '2.5.29.31') as CRLDistributionPoints | undefined)?.distributionPoints ?? [])
    .flatMap(({ distributionPoint }) => (Array.isArray(distributionPoint) ? distributionPoint : []))
    .flatMap(urlOf)

const parsedExtension = (asked: Certificate, oid: string): unknown =>
  asked.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue

/** A general name of type 6 is an address. */
const urlOf = ({ type, value }: GeneralName): string[] =>
  type === 6 && typeof value === 'string' ? [value] : []
