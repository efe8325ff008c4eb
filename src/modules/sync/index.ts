/** The door: what the rest of the system may use of sync. */
export { checkSync, type DestinationStanding, readStanding, syncGauges } from './check-lag.ts'
export { drain } from './drain.ts'
export { fillOutbox } from './fill-outbox.ts'
export { replayDelivery, replayRefused } from './hold-destination.ts'
export { syncJobs, syncSchedules } from './jobs.ts'
export { destinationName } from './messages.ts'
export { enqueueLook, type Look } from './outbox-jobs.ts'
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
export { appendDeliveries, listDead } from './repository.ts'
export { readDestination } from './repository-destination.ts'
export { listTold, type Told } from './repository-told.ts'
export { type Pace, realPace, type Sender } from './send-one.ts'
export { tellAgain, tellOfIssue } from './tell-again.ts'
export { toldLines } from './told-line.ts'
export { type BesideDestination, destinationUrl, syncUrl } from './view.ts'
