import type { Temporal } from 'temporal-polyfill'
import type { RevocationSource } from '#modules/signing'

/** A document this system issued, as much of it as proves it to a stranger. */
export type IssuedDocument = Readonly<{
  /** The code printed on it, that its QR code leads to. */
  code: string
  kind: 'result' | 'form' | 'e_receipt'
  title: string
  agencyName: string
  /** Số, ký hiệu văn bản; null where it has none. */
  number: string | null
  issuedAt: Temporal.Instant
  /** Whose it is, masked. */
  holder: string
  state: 'in_force' | 'replaced' | 'revoked'
  /** Why it is no longer in force. */
  stateReason: string | null
  /** The content that was issued: SHA-256 of each form it took, the last is the one given out. */
  sha256s: readonly string[]
}>

/** Who knows the documents that were issued here; the composition root names them. */
export type IssuedDocuments = Readonly<{
  findByCode: (code: string) => Promise<IssuedDocument | null>
  findByContent: (sha256: string) => Promise<IssuedDocument | null>
}>

/** What a signature is judged by: whom we trust, and where to ask whether a certificate still holds. */
export type Trust = Readonly<{
  listAnchors: () => Promise<readonly Uint8Array[]>
  revocation: RevocationSource | null
}>
