/** The door: what the rest of the system may use of signing. */
export { cancelBatch, getOwnBatch, retryBatch } from './cancel-batch.ts'
export {
  addSeal,
  addTrustAnchor,
  type GivenAccount,
  type GivenSeal,
  removeSigner,
  saveAppearance,
  saveSigner,
  stopSeal,
  stopTrusting,
} from './change-settings.ts'
export { type AccountCertificates, listCertificates, listOwnCertificates } from './check-signer.ts'
export { signingProblem } from './errors.ts'
export { prepareFile } from './file-signatures.ts'
export { signingJobs } from './jobs.ts'
export { readCertificate } from './judge-certificate.ts'
export {
  type DocumentSignature,
  type DocumentSigner,
  type DocumentToSign,
  ProviderUnreachable,
  type RemoteSigner,
  type RevocationSource,
  type SignedSubject,
  type SignerCertificate,
  type SignerRef,
  type SigningCallback,
  type SigningFailure,
  type SigningOutcome,
  type SigningOutside,
  type SigningRequest,
  type SigningSubjects,
  type SigningWorld,
  type StartedSigning,
  type StrengthenedSubject,
  type SubjectHandler,
  type TimestampAuthority,
  type ToSign,
  type UnsignedSubject,
  type WaitingDocument,
} from './ports.ts'
export { acceptCallback } from './record-outcome.ts'
export {
  type Batch,
  type BatchSummary,
  listBatches,
  listDocuments,
  type SigningDocument,
} from './repository.ts'
export { type Evidence, listEvidence } from './repository-evidence.ts'
export {
  type AgencySeal,
  listSeals,
  listSigners,
  listTrustAnchors,
  type Signer,
  type TrustAnchor,
} from './repository-settings.ts'
export { listTransactions, type SigningTransaction } from './repository-transactions.ts'
export {
  type AppearanceSettings,
  checkAppearance,
  defaultAppearances,
  unknownWords,
} from './rules/appearance.ts'
export {
  calculateProgress,
  type DocumentState,
  hasEnded,
  mostInBatch,
  type ReachedLevel,
  type SignatureKind,
} from './rules/batch.ts'
export { type CertificateFacts, refuseCertificate } from './rules/certificate.ts'
export { type AskedSeal, queueSeal, type SealQueued, sealDocument } from './seal-document.ts'
export { type Appearance, listAppearances, loadTrustAnchors } from './settings.ts'
export {
  type AskedBatch,
  type AskedDocument,
  type BatchStarted,
  chooseDocuments,
  startBatch,
} from './start-batch.ts'
