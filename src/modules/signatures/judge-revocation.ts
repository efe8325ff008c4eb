import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import {
  childOf,
  type Der,
  findTagged,
  readBits,
  readDer,
  readHexInteger,
  readOctets,
  readOid,
  readTime,
} from '#platform/der'
import { hashName, hashOf, isSignedBy } from './judge-algorithms.ts'
import { isIssuedBy, type JudgedCertificate, keyUsageBit, readCertificate } from './judge-certificates.ts'
import type { RevocationLookup } from './report.ts'

/** What an issuer said about its certificates: an OCSP response (RFC 6960) or a revocation list (RFC 5280 §5). */
export type RevocationEvidence = Readonly<{
  kind: 'ocsp' | 'crl'
  signed: Readonly<{ bytes: Uint8Array; algorithm: Der; value: Uint8Array }>
  /** Certificates that an OCSP response brings along. */
  certificates: readonly JudgedCertificate[]
  /** What it says of a certificate; null when nothing. */
  find: (certificate: JudgedCertificate, issuer: JudgedCertificate) => RevocationWord | null
}>

/** `good` from `thisUpdate` until `nextUpdate`, or revoked at an instant. */
export type RevocationWord = Readonly<{
  status: 'good' | 'revoked' | 'unknown'
  thisUpdate: Temporal.Instant
  nextUpdate: Temporal.Instant | null
  revokedAt: Temporal.Instant | null
}>

export type RevocationStatus = Readonly<{
  status: 'good' | 'revoked' | 'unknown'
  revokedAt: Temporal.Instant | null
}>

const ocspSigning = '1.3.6.1.5.5.7.3.9'
const basicResponse = '1.3.6.1.5.5.7.48.1.1'
const unknown: RevocationStatus = { status: 'unknown', revokedAt: null }

/** Reads an OCSP response or a list; null when it cannot be read or says nothing. */
export function readRevocation(kind: 'ocsp' | 'crl', der: Uint8Array): RevocationEvidence | null {
  try {
    return kind === 'ocsp' ? readOcsp(der) : readList(der)
  } catch {
    return null
  }
}

function readOcsp(der: Uint8Array): RevocationEvidence | null {
  const outer = readDer(der)
  const basic = outer.children[0]?.tag === 10 ? unwrapOcsp(outer) : outer
  if (!basic) return null
  const data = childOf(basic, 0)
  const answers = data.children.filter(({ tag }) => tag === 0x30).at(-1)?.children ?? []
  const certificates = findTagged(basic, 0xa0)?.children[0]?.children ?? []
  return {
    kind: 'ocsp',
    signed: { bytes: data.whole, algorithm: childOf(basic, 1), value: readBits(childOf(basic, 2)) },
    certificates: certificates.map(({ whole }) => readCertificate(whole)).filter((one) => one !== null),
    find: (certificate, issuer) => findAnswer(answers, certificate, issuer),
  }
}

/** Null unless it was successful. */
function unwrapOcsp(outer: Der): Der | null {
  if (readHexInteger(childOf(outer, 0)) !== '0') return null
  const bytes = childOf(childOf(outer, 1), 0)
  return readOid(childOf(bytes, 0)) === basicResponse ? readDer(readOctets(childOf(bytes, 1))) : null
}

function findAnswer(
  answers: readonly Der[],
  certificate: JudgedCertificate,
  issuer: JudgedCertificate,
): RevocationWord | null {
  const answer = answers.find((one) => isAbout(childOf(one, 0), certificate, issuer))
  if (!answer) return null
  const state = childOf(answer, 1)
  const next = answer.children.find(({ tag }) => tag === 0xa0)?.children[0]
  const status = ({ 128: 'good', 161: 'revoked' } as const)[state.tag] ?? 'unknown'
  return {
    status,
    thisUpdate: readTime(childOf(answer, 2)),
    nextUpdate: next ? readTime(next) : null,
    revokedAt: status === 'revoked' ? readTime(childOf(state, 0)) : null,
  }
}

