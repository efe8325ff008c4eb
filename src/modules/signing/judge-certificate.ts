import { X509Certificate } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { findRevocation, readJudgedCertificate, readRevocation } from '#modules/signatures'
import { systemClock } from '#platform/clock'
import type { RevocationSource } from './ports.ts'
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

type Answer = NonNullable<Awaited<ReturnType<RevocationSource['ask']>>>

export type RevocationJudged = Answer & Readonly<{ status: 'good' | 'revoked' | 'unknown' }>

/** Whether a certificate holds, as its issuer says; null when nobody could be asked. */
export async function judgeRevocation(
  source: RevocationSource,
  asked: Readonly<{ certificate: Uint8Array; issuer: Uint8Array; at: Temporal.Instant }>,
): Promise<RevocationJudged | null> {
  const answer = await source.ask(asked.certificate, asked.issuer)
  if (!answer) return null
  const [certificate, issuer] = [asked.certificate, asked.issuer].map(readJudgedCertificate)
  const evidence = readRevocation(answer.kind, answer.der)
  if (!certificate || !issuer || !evidence) return { ...answer, status: 'unknown' }
  return { ...answer, status: findRevocation(certificate, issuer, [evidence], asked.at).status }
}

const rememberedSeconds = 60

/** Asks about each certificate once a minute: the documents of a batch are signed with the same ones. */
export function rememberRevocation({ ask }: RevocationSource): RevocationSource {
  const known = new Map<string, Readonly<{ until: Temporal.Instant; answer: Answer }>>()
  return {
    ask: async (certificate, issuer) => {
      const key = Buffer.from(certificate).toString('base64')
      const now = systemClock.now()
      const kept = known.get(key)
      if (kept && Temporal.Instant.compare(now, kept.until) < 0) return kept.answer
      const answer = await ask(certificate, issuer)
      if (known.size > 1000) known.clear()
      if (answer) known.set(key, { answer, until: now.add({ seconds: rememberedSeconds }) })
      return answer
    },
  }
}
