/** The door: what the rest of the system may use of filings. */
export {
  type FiledSource,
  fetchFiledDossiers,
  filedDossierJobs,
  filedDossierSchedules,
} from './fetch-filed-dossiers.ts'
export {
  type FiledDossier,
  type FiledPaper,
  type Received,
  receiveFiledDossier,
} from './receive-filed-dossier.ts'
export { findOrigin, findTakenDossier, type Origin, recordOrigin } from './repository-origin.ts'
