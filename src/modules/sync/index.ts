/** The door: what the rest of the system may use of sync. */
export {
  type FiledSource,
  fetchFiledDossiers,
  filedDossierJobs,
  filedDossierSchedules,
} from './fetch-filed-dossiers.ts'
export type {
  ApplicantFacts,
  Destination,
  DossierFacts,
  FactSources,
  FeeFacts,
  NationalState,
  OwnerKind,
  PaperFacts,
  ProgressFacts,
  ResultFacts,
  SupplementFacts,
  SyncMessage,
  TheirState,
  TimesFacts,
} from './ports.ts'
export {
  type FiledDossier,
  type FiledPaper,
  type Received,
  receiveFiledDossier,
} from './receive-filed-dossier.ts'
