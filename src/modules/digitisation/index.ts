/** The door: what the rest of the system may use of digitisation. */
export {
  copySubject,
  digitisationSubjects,
  listCopiesToSign,
  markCopiesUsed,
  type OnCertified,
} from './certify-copy.ts'
export { copyPages, shownValue } from './copy-pages.ts'
export { digitisationJobs } from './jobs.ts'
export { fieldName, scanMessages } from './messages.ts'
export { phonePages } from './phone-pages.ts'
export { type FinishedScan, listFinishedScans, listSuggestions } from './read-copies.ts'
export type { CertifiedCopy } from './rules/copy.ts'
export type { Suggestion, SuggestionKind } from './rules/suggest-fields.ts'
export { sessionPages } from './session-pages.ts'
