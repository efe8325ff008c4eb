import type { FeelVariables } from '#platform/feel'
import { askFeel, compileForm, type FieldNode } from './compile-form.ts'
import type { Answer, AnswerRow, Answers, FieldSchema, FormSchema, PlainAnswer } from './rules/form-schema.ts'

/** Answers as the form takes them. Paths: `child.age`, in rows `family.children.0.age`; a step by its name alone. */
export type SettledAnswers = Readonly<{
  /** Only what is asked, in the order of the form; what is reckoned is in it. */
  answers: Answers
  /** Steps and questions that do not apply. */
  unasked: ReadonlySet<string>
  /** Answers that were given to questions that do not apply: not sent. */
  dropped: readonly string[]
}>

type Given = Readonly<Record<string, unknown>>
type Draft = Record<string, Record<string, Answer>>

/**
 * Follows the conditions and reckons the values of a form: what is not asked is left out, whatever was sent; what is
 * computed is computed here. `today`: YYYY-MM-DD, where the form asks for it. Answers of a wrong kind stay, for the check.
 */
export function settleAnswers(
  form: FormSchema,
  answers: Answers,
  { today = null }: Readonly<{ today?: string | null | undefined }> = {},
): SettledAnswers {
  const { nodes, asked } = compileForm(form)
  const settled: Draft = {}
  const unasked = new Set<string>()
  const sent = new Set<string>()
  for (const node of nodes) {
    const given = givenAt(answers, node)
    const variables = { answers: settled, today }
    if (!isAsked(node, variables)) {
      unasked.add(node.path)
      if (given !== undefined && !node.value) sent.add(node.path)
      continue
    }
    const answer = settleOne(node, given, variables, unasked)
    if (answer !== undefined) settled[node.step] = { ...settled[node.step], [node.name]: answer }
  }
  for (const step of listUnaskedSteps(form, asked, unasked)) unasked.add(step)
  return { answers: inFormOrder(asked, settled), unasked, dropped: asked.filter((path) => sent.has(path)) }
}

/** A step of which nothing is asked is not shown at all. */
const listUnaskedSteps = (form: FormSchema, asked: readonly string[], unasked: ReadonlySet<string>) =>
  Object.keys(form.properties).filter((step) => {
    const paths = asked.filter((path) => path.startsWith(`${step}.`))
    return paths.length > 0 && paths.every((path) => unasked.has(path))
  })

const own = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, name) ? (value as Given)[name] : undefined

const givenAt = (answers: Answers, { step, name }: FieldNode): unknown => own(own(answers, step), name)

/** Whether the question applies, by all its conditions. */
export const isAsked = ({ conditions }: FieldNode, variables: FeelVariables): boolean =>
  conditions.every((condition) => askFeel(condition, variables) === true)

function settleOne(
  node: FieldNode,
  given: unknown,
  variables: FeelVariables,
  unasked: Set<string>,
): Answer | undefined {
  if (node.field['x-component']) return undefined
  if (node.value) return toAnswer(node.field, askFeel(node.value, variables))
  if (!node.rows || !Array.isArray(given)) return (given ?? undefined) as Answer | undefined
  const { rows } = node
  return given.map((row: unknown, index) => {
    const settled: Record<string, PlainAnswer> = {}
    for (const inner of rows) {
      const scope = { ...variables, row: settled }
      const path = `${node.path}.${index}.${inner.name}`
      if (!isAsked(inner, scope)) {
        unasked.add(path)
        continue
      }
      const answer = settleOne(inner, own(row, inner.name), scope, unasked)
      if (answer !== undefined) settled[inner.name] = answer as PlainAnswer
    }
    return settled
  }) satisfies AnswerRow[]
}

/** What an expression gave, as the field holds it; nothing where it gave nothing. */
export function toAnswer({ type, format }: FieldSchema, value: unknown): PlainAnswer | undefined {
  if (value === null || value === undefined) return undefined
  if (format === 'date') return dayOf(value) ?? undefined
  if (type === 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (type === 'integer' && typeof value === 'number') return Math.trunc(value)
  return value as PlainAnswer
}

/** The day in what an expression gave: `2026-11-22`, also of a moment. */
export const dayOf = (value: unknown): string | null =>
  typeof value === 'string' ? (/^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? null) : null

function inFormOrder(asked: readonly string[], settled: Draft): Answers {
  const ordered: Draft = {}
  for (const path of asked) {
    const [step = '', name = ''] = path.split('.')
    const answer = settled[step]?.[name]
    if (answer !== undefined) ordered[step] = { ...ordered[step], [name]: answer }
  }
  return ordered
}
