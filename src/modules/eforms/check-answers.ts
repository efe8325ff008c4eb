import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'
import { fieldSentence } from './messages.ts'
import type { Answers, FieldProblemCode, FieldSchema, FormSchema } from './rules/form-schema.ts'

/** What is wrong with one answer: where, a stable code, and the sentence for the person in both languages. */
export type FieldProblem = Readonly<{
  /** `child.fullName`: step, then field. */
  path: string
  code: FieldProblemCode
  params: Readonly<Record<string, string | number>>
  vi: string
  en: string
}>

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true })
formatsPlugin.default(ajv, ['date', 'email'])

const compiled = new WeakMap<FormSchema, ValidateFunction>()

function validatorOf(schema: FormSchema): ValidateFunction {
  const known = compiled.get(schema)
  if (known) return known
  const made = ajv.compile({ ...schema, required: Object.keys(schema.properties) })
  compiled.set(schema, made)
  return made
}

/** Throws when `schema` is not a JSON Schema that can be compiled. */
export const assertForm = (schema: FormSchema): void => {
  validatorOf(schema)
}

/**
 * Checks answers against a form: all steps, or the one `step`. At most one problem a field, in the order the form asks.
 * An empty list: the answers are complete.
 */
export function checkAnswers(
  schema: FormSchema,
  answers: Answers,
  options: Readonly<{ step?: string }> = {},
): FieldProblem[] {
  const validate = validatorOf(schema)
  const steps = Object.keys(schema.properties)
  const whole = Object.fromEntries(steps.map((step) => [step, answers[step] || {}]))
  if (validate(whole)) return []
  const problems = new Map<string, FieldProblem>()
  for (const error of validate.errors ?? []) {
    const problem = describe(schema, error)
    if (problem && !problems.has(problem.path)) problems.set(problem.path, problem)
  }
  return steps
    .filter((step) => options.step === undefined || options.step === step)
    .flatMap((step) =>
      Object.keys(schema.properties[step]?.properties ?? {}).map((field) => `${step}.${field}`),
    )
    .flatMap((path) => problems.get(path) ?? [])
}

function describe(schema: FormSchema, error: ErrorObject): FieldProblem | null {
  const path = [...error.instancePath.split('/').slice(1)]
  if (error.keyword === 'required') path.push(String(error.params.missingProperty))
  const [step, name] = path
  const field = step && name ? schema.properties[step]?.properties[name] : undefined
  if (!field) return null
  const code = error.keyword === 'format' ? formatCode(field) : (codes[error.keyword] ?? 'not_accepted')
  const params = paramsOf(error)
  return {
    path: path.slice(0, 2).join('.'),
    code,
    params,
    vi: sentenceOf(field, code, params, 'vi'),
    en: sentenceOf(field, code, params, 'en'),
  }
}

const formatCode = ({ format }: FieldSchema): FieldProblemCode =>
  format === 'email' ? 'not_an_email' : 'not_a_date'

const codes: Readonly<Record<string, FieldProblemCode>> = {
  required: 'missing',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  maximum: 'too_large',
  type: 'wrong_type',
  enum: 'not_a_choice',
  oneOf: 'not_a_choice',
  const: 'not_a_choice',
  pattern: 'not_accepted',
}

function paramsOf({ keyword, params }: ErrorObject): Record<string, string | number> {
  const limit = (params as { limit?: unknown }).limit
  if (typeof limit === 'number') return { limit }
  return keyword === 'type' ? { type: String((params as { type?: unknown }).type) } : {}
}

function sentenceOf(
  field: FieldSchema,
  code: FieldProblemCode,
  params: Readonly<Record<string, string | number>>,
  language: 'vi' | 'en',
): string {
  const own = language === 'vi' ? field['x-error'] : field['x-errorEn']
  if (code === 'not_accepted' && own) return own
  const title = language === 'vi' ? field.title : (field['x-titleEn'] ?? field.title)
  return fieldSentence(language, code, title, params.limit || params.type || '')
}
