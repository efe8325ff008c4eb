/** The door: what the rest of the system may use of registers. */

export { askOnRecord, type Reason, type Told } from './ask-on-record.ts'
export { askPages as registerAskPages } from './ask-pages.ts'
export { listMissing, type PersonMeant, readPerson, verifyPerson } from './ask-person.ts'
export { checkRegisters, registerGauges } from './check-registers.ts'
export { noRegisters, openRegisterDesk, type RegisterDesk } from './desk.ts'
export { registerJobs, registerSchedules } from './jobs.ts'
export { lookUp } from './look-up.ts'
export { messages as registerMessages } from './messages.ts'
export { outcomeList } from './outcome-view.ts'
export {
  type Asker,
  type FailureReason,
  type PersonQuestion,
  type PopulationRegister,
  type RegisterAnswer,
  RegisterFailure,
  type RegisterSource,
  type RegistersOutside,
  writeAskerHeaders,
} from './ports.ts'
export { ownLookUpPages, reportPages } from './report-pages.ts'
export { tieToDossier } from './repository.ts'
export { findLatest, type LookUpRecord, listAnswered, listRecords } from './repository-records.ts'
export { comparePerson } from './rules/compare-person.ts'
export {
  allOutcomes,
  type NextStep,
  nextStepOf,
  nextStepOfAll,
  type Outcome,
  type Outcomes,
} from './rules/outcome.ts'
export { isBirth, type PersonField, type PersonValues, personFields } from './rules/person.ts'
