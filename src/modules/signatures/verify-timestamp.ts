import type { Temporal } from 'temporal-polyfill'
import type { CertificateName, Finding, JudgeOptions } from './report.ts'

/** What a time-stamp token is worth. `intact`: over these bytes, rightly signed; `proves`: by an authority that is trusted. */
export type TimestampVerdict = Readonly<{
  /** Null when the token cannot be read. */
  instant: Temporal.Instant | null
  intact: boolean
  proves: boolean
  authority: CertificateName | null
  findings: readonly Finding[]
}>

/** Judges a token of RFC 3161 over `stamped`. Never throws for what stands in the token. */
export async function verifyTimestamp(
  token: Uint8Array,
  stamped: Uint8Array,
  { trustAnchors, revocation = null, at }: JudgeOptions,
): Promise<TimestampVerdict> {
  const [{ judgeStamp }, { readCertificates }] = await Promise.all([
    import('./judge-time.ts'),
    import('./judge-chain.ts'),
  ])
  const basis = { anchors: readCertificates(trustAnchors), pool: [], evidence: [], lookup: revocation }
  const { instant, intact, proves, authority, findings } = await judgeStamp(token, [stamped], basis, {
    when: at,
    proven: false,
  })
  return { instant, intact, proves, authority, findings }
}
