/** The door: what the rest of the system may use of sync. */
export { checkSync, syncGauges } from './check-lag.ts'
export { drain } from './drain.ts'
export {
  type FiledSource,
  fetchFiledDossiers,
  filedDossierJobs,
  filedDossierSchedules,
} from './fetch-filed-dossiers.ts'
export { fillOutbox } from './fill-outbox.ts'
export { syncJobs, syncSchedules } from './jobs.ts'
export { syncPages } from './pages.ts'
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
export { appendDeliveries } from './repository.ts'
export { findOrigin, findTakenDossier, type Origin, recordOrigin } from './repository-destination.ts'
export { type Pace, realPace } from './send-one.ts'
export { toldLines } from './told-line.ts'
