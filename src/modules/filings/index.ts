/** The door: what the rest of the system may use of filings. */
export { codePages } from './code-pages.ts'
export { refuseFiling, retryFiling } from './decide-filing.ts'
export { fetchFiledDossiers } from './fetch-filed-dossiers.ts'
export { findName, findNameHere, findPortalCode } from './find-by-origin.ts'
export { filedDossierJobs, filedDossierSchedules } from './jobs.ts'
export { type CodeNames, nameCodes } from './name-codes.ts'
export { filingPages } from './pages.ts'
export type {
  FiledContent,
  FiledDossier,
  FiledOwnerKind,
  FiledPaper,
  FiledSource,
  FilingAnswer,
} from './ports.ts'
export { type Received, receiveFiledDossier } from './receive-filed-dossier.ts'
export { type Filing, findFiling } from './repository.ts'
export { type CodeKind, enterCodePair, findOurCode, findTheirCode } from './repository-codes.ts'
export { findOrigin, findTakenDossier, type Origin, recordOrigin } from './repository-origin.ts'
