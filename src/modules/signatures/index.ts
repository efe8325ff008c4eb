/** The door: what the rest of the system may use of signatures. */

export { addDocumentTimestamp, type Stamp } from './add-document-timestamp.ts'
export { addTimestampLater } from './add-timestamp-later.ts'
export { addValidationMaterial, type ValidationMaterial } from './add-validation-material.ts'
export { completePdfSignature, type SignatureValue } from './complete-pdf-signature.ts'
export type { Appearance } from './draw-appearance.ts'
export { readCertificate as readJudgedCertificate } from './judge-certificates.ts'
export { findRevocation, readRevocation } from './judge-revocation.ts'
export { explainFinding, findingCodes } from './messages.ts'
export { preparePdfSignature, type SignatureOrder } from './prepare-pdf-signature.ts'
export { type PreparedSignature, readPrepared, writePrepared } from './prepared-signature.ts'
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
export { completeXmlSignature, type PreparedXmlSignature, signXml, type XmlSignatureOrder } from './sign-xml.ts'
export { SignatureProblem, type SignatureProblemCode } from './signature-problem.ts'
export { mostJudgedBytes, tooLarge, verifyPdf, verifyXml } from './verify.ts'
