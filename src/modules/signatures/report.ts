import type { Temporal } from 'temporal-polyfill'

/** What a whole file comes to. `indeterminate`: nothing is broken, yet not all could be known (ETSI EN 319 102-1 §5.1). */
export type FileVerdict = 'valid' | 'indeterminate' | 'invalid' | 'unsigned' | 'unreadable'

/** The level a signature reaches (ETSI EN 319 142-1, EN 319 132-1); `none`: a signature, and not an advanced one. */
export type SignatureLevel = 'none' | 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'

/** One thing found, by a stable code; `messages.ts` says it in words. `grave` makes the signature invalid. */
export type Finding = Readonly<{ code: string; weight: 'grave' | 'doubt' | 'note'; detail?: string }>

export type CertificateName = Readonly<{
  commonName: string
  organisation: string | null
  personalId: string | null
  serialNumber: string
  issuer: string
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
}>

/** What one signature or document time stamp in a file is worth. */
export type SignatureReport = Readonly<{
  /** From 1, in the order they were made. */
  number: number
  kind: 'signature' | 'document_timestamp'
  /** Name of the signature field (PDF), or id of the signature (XML). */
  field: string
  verdict: 'valid' | 'indeterminate' | 'invalid'
  integrity: 'intact' | 'broken' | 'unreadable'
  /** Whether it covers the file as it is, an earlier revision that later ones only added to, or only a part. */
  coverage: 'whole_file' | 'earlier_revision' | 'part'
  signer: CertificateName | null
  chain: 'trusted' | 'untrusted' | 'incomplete' | 'not_judged'
  revocation: 'good' | 'revoked' | 'unknown' | 'not_judged'
  level: SignatureLevel
  /** Proven by a time stamp, or only said by the signer. */
  signedAt: Readonly<{ instant: Temporal.Instant; proof: 'timestamp' | 'claim' }> | null
  reason: string | null
  findings: readonly Finding[]
}>

/** The report on one file; `changes` is what was added to it after its last signature. */
export type VerificationReport = Readonly<{
  sha256: string
  sizeBytes: number
  mediaType: 'application/pdf' | 'application/xml'
  verdict: FileVerdict
  judgedAt: Temporal.Instant
  signatures: readonly SignatureReport[]
  changes: readonly Finding[]
  findings: readonly Finding[]
}>

/**
 * Asks whether a certificate still holds: DER of an OCSP response or a revocation list, null when nobody can be reached.
 * Certificates are DER.
 */
export type RevocationLookup = Readonly<{
  ask: (
    certificate: Uint8Array,
    issuer: Uint8Array,
  ) => Promise<Readonly<{ kind: 'ocsp' | 'crl'; der: Uint8Array }> | null>
}>

/** What a file is judged by. `trustAnchors`: DER of the certificates that need no further proof. `at`: now. */
export type JudgeOptions = Readonly<{
  trustAnchors: readonly Uint8Array[]
  revocation?: RevocationLookup | null
  at: Temporal.Instant
}>
