/** The door: what the rest of the system may use of dossiers. All else is private. */

export type { Channel, Command, CommandType, DossierState, Step, SystemGiver } from '#modules/lifecycle'
export {
  closedStates,
  type Deed,
  foldHistory,
  mayReadDossier,
  nationalStates,
  type Reckoning,
  readDossierCode,
  stepsOf,
  waitingStates,
  writeDossierCode,
} from '#modules/lifecycle'
export { type Advance, advanceDossier } from './advance-dossier.ts'
export {
  type Carried,
  carryCommand,
  carryHappening,
  type Facts,
  findTouch,
  followPlan,
  listOffered,
  listTasksOpen,
  messageOf,
  type OpenTask,
  openProcess,
  routeOf,
  type Touch,
  type Way,
} from './carry.ts'
export { recordVaultUses } from './command-papers.ts'
export type { Manifest } from './describe.ts'
export { type DossierTask, factsOf, findWay, startOf } from './dossier-process.ts'
export { type AfterEvent, dossierJobs, dossierServiceTasks, writeNotice } from './jobs.ts'
export {
  channelNames,
  commandNames,
  dossierMessages,
  eventNames,
  officerStateNames,
  stateNames,
  stepNames,
} from './messages.ts'
export { dossierSubjects } from './move-dossier.ts'
export {
  type ClockView,
  type DossierView,
  findDossierView,
  findPublicProgress,
  getNameHere,
  maskName,
  mayReadPaperOfDossier,
  type PublicProgress,
  readClock,
  readDossier,
} from './read-dossier.ts'
export { feeFactsOf, getVersionOf, makeReckoning, reckonWith } from './reckon.ts'
export { followCalendar } from './recount.ts'
export {
  type DossierEvent,
  type DossierName,
  type DossierTitle,
  findDossier,
  findDossierById,
  listEvents,
  listTitles,
  lockDossier,
  type StoredDossier,
} from './repository.ts'
export {
  type Attachment,
  listAttachments,
  listProposedResults,
  type ProposedResult,
} from './repository-attachments.ts'
export {
  type AlarmedDossier,
  findOldestAlarm,
  listOverdue,
  listStepTimes,
  type NextAlarm,
  type OverdueRow,
  type OverdueTally,
  type StepTime,
  type StepTimeSum,
  setAlarms,
  sumStepTimes,
  takeAlarms,
  tallyOverdue,
  wakeAlarms,
} from './repository-clock.ts'
export { nextSeedNumber, type SeedDossier, type SeedPlace, seedDossiers } from './repository-seed.ts'
export {
  listOwnDossiers,
  listWork,
  type OwnRow,
  type OwnScope,
  scopeOf,
  tallyWork,
  type WorklistQuery,
  type WorklistRow,
} from './repository-worklist.ts'
export { dossierRoutes } from './routes.ts'
export {
  findPlaceOf,
  type Person,
  type Submission,
  submitDossier,
  submitDossierWith,
} from './submit-dossier.ts'
export { takeInDossier } from './take-in-dossier.ts'
