/** The door: what the rest of the system may use of receipts. */
export { checkReceipts, readUnsealed, readUntold, receiptGauges } from './check-receipts.ts'
export { describeReceipts, receiptFilePages } from './file-pages.ts'
export { issuedReceipts } from './find-issued.ts'
export { issueReceipt, listReceiptNumbers } from './issue-receipt.ts'
export { receiptGiver, receiptJobs, receiptSchedules, receiptSubjects } from './jobs.ts'
export {
  type TaxAnswer,
  type TaxAuthority,
  TaxAuthorityUnreachable,
  type TaxLine,
  type TaxSummary,
} from './ports.ts'
export { receiptPages } from './register-pages.ts'
export { replaceReceipt } from './replace-receipt.ts'
export { type EReceipt, listReceipts } from './repository.ts'
export { listSendings, listSummaries } from './repository-summaries.ts'
export { readDay } from './rules/day.ts'
export { writeReference } from './rules/series.ts'
export { setReceipt } from './set-receipt.ts'
export { sendSummary, summariseDay } from './summarise-day.ts'
