import { Temporal } from 'temporal-polyfill'
import { systemClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { loadMaking } from './pdf-signatures.ts'
import type { RevocationSource, SigningOutside } from './ports.ts'
import { loadTrustAnchors } from './settings.ts'

type Answer = NonNullable<Awaited<ReturnType<RevocationSource['ask']>>>

export type RevocationJudged = Answer & Readonly<{ status: 'good' | 'revoked' | 'unknown' }>

/** Whether a certificate holds, as its issuer says; null when nobody could be asked. */
export async function judgeRevocation(
  source: RevocationSource,
  asked: Readonly<{ certificate: Uint8Array; issuer: Uint8Array; at: Temporal.Instant }>,
): Promise<RevocationJudged | null> {
  const answer = await source.ask(asked.certificate, asked.issuer)
  if (!answer) return null
  const { findRevocation, readJudgedCertificate, readRevocation } = await loadMaking()
  const [certificate, issuer] = [asked.certificate, asked.issuer].map(readJudgedCertificate)
  const evidence = readRevocation(answer.kind, answer.der)
  if (!certificate || !issuer || !evidence) return { ...answer, status: 'unknown' }
  return { ...answer, status: findRevocation(certificate, issuer, [evidence], asked.at).status }
}

/**
 * The file with all that later judgement needs: what its own judgement asks for is what is put in (B-LT, EN 319 142-1). Null
 * when not all of it could be had now.
 */
export async function gatherValidation(
  { db, clock }: Context,
  outside: SigningOutside,
  pdf: Uint8Array,
): Promise<Uint8Array | null> {
  const { addValidationMaterial, verifyPdf } = await loadMaking()
  const trustAnchors = await loadTrustAnchors(db, outside)
  const answers: (Answer | null)[] = []
  const certificates = new Map<string, Uint8Array>()
  const ask = async (certificate: Uint8Array, issuer: Uint8Array): Promise<Answer | null> => {
    for (const der of [certificate, issuer]) certificates.set(Buffer.from(der).toString('base64'), der)
    const answer = await outside.revocation.ask(certificate, issuer)
    answers.push(answer)
    return answer
  }
  const at = clock.now()
  await verifyPdf(pdf, { trustAnchors, revocation: { ask }, at })
  const found = answers.filter((answer) => answer !== null)
  if (found.length === 0 || found.length < answers.length) return null
  const ofKind = (kind: Answer['kind']) => found.filter((answer) => answer.kind === kind).map(({ der }) => der)
  const material = { certificates: [...certificates.values()], ocsps: ofKind('ocsp'), crls: ofKind('crl') }
  const whole = addValidationMaterial(pdf, material)
  const report = await verifyPdf(whole, { trustAnchors, revocation: null, at })
  const level = report.signatures.findLast(({ kind }) => kind === 'signature')?.level
  return level === 'B-LT' || level === 'B-LTA' ? whole : null
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
