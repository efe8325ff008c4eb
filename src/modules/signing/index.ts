/** The door: what the rest of the system may use of signing. */

export { loadTrustAnchors } from './load-trust-anchors.ts'
export {
  type DocumentSignature,
  type DocumentToSign,
  ProviderUnreachable,
  type RemoteSigner,
  type RevocationSource,
  type SignerCertificate,
  type SignerRef,
  type SigningCallback,
  type SigningFailure,
  type SigningOutcome,
  type SigningOutside,
  type SigningRequest,
  type StartedSigning,
  type TimestampAuthority,
} from './ports.ts'
export type { DocumentState, ReachedLevel, SignatureKind } from './rules/batch.ts'
export { type AskedSeal, queueSeal, type SealQueued, sealDocument } from './seal-document.ts'
export { type AskedBatch, type AskedDocument, type BatchStarted, startBatch } from './start-batch.ts'
export type {
  DocumentSigner,
  SignedSubject,
  SigningSubjects,
  StrengthenedSubject,
  SubjectHandler,
  ToSign,
  UnsignedSubject,
  WaitingDocument,
} from './subjects.ts'
