/** The door: what the rest of the system may use of procedures. */

export {
  type Answer,
  type Answers,
  checkAnswers,
  type FieldChoice,
  type FieldProblem,
  type FieldSchema,
  type FormSchema,
  listSteps,
  type Prefill,
  prefillAnswers,
  type StepSchema,
} from '#modules/eforms'

export {
  type ApproveAnswer,
  type ApprovedVersion,
  approveVersion,
  showVersionsInForce,
  withdrawVersion,
} from './approve-version.ts'
export {
  type ContentProblem,
  completeContent,
  findContentProblems,
  type PackContent,
} from './complete-content.ts'
export {
  findProcedureVersion,
  forgetProcedures,
  getCatalogueProcedure,
  getProcedure,
  getProcedureToday,
} from './get-procedure.ts'
export {
  type ImportProgress,
  type ImportReport,
  importProcedures,
  type RejectedRecord,
} from './import-procedures.ts'
export { procedureAdminPages, procedurePages } from './pages.ts'
export { renderPapers } from './procedure-page.ts'
export { packSchema } from './procedure-schema.ts'
export {
  listKnownFiles,
  listSources,
  listVersions,
  type PackFile,
  type PackFiles,
  type VersionDecision,
  type VersionLine,
} from './repository.ts'
export { listOffered, listProcedureNames, type ProcedureLine } from './repository-search.ts'
export { procedureRoutes } from './routes.ts'
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
  listPaperTypes,
  type OfferedContent,
  type Procedure,
  type ProcedureTimeLimit,
} from './rules/procedure.ts'
export { searchWords, wordQuery } from './rules/search-words.ts'
export { type OfferedPack, type PackReport, savePacks } from './save-packs.ts'
export { type SearchInput, type SearchPage, searchProcedures } from './search-procedures.ts'
