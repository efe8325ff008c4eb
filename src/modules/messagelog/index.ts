/** The door: what the rest of the system may use of messagelog. */
export { checkMessageLog } from './check-health.ts'
export { checkLog } from './check-log.ts'
export { exportPackage } from './export-package.ts'
export { messagelogJobs, messagelogSchedules } from './jobs.ts'
export { type KeptBody, keepBody } from './keep-body.ts'
export { mostPackageBytes } from './message-package.ts'
export { explainReason } from './messages.ts'
export { messagelogPages } from './pages.ts'
export { type LoggedMessage, type MessageToRecord, recordMessage } from './record-message.ts'
export { readWaiting } from './repository-batches.ts'
export { findStanding, type Inspection, type LogFault, type LogFaultCode } from './repository-inspections.ts'
export { messagelogRoutes } from './routes.ts'
export type { Message } from './rules/entry-text.ts'
export { keyIdOf, listPublicKeys, type PublishedKey } from './signing-key.ts'
export { stampBatches } from './stamp-batches.ts'
export {
  type PackageReason,
  type PackageTrust,
  type PackageVerdict,
  type ProvedMessage,
  type ReasonCode,
  verifyPackage,
} from './verify-package.ts'
