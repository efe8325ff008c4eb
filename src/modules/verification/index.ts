/** The door: what the rest of the system may use of verification. */
export { examineSignatures } from './examine-paper.ts'
export { judgeContent, mostJudgedBytes } from './judge-file.ts'
export { verifyPages } from './pages.ts'
export type { IssuedDocument, IssuedDocuments, Trust } from './ports.ts'
export { signatureLine } from './report-view.ts'
export { findReports } from './repository.ts'
export { verificationRoutes } from './routes.ts'
