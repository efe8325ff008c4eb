import { Temporal } from 'temporal-polyfill'
import { judgeStrength } from './judge-algorithms.ts'
import {
  isIssuedBy,
  type JudgedCertificate,
  keyUsageBit,
  readCertificate,
  sameCertificate,
} from './judge-certificates.ts'
import {
  findRevocation,
  type RevocationEvidence,
  type RevocationStatus,
  readRevocation,
} from './judge-revocation.ts'
import type { Finding, RevocationLookup, SignatureReport } from './report.ts'

/** What a certificate is judged by. */
export type TrustBasis = Readonly<{
  anchors: readonly JudgedCertificate[]
  /** Certificates that came with the file. */
  pool: readonly JudgedCertificate[]
  /** What the file itself brings on revocation. */
  evidence: readonly RevocationEvidence[]
  lookup: RevocationLookup | null
}>

export type TrustJudgement = Readonly<{
  chain: SignatureReport['chain']
  revocation: SignatureReport['revocation']
  findings: readonly Finding[]
  /** Whether the file itself brings all that proves the chain: certificates and revocation (level B-LT). */
  selfContained: boolean
}>

export type CertificatePurpose = 'signature' | 'timestamp'

const longestChain = 8
const timeStamping = '1.3.6.1.5.5.7.3.8'
// For signing documents: any, client, e-mail, document signing (RFC 9336), of Microsoft, of Adobe.
const signingPurposes = new Set([
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
])

/**
 * The instant a certificate is judged at. `proven`: a time stamp proves it. `madeAt`: when it was used, where that is known
 * to be earlier: what the file brings on revocation need only be as new as that.
 */
export type JudgedTime = Readonly<{ when: Temporal.Instant; proven: boolean; madeAt?: Temporal.Instant }>

/**
 * Judges a certificate at the instant `when` (ETSI EN 319 102-1 §5.2.6). `proven`: a time stamp proves that instant; what
 * happened to the certificate later then does not matter.
 */
export async function judgeTrust(
  certificate: JudgedCertificate,
  basis: TrustBasis,
  purpose: CertificatePurpose,
  time: JudgedTime,
): Promise<TrustJudgement> {
  const path = findPath(certificate, basis)
  const findings = [
    ...judgePurpose(certificate, purpose),
    ...judgeValidity(certificate, time),
    ...judgePath(path, time.when),
  ]
  const state = stateOf(path, basis.anchors)
  if (state !== 'trusted')
    findings.push({ code: `chain_${state}`, weight: 'doubt', detail: path.at(-1)?.name.issuer ?? '' })
  // The addresses to ask at stand in the certificate: only one that somebody trusted issued is believed.
  const lookup = state === 'trusted' ? basis.lookup : null
  const revocation = await judgeRevocation(path, { ...basis, lookup }, time)
  return {
    chain: state,
    revocation: revocation.status,
    findings: [...findings, ...revocation.findings],
    selfContained: state === 'trusted' && revocation.selfContained,
  }
}

/** From the certificate to an anchor, or as far as issuers are known. */
function findPath(certificate: JudgedCertificate, { anchors, pool }: TrustBasis): readonly JudgedCertificate[] {
  const path = [certificate]
  while (path.length < longestChain) {
    const last = path.at(-1) ?? certificate
    if (anchors.some((anchor) => sameCertificate(anchor, last)) || isIssuedBy(last, last)) break
    const issuer = [...anchors, ...pool].find(
      (one) => !path.some((known) => sameCertificate(known, one)) && isIssuedBy(last, one),
    )
    if (!issuer) break
    path.push(issuer)
  }
  return path
}

function stateOf(
  path: readonly JudgedCertificate[],
  anchors: readonly JudgedCertificate[],
): 'trusted' | 'untrusted' | 'incomplete' {
  const last = path.at(-1)
  if (last && anchors.some((anchor) => sameCertificate(anchor, last))) return 'trusted'
  return last && isIssuedBy(last, last) ? 'untrusted' : 'incomplete'
}

function judgePurpose(
  { keyUsage, purposes }: JudgedCertificate,
  purpose: CertificatePurpose,
): readonly Finding[] {
  if (purpose === 'timestamp') {
    return purposes?.includes(timeStamping) ? [] : [{ code: 'timestamp_purpose_wrong', weight: 'doubt' }]
  }
  const { digitalSignature, nonRepudiation } = keyUsageBit
  const signs = keyUsage === null || keyUsage.has(digitalSignature) || keyUsage.has(nonRepudiation)
  const meant = purposes === null || purposes.some((one) => signingPurposes.has(one))
  return signs && meant ? [] : [{ code: 'purpose_wrong', weight: 'doubt' }]
}

const isAfter = (left: Temporal.Instant, right: Temporal.Instant): boolean =>
  Temporal.Instant.compare(left, right) > 0

