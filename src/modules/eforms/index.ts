/** The door: what the rest of the system may use of electronic forms. */
export { assertForm, checkAnswers, type FieldProblem } from './check-answers.ts'
export {
  type Answer,
  type Answers,
  type FieldChoice,
  type FieldProblemCode,
  type FieldSchema,
  type FormSchema,
  listSteps,
  type Prefill,
  prefillAnswers,
  type StepSchema,
} from './rules/form-schema.ts'
