import type { Temporal } from 'temporal-polyfill'
import { childOf, type Der, readDer, readOctets, readTime } from '#platform/der'
import { hashName, hashOf } from './judge-algorithms.ts'
import { judgeTrust, type TrustBasis } from './judge-chain.ts'
import { findSigner, judgeMessage, readSignedMessage, type SignedMessage } from './judge-cms.ts'
import type { CertificateName, Finding, SignatureReport } from './report.ts'

/** What a time stamp is worth. */
export type StampJudgement = Readonly<{
  /** Null when the token cannot be read. */
  instant: Temporal.Instant | null
  /** It is over these bytes, rightly signed. */
  intact: boolean
  /** Intact, by an authority that is trusted: it proves the instant. */
  proves: boolean
  authority: CertificateName | null
  chain: SignatureReport['chain']
  revocation: SignatureReport['revocation']
  selfContained: boolean
  findings: readonly Finding[]
}>

const timestampInfo = '1.2.840.113549.1.9.16.1.4'

/** A token that cannot be read. */
export const unreadableStamp: StampJudgement = {
  instant: null,
  intact: false,
  proves: false,
  authority: null,
  chain: 'not_judged',
  revocation: 'not_judged',
  selfContained: false,
  findings: [{ code: 'timestamp_unreadable', weight: 'grave' }],
}

/**
 * Judges a token of RFC 3161 over `stamped`, whose parts follow each other. `existed`: an instant at which the token is
 * known to have been there, by a later stamp or by now.
 */
export async function judgeStamp(
  token: Uint8Array,
  stamped: readonly Uint8Array[],
  basis: TrustBasis,
  existed: Readonly<{ when: Temporal.Instant; proven: boolean }>,
): Promise<StampJudgement> {
  try {
    return await judgeToken(readSignedMessage(token), stamped, basis, existed)
  } catch {
    return unreadableStamp
  }
}

async function judgeToken(
  message: SignedMessage,
  stamped: readonly Uint8Array[],
  basis: TrustBasis,
  existed: Readonly<{ when: Temporal.Instant; proven: boolean }>,
): Promise<StampJudgement> {
  if (message.contentType !== timestampInfo || !message.content) return unreadableStamp
  const content = readDer(message.content)
  const instant = readTime(content.children[4])
  const pool = [...message.certificates, ...basis.pool]
  const certificate = findSigner({ ...message, certificates: pool })
  if (!certificate) {
    return { ...unreadableStamp, instant, findings: [{ code: 'timestamp_signer_missing', weight: 'doubt' }] }
  }
  const { intact, findings } = judgeMessage(message, certificate, [message.content])
  const imprint = isImprint(childOf(content, 2), stamped)
  const trust = await judgeTrust(certificate, { ...basis, pool }, 'timestamp', { ...existed, madeAt: instant })
  const wrong: Finding[] = imprint ? [] : [{ code: 'timestamp_of_something_else', weight: 'grave' }]
  const all = [...wrong, ...findings, ...trust.findings]
  // That nobody could be asked about the authority does not undo its time.
  const doubted = all.some(({ code, weight }) => weight !== 'note' && code !== 'revocation_unknown')
  return {
    instant,
    intact: intact && imprint,
    proves: intact && imprint && trust.chain === 'trusted' && !doubted,
    authority: certificate.name,
    chain: trust.chain,
    revocation: trust.revocation,
    selfContained: trust.selfContained,
    findings: all,
  }
}

function isImprint(imprint: Der, stamped: readonly Uint8Array[]): boolean {
  const hash = hashName(childOf(imprint, 0))
  return Buffer.compare(hashOf(hash, ...stamped), readOctets(childOf(imprint, 1))) === 0
}
