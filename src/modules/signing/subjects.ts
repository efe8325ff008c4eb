import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { ReachedLevel, SignatureKind } from './rules/batch.ts'

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
