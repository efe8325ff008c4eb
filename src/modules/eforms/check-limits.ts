import type { FeelExpression, FeelVariables } from '#platform/feel'
import { isPlaceList } from './catalogues.ts'
import { askFeel, type FieldNode } from './compile-form.ts'
import { type FieldProblem, problemAt } from './field-problem.ts'
import type { Answer, AnswerRow, Answers, FormSchema } from './rules/form-schema.ts'
import { dayOf } from './settle-answers.ts'

export type CheckOptions = Readonly<{
  /** Only this step. */
  step?: string | undefined
  /** YYYY-MM-DD, which the form may ask for. Without it no answer is compared with today. */
  today?: string | undefined
  /** Keys of the components for which papers were given; without it papers are not looked at. */
  papers?: readonly string[] | undefined
  /** Whether a unit of place exists; without it only the shape of its code is checked. */
  hasPlace?: ((list: string, code: string) => boolean) | undefined
}>

/** What JSON Schema cannot say of one question: days against other days, units of place, papers. */
export function checkLimits(
  schema: FormSchema,
  node: FieldNode,
  answers: Answers,
  options: CheckOptions,
): FieldProblem[] {
  const { step, name, rows, field } = node
  const answer = answers[step]?.[name]
  const variables = { answers, today: options.today ?? null }
  const component = field['x-component']
  if (component) {
    const isMissing = isNeeded(schema, node) && options.papers && !options.papers.includes(component)
    return isMissing ? [problemAt(schema, [step, name], 'missing')] : []
  }
  if (!rows) return checkOne(schema, node, [step, name], { answer, variables, options })
  if (!Array.isArray(answer)) return []
  return (answer as readonly AnswerRow[]).flatMap((row, index) =>
    rows.flatMap((inner) => {
      const asked = { answer: row[inner.name], variables: { ...variables, row }, options }
      return checkOne(schema, inner, [step, name, String(index), inner.name], asked)
    }),
  )
}

const isNeeded = (schema: FormSchema, { step, name }: FieldNode): boolean =>
  schema.properties[step]?.required?.includes(name) ?? false

type Asked = Readonly<{ answer: Answer | undefined; variables: FeelVariables; options: CheckOptions }>

function checkOne(
  schema: FormSchema,
  { field, notAfter, notBefore }: FieldNode,
  path: readonly string[],
  { answer, variables, options }: Asked,
): FieldProblem[] {
  if (typeof answer !== 'string') return []
  const list = field['x-choices'] ?? ''
  if (isPlaceList(list) && options.hasPlace?.(list, answer) === false)
    return [problemAt(schema, path, 'not_a_choice')]
  const latest = limitOf(notAfter, variables)
  if (latest && answer > latest) return [problemAt(schema, path, 'too_late', { limit: writeDay(latest) })]
  const earliest = limitOf(notBefore, variables)
  if (earliest && answer < earliest)
    return [problemAt(schema, path, 'too_early', { limit: writeDay(earliest) })]
  return []
}

const limitOf = (limit: FeelExpression | null, variables: FeelVariables): string | null =>
  limit && dayOf(askFeel(limit, variables))

const writeDay = (day: string): string => day.split('-').reverse().join('/')