function judgeValidity(
  { name }: JudgedCertificate,
  { when, proven }: Readonly<{ when: Temporal.Instant; proven: boolean }>,
): readonly Finding[] {
  if (isAfter(name.validFrom, when))
    return [{ code: 'certificate_not_yet_valid', weight: proven ? 'grave' : 'doubt' }]
  if (!isAfter(when, name.validTo)) return []
  return [
    {
      code: proven ? 'certificate_expired_when_signed' : 'certificate_expired',
      weight: proven ? 'grave' : 'doubt',
    },
  ]
}

/** The issuers: that they may issue, were valid, and signed with something strong. */
function judgePath(path: readonly JudgedCertificate[], when: Temporal.Instant): readonly Finding[] {
  const findings: Finding[] = []
  for (const [index, one] of path.entries()) {
    const detail = one.name.commonName
    if (one.unknownCritical.length > 0)
      findings.push({ code: 'certificate_rule_unknown', weight: 'doubt', detail })
    if (index === 0) continue
    if (!mayIssue(one, index - 1)) findings.push({ code: 'issuer_may_not_issue', weight: 'grave', detail })
    const { validFrom, validTo } = one.name
    if (isAfter(validFrom, when) || isAfter(when, validTo))
      findings.push({ code: 'issuer_expired', weight: 'doubt', detail })
    findings.push(...judgeStrength('', one.x509.publicKey))
  }
  return findings
}

function mayIssue({ isAuthority, keyUsage, pathLength }: JudgedCertificate, between: number): boolean {
  const signs = keyUsage === null || keyUsage.has(keyUsageBit.certificateSign)
  return isAuthority && signs && (pathLength === null || between <= pathLength)
}

type PathRevocation = Readonly<{
  status: SignatureReport['revocation']
  findings: readonly Finding[]
  selfContained: boolean
}>

async function judgeRevocation(
  path: readonly JudgedCertificate[],
  basis: TrustBasis,
  time: JudgedTime,
): Promise<PathRevocation> {
  const found: (OneRevocation & Readonly<{ name: string }>)[] = []
  for (const [index, one] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1] ?? one
    found.push({ ...(await revocationOf(one, issuer, basis, time)), name: one.name.commonName })
  }
  const revoked = found.some(({ status }) => status === 'revoked')
  return {
    status: revoked ? 'revoked' : (found[0]?.status ?? 'not_judged'),
    findings: found.flatMap(({ findings, status, name }, index) => [
      ...findings,
      ...(status === 'unknown' ? [unknownRevocation(index, name)] : []),
    ]),
    selfContained: found.every(({ embedded }) => embedded),
  }
}

const unknownRevocation = (index: number, detail: string): Finding =>
  index === 0
    ? { code: 'revocation_unknown', weight: 'doubt', detail }
    : { code: 'issuer_revocation_unknown', weight: 'note', detail }

type OneRevocation = Readonly<{
  status: 'good' | 'revoked' | 'unknown'
  embedded: boolean
  findings: readonly Finding[]
}>

async function revocationOf(
  one: JudgedCertificate,
  issuer: JudgedCertificate,
  { evidence, lookup }: TrustBasis,
  time: JudgedTime,
): Promise<OneRevocation> {
  if (one.noCheck) return { status: 'good', embedded: true, findings: [] }
  const kept = findRevocation(one, issuer, evidence, time.when)
  const embedded = findRevocation(one, issuer, evidence, time.madeAt ?? time.when).status !== 'unknown'
  const asked = lookup && kept.status !== 'revoked' ? await askNow(one, issuer, lookup, time.when) : kept
  const found = asked.status === 'unknown' ? kept : asked
  if (found.status !== 'revoked') return { status: found.status, embedded, findings: [] }
  const detail = `${one.name.commonName}, ${found.revokedAt?.toString() ?? '?'}`
  const later = time.proven && found.revokedAt !== null && isAfter(found.revokedAt, time.when)
  if (later) return { status: 'good', embedded, findings: [{ code: 'revoked_later', weight: 'note', detail }] }
  return { status: 'revoked', embedded, findings: [{ code: 'certificate_revoked', weight: 'grave', detail }] }
}

async function askNow(
  one: JudgedCertificate,
  issuer: JudgedCertificate,
  { ask }: RevocationLookup,
  when: Temporal.Instant,
): Promise<RevocationStatus> {
  const answer = await ask(one.der, issuer.der).catch(() => null)
  const evidence = answer && readRevocation(answer.kind, answer.der)
  return findRevocation(one, issuer, evidence ? [evidence] : [], when)
}

/** Reads certificates, leaving out what cannot be read. */
export const readCertificates = (ders: readonly Uint8Array[]): readonly JudgedCertificate[] =>
  ders.map(readCertificate).filter((one) => one !== null)
