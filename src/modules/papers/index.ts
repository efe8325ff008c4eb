/** The door: what the rest of the system may use of papers. */

export { acceptedTypes } from '#modules/inspections'

export { checkPapers } from './check-papers.ts'
export { formatBytes, shortHash } from './format.ts'
export { paperJobs, paperSchedules } from './jobs.ts'
export { keepMadePaper } from './keep-made-paper.ts'
export { explainRefusal } from './messages.ts'
export { paperPages } from './pages.ts'
export type { ExaminedPaper, MalwareScanner, PaperExaminer } from './ports.ts'
export { openQuota, type Quota } from './quota.ts'
export {
  acceptFiles,
  explainBrokenForm,
  type ReceivedForm,
  receiveForm,
  receiveFormAsSent,
  stageAsSent,
} from './receive-form.ts'
export { type PaperResult, receivePaper, type StagedPaper } from './receive-paper.ts'
export { findPaper, type KnownPaper, listOwnPapers, listPapers } from './repository.ts'
export { listScans, queueExamination } from './repository-content.ts'
export { paperRoutes, storedPaperSchema } from './routes.ts'
export { type IdCard, type IdCardReading, readIdCard } from './rules/id-card.ts'
export type { PaperOrigin, PaperRefusal, RefusalCode, Scan, StoredPaper } from './rules/paper.ts'
export { scanLine } from './scan-line.ts'
export { type MayReadPaper, type PaperReading, sendContent, sendPaper } from './send-paper.ts'
