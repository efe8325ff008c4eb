/** The door: what the rest of the system may use of sync. */
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
