/** The door: what the rest of the system may use of electronic forms. */
export { type AskedStep, type Asking, askSteps, namesWithin } from './ask-step.ts'
export { type Catalogue, findCatalogue, listCatalogues } from './catalogues.ts'
export { assertForm, checkAnswers } from './check-answers.ts'
export { checkForm } from './check-form.ts'
export type { CheckOptions } from './check-limits.ts'
export type { FieldProblem } from './field-problem.ts'
export { formLanguage } from './form-language.ts'
export type { FormProblem } from './form-problem.ts'
export {
  findKnownAnswers,
  type Known,
  type KnownAnswers,
  type KnownField,
  type KnownFields,
  type KnownOf,
} from './known-answers.ts'
export { type ChangedField, compareForms, type FormChanges } from './rules/compare-forms.ts'
export {
  type Answer,
  type AnswerRow,
  type AnswerSource,
  type Answers,
  type FieldChoice,
  type FieldProblemCode,
  type FieldSchema,
  type FormSchema,
  listFields,
  listSteps,
  type PlainAnswer,
  type Prefill,
  prefillAnswers,
  type RowSchema,
  readHints,
  type SaidOfDossier,
  type SectionSchema,
  type SourceKind,
  type StepSchema,
  sourcesOf,
} from './rules/form-schema.ts'
export { type SampleOptions, sampleAnswers } from './sample-answers.ts'
export { type SettledAnswers, settleAnswers } from './settle-answers.ts'
export {
  asksPlace,
  listPlaceOptions,
  loadPlaces,
  type PlaceOptions,
  type Places,
  showChoices,
} from './show-choices.ts'
export { listWatched } from './watched-fields.ts'
