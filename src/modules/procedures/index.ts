/** The door: what the rest of the system may use of procedures. */
export { checkAnswers, type FieldProblem } from './check-answers.ts'
export { findProcedureVersion, getCatalogueProcedure, getProcedure } from './get-procedure.ts'
export {
  type ImportProgress,
  type ImportReport,
  importProcedures,
  type RejectedRecord,
} from './import-procedures.ts'
export { loadPacks, type PackReport } from './load-packs.ts'
export { procedureAdminPages, procedurePages } from './pages.ts'
export { listOffered, listProcedureNames, type ProcedureLine } from './repository-search.ts'
export { procedureRoutes } from './routes.ts'
export {
  type Answer,
  type Answers,
  type FieldChoice,
  type FieldSchema,
  type FormSchema,
  listSteps,
  type Prefill,
  prefillAnswers,
  readStepAnswers,
  type StepSchema,
} from './rules/form-schema.ts'
export {
  type CatalogueProcedure,
  type Channel,
  type Component,
  type DescribedProcedure,
  type Fee,
  type Issue,
  inLanguage,
  type Level,
  listAskedPapers,
  listMissingPapers,
  type Procedure,
  type ProcedureTimeLimit,
} from './rules/procedure.ts'
export { type SearchInput, type SearchPage, searchProcedures } from './search-procedures.ts'
