import type { FeelVariables } from '#platform/feel'
import { checkAnswers } from './check-answers.ts'
import { askFeel, compileForm, type FieldNode } from './compile-form.ts'
import type { FieldProblem } from './field-problem.ts'
import { mostRows } from './plain-schema.ts'
import type { Answer, AnswerRow, Answers, FormSchema, PlainAnswer } from './rules/form-schema.ts'
import { type Chance, chanceFrom } from './rules/sample-text.ts'
import { type SamplePlaces, sampleValue } from './sample-value.ts'
import { isAsked, toAnswer } from './settle-answers.ts'

export type SampleOptions = Readonly<{
  /** YYYY-MM-DD, the day the answers are for. */
  today: string
  /** Another seed, other answers; the same seed, the same. */
  seed?: number
  /** Codes that fields of place answer with. */
  places?: SamplePlaces
}>

const mostTries = 40

/** Invented answers that the form accepts, from what is asked; null where 40 tries found none. */
export const sampleAnswers = (form: FormSchema, options: SampleOptions): Answers | null =>
  findSample(form, options).answers

/** A sample, or the first thing that was wrong with the last one tried. */
export function findSample(
  form: FormSchema,
  options: SampleOptions,
): Readonly<{ answers: Answers | null; problem: FieldProblem | null }> {
  let problem: FieldProblem | null = null
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const chance = chanceFrom((options.seed ?? 0) * mostTries + attempt)
    // At first everything that may be answered, then only what must be, then by chance.
    const fills = [1, 0][attempt + Math.min(options.seed ?? 0, 2)] ?? 0.5
    const answers = tryAnswers(form, options, { chance, fills })
    const [found] = checkAnswers(form, answers, { today: options.today })
    if (!found) return { answers, problem: null }
    problem = found
  }
  return { answers: null, problem }
}

type Try = Readonly<{ chance: Chance; fills: number }>

function tryAnswers(form: FormSchema, options: SampleOptions, tried: Try): Answers {
  const settled: Record<string, Record<string, Answer>> = {}
  for (const node of compileForm(form).nodes) {
    const variables = { answers: settled, today: options.today }
    if (!isAsked(node, variables)) continue
    const required = form.properties[node.step]?.required?.includes(node.name) ?? false
    const answer = tryOne(node, required, variables, { ...options, ...tried })
    if (answer !== undefined) settled[node.step] = { ...settled[node.step], [node.name]: answer }
  }
  return settled
}

function tryOne(
  node: FieldNode,
  required: boolean,
  variables: FeelVariables,
  options: SampleOptions & Try,
): Answer | undefined {
  const { field, rows, value } = node
  if (field['x-component']) return undefined
  if (value) return toAnswer(field, askFeel(value, variables))
  // A reckoned row may need what is optional: leaving out is by chance only.
  if (!required && options.chance() >= options.fills) return undefined
  return rows ? tryRows(node, variables, options) : sampleValue(node, variables, options)
}

function tryRows(
  { field, rows }: FieldNode,
  variables: FeelVariables,
  options: SampleOptions & Try,
): AnswerRow[] {
  const { minItems = 0, maxItems = mostRows, items } = field
  const count = Math.min(maxItems, Math.max(1, minItems) + Math.floor(options.chance() * 2))
  return Array.from({ length: count }, () => {
    const row: Record<string, PlainAnswer> = {}
    for (const inner of rows ?? []) {
      const scope = { ...variables, row }
      if (!isAsked(inner, scope)) continue
      const answer = tryOne(inner, items?.required?.includes(inner.name) ?? false, scope, options)
      if (answer !== undefined) row[inner.name] = answer as PlainAnswer
    }
    return row
  })
}
