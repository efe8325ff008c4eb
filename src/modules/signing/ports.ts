import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { ReachedLevel, SignatureKind } from './rules/batch.ts'

/** Who signs, as the provider knows them: the account there, e.g. the personal id or telephone a person registered with. */
export type SignerRef = Readonly<{ account: string; secret?: string }>

/** A certificate a person or an agency may sign with; `certificates` is DER, the signer's first, then its issuers. */
export type SignerCertificate = Readonly<{
  certificateId: string
  certificates: readonly Uint8Array[]
  /** The key's algorithm; the signature value is PKCS #1 v1.5 over SHA-256, or ECDSA in its DER form (RFC 3279 §2.2.3). */
  algorithm: 'rsa' | 'ecdsa'
}>

/** What is to be signed: the SHA-256 of the signed attributes, and the words the provider shows to the person. */
export type DocumentToSign = Readonly<{ documentId: string; name: string; sha256: Uint8Array }>

export type SigningRequest = Readonly<{
  signer: SignerRef
  certificateId: string
  /** Ours; a provider that takes it answers the same transaction when it is sent twice. */
  transactionKey: string
  documents: readonly DocumentToSign[]
  /** Why, in the words the person reads on their telephone. */
  reason: string
}>

export type DocumentSignature = Readonly<{ documentId: string; value: Uint8Array }>

/** How a signing stands. `refused`: the person said no. `expired`: nobody answered in time. `failed`: with a code of ours. */
export type SigningOutcome =
  | Readonly<{ state: 'pending' }>
  | Readonly<{ state: 'signed'; signatures: readonly DocumentSignature[] }>
  | Readonly<{ state: 'refused' | 'expired' }>
  | Readonly<{ state: 'failed'; code: SigningFailure }>

/** Why a provider signs nothing: what the officer is told, and whether it is worth trying again. */
export type SigningFailure =
  | 'credential_invalid'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'provider_refused'
  | 'provider_unreachable'
  | 'answer_unreadable'

/** The provider names the transaction. */
export type StartedSigning = Readonly<{ transactionId: string; outcome: SigningOutcome }>

/** What a provider told us by itself, after its origin was checked; null when it is not from the provider. */
export type SigningCallback = Readonly<{ transactionId: string; outcome: SigningOutcome }> | null

/**
 * A place where keys live: we give hashes and get signatures, the key stays with its owner. Nothing throws for what a
 * person or certificate does; `ProviderUnreachable` is thrown when it cannot be known whether the call arrived.
 */
export type RemoteSigner = Readonly<{
  key: string
  /** What people know it as: "VNPT SmartCA". */
  name: string
  /** Whether the person confirms each signing on a device of their own; a seal's key usually does not ask. */
  asksConfirmation: boolean
  /** How many documents one confirmation may cover; left out: as many as a batch has. */
  mostDocuments?: number
  /** Sending a signing again under its `transactionKey` answers the one that has begun, and begins no second one. */
  takesTransactionKey?: boolean
  /**
   * Whether a signing of this key has begun there; null when it has not. Where a provider neither tells nor takes the key,
   * a start whose answer was lost is never repeated: a person decides.
   */
  findSigning?: (transactionKey: string, signer: SignerRef) => Promise<StartedSigning | null>
  /** The values come through the officer's browser, from a plug-in beside the token; they are given to `acceptCallback`. */
  throughPage?: boolean
  listCertificates: (signer: SignerRef) => Promise<readonly SignerCertificate[]>
  startSigning: (request: SigningRequest) => Promise<StartedSigning>
  pollSigning: (transactionId: string, signer: SignerRef) => Promise<SigningOutcome>
  acceptCallback: (
    raw: Readonly<{ headers: Readonly<Record<string, unknown>>; body: unknown }>,
  ) => SigningCallback
}>

/** The provider did not answer, or broke off: it may or may not have taken the call. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable'
}

/** A time-stamping authority (RFC 3161). Throws `ProviderUnreachable` when it is away. */
export type TimestampAuthority = Readonly<{
  /** The DER of a TimeStampToken over this SHA-256, its nonce and imprint checked. */
  stamp: (sha256: Uint8Array) => Promise<Uint8Array>
}>

/** Asks issuers whether a certificate still holds: OCSP first, then the CRL. */
export type RevocationSource = Readonly<{
  /** DER of an OCSP response (RFC 6960) or a CRL; null when nobody can be reached. Certificates are DER. */
  ask: (
    certificate: Uint8Array,
    issuer: Uint8Array,
  ) => Promise<Readonly<{ kind: 'ocsp' | 'crl'; der: Uint8Array }> | null>
}>

/** What the signing module needs of the world outside; the composition root connects it. */
export type SigningOutside = Readonly<{
  providers: readonly RemoteSigner[]
  timestamps: TimestampAuthority | null
  revocation: RevocationSource
  /** DER of the certificates that are trusted without further question. */
  trustAnchors: readonly Uint8Array[]
}>

/** Who signed: a person by their account, or the agency by its seal (`accountId` null). */
export type DocumentSigner = Readonly<{
  kind: SignatureKind
  accountId: string | null
  name: string
  position: string | null
  agencyId: string
}>

type About = Readonly<{ subjectKind: string; subjectId: string; documentId: string; batchId: string }>

/** A signature that stands in the file `signedSha256` of `context.files`; `contentSha256` is what was given to be signed. */
export type SignedSubject = About &
  Readonly<{
    signer: DocumentSigner
    contentSha256: string
    signedSha256: string
    level: ReachedLevel
    signedAt: string
  }>

/** The same signature made stronger later: `previousSha256` is the file it was told of before. */
export type StrengthenedSubject = SignedSubject & Readonly<{ previousSha256: string }>

/** A document that was not signed. `code`: `refused`, `expired`, `cancelled`, or why it failed. */
export type UnsignedSubject = About & Readonly<{ signer: DocumentSigner; code: string }>

/**
 * What a module does when a document of its kind was signed or not. Called from a job until it returns, perhaps more than
 * once: each must be idempotent (`documentId` is the key). A stronger file comes by `onStrengthened`; who has gone on from the
 * previous file ignores it.
 */
export type SubjectHandler = Readonly<{
  onSigned: (context: Context, signed: SignedSubject) => Promise<void>
  onFailed: (context: Context, failed: UnsignedSubject) => Promise<void>
  onStrengthened?: (context: Context, signed: StrengthenedSubject) => Promise<void>
}>

/** By `subjectKind`; the composition root gives them. */
export type SigningSubjects = Readonly<Record<string, SubjectHandler>>

/** A document that waits for the signature of an officer; `sha256` names its content in `context.files`. */
export type WaitingDocument = Readonly<{
  subjectKind: string
  subjectId: string
  title: string
  detail: string
  /** The page of the document itself. */
  href: string
  /** File name, shown by the provider too. */
  name: string
  sha256: string
  /** Key of the appearance; left out: a person's own. */
  appearance?: string
}>

/** What waits for the signature of this officer, at most 200; the composition root gives it. */
export type ToSign = (context: Context, officer: OfficerActor) => Promise<readonly WaitingDocument[]>

/** What the pages and routes of signing are given by the composition root. */
export type SigningWorld = Readonly<{ outside: SigningOutside; toSign: ToSign }>
