/** What the adapters of signing providers speak alike, and what their stand-ins are made of. */
export { type Answer, ask, type Question } from './ask.ts'
export { joinTransaction, mostInOrder, nameSignatures, splitTransaction } from './document-order.ts'
export {
  algorithmOf,
  failed,
  pending,
  readBase64,
  readCertificate,
  type SignatureText,
  signedOutcome,
} from './outcome.ts'
export {
  findCredential,
  type StandInFaults,
  type StandInOptions,
  type StandInProtocol,
  type StandInProvider,
  type StandInWorld,
  startStandInProvider,
} from './stand-in.ts'
export {
  type LineFault,
  route,
  type StandInAnswer,
  type StandInRequest,
  type StandInRoute,
} from './stand-in-server.ts'
export { type Credential, type StandInSigner, signHash } from './stand-in-signers.ts'
export type { Confirms, StandInTransaction, Telephone, TransactionState } from './stand-in-telephone.ts'
export { type GivenToken, keepTokens } from './token.ts'
export { isFromProvider } from './webhook.ts'