function isAbout(id: Der, certificate: JudgedCertificate, issuer: JudgedCertificate): boolean {
  const hash = hashName(childOf(id, 0))
  return (
    readHexInteger(childOf(id, 3)) === certificate.serial &&
    Buffer.compare(readOctets(childOf(id, 1)), hashOf(hash, issuer.subject)) === 0 &&
    Buffer.compare(readOctets(childOf(id, 2)), hashOf(hash, issuer.keyBits)) === 0
  )
}

function readList(der: Uint8Array): RevocationEvidence | null {
  const whole = readDer(der)
  const body = childOf(whole, 0)
  const parts = body.children.filter(({ tag }) => tag !== 2 && tag !== 0xa0)
  const [, issuer, thisUpdate, ...rest] = parts
  const next = rest.find(({ tag }) => tag === 0x17 || tag === 0x18)
  const rows = rest.find(({ tag }) => tag === 0x30)?.children ?? []
  const revoked = new Map(rows.map((row) => [readHexInteger(childOf(row, 0)), childOf(row, 1)]))
  const isDelta = findTagged(body, 0xa0)?.children[0]?.children.some(
    (one) => readOid(one.children[0]) === '2.5.29.27',
  )
  if (isDelta || !issuer) return null
  const times = { thisUpdate: readTime(thisUpdate), nextUpdate: next ? readTime(next) : null }
  return {
    kind: 'crl',
    signed: { bytes: body.whole, algorithm: childOf(whole, 1), value: readBits(childOf(whole, 2)) },
    certificates: [],
    find(certificate) {
      if (Buffer.compare(issuer.whole, certificate.issuer) !== 0) return null
      const row = revoked.get(certificate.serial)
      return { status: row ? 'revoked' : 'good', revokedAt: row ? readTime(row) : null, ...times }
    },
  }
}

/** Whether the issuer, or a responder that the issuer named, said so. */
function isAuthentic(evidence: RevocationEvidence, issuer: JudgedCertificate): boolean {
  const isSigned = ({ x509 }: JudgedCertificate): boolean =>
    isSignedBy({ ...evidence.signed, hash: 'sha256' }, x509.publicKey)
  const mayList = issuer.keyUsage === null || issuer.keyUsage.has(keyUsageBit.listSign)
  if (evidence.kind === 'crl') return mayList && isSigned(issuer)
  const responders = evidence.certificates.filter(
    (one) => one.purposes?.includes(ocspSigning) && isIssuedBy(one, issuer),
  )
  return [issuer, ...responders].some(isSigned)
}

/**
 * What is known of a certificate for the instant `when`. A word counts when it was said after that instant, or still held
 * at it; of several that count a revocation wins.
 */
export function findRevocation(
  certificate: JudgedCertificate,
  issuer: JudgedCertificate,
  evidence: readonly RevocationEvidence[],
  when: Temporal.Instant,
): RevocationStatus {
  const words = evidence.flatMap((one) => wordOf(one, certificate, issuer))
  const revoked = words.find(({ status }) => status === 'revoked')
  if (revoked) return { status: 'revoked', revokedAt: revoked.revokedAt }
  const good = words.some((word) => word.status === 'good' && holdsAt(word, when))
  return good ? { status: 'good', revokedAt: null } : unknown
}

function wordOf(
  evidence: RevocationEvidence,
  certificate: JudgedCertificate,
  issuer: JudgedCertificate,
): readonly RevocationWord[] {
  try {
    const word = evidence.find(certificate, issuer)
    return word && isAuthentic(evidence, issuer) ? [word] : []
  } catch {
    return []
  }
}

function holdsAt({ thisUpdate, nextUpdate }: RevocationWord, when: Temporal.Instant): boolean {
  if (Temporal.Instant.compare(thisUpdate, when) >= 0) return true
  return nextUpdate !== null && Temporal.Instant.compare(nextUpdate, when) >= 0
}

/** Each certificate is asked about once. */
export function rememberAnswers({ ask }: RevocationLookup): RevocationLookup {
  const asked = new Map<string, ReturnType<RevocationLookup['ask']>>()
  return {
    ask(certificate, issuer) {
      const key = createHash('sha256').update(certificate).digest('hex')
      const answer = asked.get(key) ?? ask(certificate, issuer)
      asked.set(key, answer)
      return answer
    },
  }
}
