import { FeelError, readFeel } from '#platform/feel'
import { findCatalogue } from './catalogues.ts'
import { compileForm } from './compile-form.ts'
import { type FormProblem, listPlacedFields, type PlacedField } from './form-problem.ts'
import type { FieldSchema, FormSchema } from './rules/form-schema.ts'
import { listReferences } from './rules/references.ts'

const hints = ['x-when', 'x-value', 'x-notAfter', 'x-notBefore'] as const

type Expression = Readonly<{ path: string; source: string; list: FieldSchema | null }>

/** Every FEEL expression of a form: it parses, and names answers that exist. */
export function checkExpressions(form: FormSchema): FormProblem[] {
  const fields = listPlacedFields(form)
  const known = new Map(fields.map((field) => [field.path, field]))
  return listExpressions(form, fields).flatMap((expression) => checkOne(expression, known))
}

/** Questions and values that wait for each other. */
export const checkCircles = (form: FormSchema): FormProblem[] =>
  compileForm(form).circle.map((path) => ({
    path,
    reason: 'waits for itself: what it needs is reckoned or asked by what it gives',
  }))

function listExpressions(form: FormSchema, fields: readonly PlacedField[]): Expression[] {
  const steps = Object.entries(form.properties).flatMap(([name, step]) => [
    { path: `${name}.x-when`, source: step['x-when'], list: null },
    ...(step['x-sections'] ?? []).map((section, index) => ({
      path: `${name}.x-sections.${index}.x-when`,
      source: section['x-when'],
      list: null,
    })),
  ])
  const own = fields.flatMap(({ path, field, list }) =>
    hints.map((hint) => ({ path: `${path}.${hint}`, source: field[hint], list })),
  )
  return [...steps, ...own].filter((one): one is Expression => one.source !== undefined)
}

function checkOne({ path, source, list }: Expression, known: ReadonlyMap<string, PlacedField>): FormProblem[] {
  const names = readNames(source)
  if (typeof names === 'string') return [{ path, reason: names }]
  const scope = list ? ['answers', 'today', 'row'] : ['answers', 'today']
  const { answers, row, vague } = listReferences(source)
  const strangers = names.filter((name) => !scope.includes(name))
  const gone = answers.filter((answer) => !known.has(answer))
  const papers = answers.filter((answer) => known.get(answer)?.field['x-component'])
  const goneInRow = row.filter((name) => !Object.hasOwn(list?.items?.properties ?? {}, name))
  return [
    ...strangers.map((name) => `asks for ${name}; there is only ${scope.join(', ')}`),
    ...(vague ? ['must say which answer is meant: answers.<step>.<field>'] : []),
    ...gone.map((answer) => `asks for answers.${answer}, which the form does not have`),
    ...papers.map((answer) => `asks for answers.${answer}, which is a paper and no answer`),
    ...neverTrue(source, path),
    ...strangeChoices(source, known),
    ...(list ? goneInRow.map((name) => `asks for row.${name}, which the row does not have`) : []),
  ].map((reason) => ({ path, reason }))
}

/** A condition that asks for nothing and is not true: its question would never be asked. */
function neverTrue(source: string, path: string): string[] {
  const { names, evaluate } = readFeel(source.replace(/^=/, ''))
  return path.endsWith('x-when') && names.length === 0 && evaluate({}) !== true ? ['is never true'] : []
}

/** A comparison with a word that is none of the choices of the question. */
function strangeChoices(source: string, known: ReadonlyMap<string, PlacedField>): string[] {
  const compared = source.matchAll(/answers\.(\w+)\.(\w+)\s*!?=\s*"([^"]*)"/g)
  return [...compared].flatMap(([, step, name, word = '']) => {
    const field = known.get(`${step}.${name}`)?.field
    const choices = field && choicesOf(field)
    return choices && !choices.includes(word)
      ? [`compares answers.${step}.${name} with "${word}", which is none of its choices`]
      : []
  })
}

function choicesOf({ oneOf, enum: listed, 'x-choices': list }: FieldSchema): readonly string[] | undefined {
  const choices = oneOf ?? (list ? findCatalogue(list)?.choices : undefined)
  return choices?.map((choice) => choice.const) ?? listed
}

/** The names an expression asks for, or why it does not parse. */
function readNames(source: string): readonly string[] | string {
  try {
    return readFeel(source.replace(/^=/, '')).names
  } catch (error) {
    if (error instanceof FeelError) return `does not parse at letter ${error.position + 1}: ${error.message}`
    return 'cannot be evaluated'
  }
}
