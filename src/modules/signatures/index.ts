/** The door: what the rest of the system may use of signatures. */
export {
  type Appearance,
  addDocumentTimestamp,
  addTimestampLater,
  addValidationMaterial,
  completePdfSignature,
  completeXmlSignature,
  type PreparedSignature,
  type PreparedXmlSignature,
  preparePdfSignature,
  readPrepared,
  type SignatureOrder,
  SignatureProblem,
  type SignatureProblemCode,
  type SignatureValue,
  type Stamp,
  signXml,
  type ValidationMaterial,
  writePrepared,
  type XmlSignatureOrder,
} from '#modules/signedfiles'

export { readCertificate as readJudgedCertificate } from './judge-certificates.ts'
export { findRevocation, readRevocation } from './judge-revocation.ts'
export { explainFinding, findingCodes } from './messages.ts'
export type {
  CertificateName,
  FileVerdict,
  Finding,
  JudgeOptions,
  RevocationLookup,
  SignatureLevel,
  SignatureReport,
  VerificationReport,
} from './report.ts'
export { verifyPdf, verifyXml } from './verify.ts'
export { type TimestampVerdict, verifyTimestamp } from './verify-timestamp.ts'
