import type { ErrorObject } from 'ajv/dist/2020.js'
import { type CheckOptions, checkLimits } from './check-limits.ts'
import { compileForm } from './compile-form.ts'
import { type FieldProblem, fieldAt, type ProblemParams, problemAt } from './field-problem.ts'
import { longestText } from './plain-schema.ts'
import type { Answers, FieldProblemCode, FieldSchema, FormSchema } from './rules/form-schema.ts'
import { settleAnswers } from './settle-answers.ts'

/** Throws when `schema` is not a JSON Schema that can be compiled, or an expression in it does not parse. */
export const assertForm = (schema: FormSchema): void => {
  compileForm(schema)
}

/**
 * Checks answers against a form: all steps, or one. Questions that do not apply are not missed. At most one problem a
 * field, in the order the form asks. An empty list: the answers are complete.
 */
export function checkAnswers(schema: FormSchema, answers: Answers, options: CheckOptions = {}): FieldProblem[] {
  const compiled = compileForm(schema)
  const settled = settleAnswers(schema, answers, options)
  const { validate } = compiled
  const steps = Object.keys(schema.properties)
  const whole = Object.fromEntries(steps.map((step) => [step, shortened(settled.answers[step] ?? {})]))
  const found = validate(whole) ? [] : (validate.errors ?? []).flatMap((error) => describe(schema, error) ?? [])
  const more = compiled.nodes.flatMap((node) => checkLimits(schema, node, settled.answers, options))
  const problems = new Map<string, FieldProblem>()
  for (const problem of [...found, ...more]) {
    const isAsked = !settled.unasked.has(problem.path) && !problems.has(problem.path)
    if (isAsked && (options.step === undefined || problem.path.startsWith(`${options.step}.`)))
      problems.set(problem.path, problem)
  }
  return [...problems.values()].sort(byPlaceIn(schema, compiled.asked))
}

/** No pattern is run over a text that is longer than any answer. */
const shortened = (value: unknown): unknown => {
  if (typeof value === 'string') return value.slice(0, longestText + 1)
  if (Array.isArray(value)) return value.map(shortened)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]))
}

/** The place of a problem: question, then row, then question in the row. */
function byPlaceIn(form: FormSchema, asked: readonly string[]) {
  const placeOf = ({ path }: FieldProblem): readonly number[] => {
    const [step = '', name = '', row, inner = ''] = path.split('.')
    const items = form.properties[step]?.properties[name]?.items
    const within = Object.keys(items?.properties ?? {}).indexOf(inner)
    return [asked.indexOf(`${step}.${name}`), row === undefined ? -1 : Number(row), within]
  }
  return (one: FieldProblem, other: FieldProblem): number => {
    const [a, b] = [placeOf(one), placeOf(other)]
    return a.map((place, index) => place - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
  }
}

function describe(schema: FormSchema, error: ErrorObject): FieldProblem | null {
  const path = error.instancePath.split('/').slice(1)
  if (error.keyword === 'required') path.push(String(error.params.missingProperty))
  const field = fieldAt(schema, path)
  if (!field) return null
  return problemAt(schema, path, codeOf(field, error), paramsOf(error))
}

function codeOf(field: FieldSchema, { keyword }: ErrorObject): FieldProblemCode {
  if (keyword === 'format') return field.format === 'email' ? 'not_an_email' : 'not_a_date'
  if (keyword === 'pattern' && field['x-choices']) return 'not_a_choice'
  return codes[keyword] ?? 'not_accepted'
}

const codes: Readonly<Record<string, FieldProblemCode>> = {
  required: 'missing',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  maximum: 'too_large',
  multipleOf: 'too_precise',
  minItems: 'too_few',
  maxItems: 'too_many',
  type: 'wrong_type',
  enum: 'not_a_choice',
  oneOf: 'not_a_choice',
  const: 'not_a_choice',
  pattern: 'not_accepted',
}

function paramsOf({ keyword, params }: ErrorObject): ProblemParams {
  const { limit, multipleOf, type } = params as { limit?: unknown; multipleOf?: unknown; type?: unknown }
  if (typeof limit === 'number') return { limit }
  if (typeof multipleOf === 'number') return { limit: multipleOf }
  return keyword === 'type' ? { type: String(type) } : {}
}
