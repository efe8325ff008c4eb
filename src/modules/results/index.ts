/** The door: what the rest of the system may use of results. */

export { issuedResults, mayReadResult } from './find-issued.ts'
export { issuedForms } from './find-issued-forms.ts'
export { type AfterIssue, resultJobs, resultSubjects } from './jobs.ts'
export { listResultsToSign } from './list-to-sign.ts'
export { resultPages } from './pages.ts'
export { listResultsOf, type Result } from './repository.ts'
export { citizenResult, currentResult, officerResult } from './result-view.ts'
