import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { checkCircles, checkExpressions } from './check-expressions.ts'
import { checkFields } from './check-fields.ts'
import { formLanguage } from './form-language.ts'
import { type FormProblem, listPlacedFields } from './form-problem.ts'
import { compileSchema } from './plain-schema.ts'
import type { FormSchema } from './rules/form-schema.ts'
import { findSample } from './sample-answers.ts'

/** The most questions of one form, those of rows among them. */
const mostFields = 300
const mostProblems = 20

let compiled: ValidateFunction | undefined

/** Compiled when the first form is judged: most programs judge none. */
const validatorOfLanguage = (): ValidateFunction =>
  (compiled ??= new Ajv2020({ allErrors: true, strict: false }).compile(formLanguage))

/**
 * Judges a form before anybody has to fill it in: its words are those of the language, its expressions parse and name
 * what exists, its patterns end, and at least one set of answers is accepted. An empty list: the form can be used.
 * `today`: YYYY-MM-DD, the day for which answers are tried. At most 20 problems.
 */
export function checkForm(raw: unknown, { today }: Readonly<{ today: string }>): FormProblem[] {
  const validate = validatorOfLanguage()
  if (!validate(raw)) return readErrors(validate).slice(0, mostProblems)
  const form = raw as FormSchema
  const count = listPlacedFields(form).length
  if (count > mostFields) return [{ path: 'properties', reason: `${count} fields; at most ${mostFields}` }]
  const problems = [...checkFields(form), ...checkExpressions(form)]
  if (problems.length > 0) return problems.slice(0, mostProblems)
  const broken = checkSchema(form)
  const circles = broken.length > 0 ? broken : checkCircles(form)
  if (circles.length > 0) return circles.slice(0, mostProblems)
  const { answers, problem } = findSample(form, { today })
  if (answers || !problem) return []
  return [{ path: problem.path, reason: `no answers fit the form; last tried: ${problem.en}` }]
}

function readErrors({ errors }: ValidateFunction): FormProblem[] {
  const found = (errors ?? []).map(({ instancePath, message = '', params, keyword }) => {
    const extra = keyword === 'additionalProperties' ? `: ${String(params.additionalProperty)}` : ''
    const allowed = keyword === 'enum' ? `: ${(params.allowedValues as string[]).slice(0, 20).join(', ')}` : ''
    const path = instancePath
      .split('/')
      .filter((part) => part && part !== 'properties')
      .join('.')
    return { path: path || '(form)', reason: `${message}${extra}${allowed}` }
  })
  return found.filter(
    ({ path, reason }, index) => found.findIndex((one) => one.path === path && one.reason === reason) === index,
  )
}

function checkSchema(form: FormSchema): FormProblem[] {
  try {
    compileSchema(form)
    return []
  } catch (error) {
    return [{ path: '(form)', reason: error instanceof Error ? error.message.slice(0, 300) : 'no JSON Schema' }]
  }
}
