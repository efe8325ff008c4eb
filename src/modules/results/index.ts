/** The door: what the rest of the system may use of results. */
export { findDossierOfResultPaper, issuedResults } from './find-issued.ts'
export { resultJobs, resultSubjects } from './jobs.ts'
export { listResultsToSign } from './list-to-sign.ts'
export { resultPages } from './pages.ts'
export { listResultsOf, type Result } from './repository.ts'
export { citizenResult, currentResult, officerResult } from './result-view.ts'
