/** The door: what the rest of the system may use of signatures. */
export type {
  CertificateName,
  FileVerdict,
  Finding,
  SignatureLevel,
  SignatureReport,
  VerificationReport,
} from './report.ts'
