/** The door: the life of a dossier as the law draws it. Pure: no clock, no database. */
export {
  commandGivers,
  eventsInside,
  listSeenPapers,
  mayCommandDossier,
  mayReadDossier,
  type SystemGiver,
  stepsOf,
} from './rules/access.ts'
export { arrive, decide, listLawfulCommands, transitions } from './rules/decide.ts'
export {
  type Channel,
  type Command,
  type CommandType,
  closedStates,
  type Dossier,
  type DossierState,
  nationalStates,
  type Outcome,
  paperStages,
  type Route,
  type Step,
  submittedDossier,
  taskCommands,
  waitingStates,
} from './rules/dossier.ts'
export { readDossierCode, writeDossierCode } from './rules/dossier-code.ts'
export {
  awaitsTransfer,
  clockEventsOf,
  type Deed,
  type EndedVisit,
  endedVisit,
  type Filing,
  type Folded,
  type Follow,
  foldHistory,
  type Reckoning,
  type Recountable,
  recountTimes,
  type Times,
  timesAfter,
  timesMoved,
  urgentAt,
  type Verdict,
  verdictOf,
  visitOf,
} from './rules/times.ts'
