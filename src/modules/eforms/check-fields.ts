import { findCatalogue } from './catalogues.ts'
import { type FormProblem, listPlacedFields, type PlacedField } from './form-problem.ts'
import { type FieldSchema, type FormSchema, listFields } from './rules/form-schema.ts'
import { judgePattern, PatternError, readPattern } from './rules/pattern.ts'

/** What the fields, sections and hints of a form say against themselves. */
export const checkFields = (form: FormSchema): FormProblem[] => [
  ...listPlacedFields(form).flatMap(checkField),
  ...Object.entries(form.properties).flatMap(([step, schema]) => checkNames(step, schema)),
  ...checkRootHints(form),
]

function checkField(placed: PlacedField): FormProblem[] {
  const { path, field } = placed
  const reasons = [
    ...checkRange(field),
    ...checkKind(placed),
    ...checkSources(placed),
    ...(field.pattern === undefined ? [] : checkPattern(field.pattern)),
  ]
  return reasons.map((reason) => ({ path, reason }))
}

const spans = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
] as const

const checkRange = (field: FieldSchema): string[] =>
  spans
    .filter(([low, high]) => (field[low] ?? -Infinity) > (field[high] ?? Infinity))
    .map(([low, high]) => `${low} ${field[low]} is above ${high} ${field[high]}: no answer fits`)

const listed = (field: FieldSchema): boolean => Boolean(field.oneOf ?? field.enum ?? field['x-choices'])

type Rule = Readonly<{ isBroken: (field: FieldSchema) => unknown; reason: string }>

/** What of the language does not go together. */
const rules: readonly Rule[] = [
  { isBroken: ({ type, items }) => type === 'array' && !items, reason: 'a group of rows needs items' },
  {
    isBroken: ({ type, items, minItems, maxItems }) => type !== 'array' && (items ?? minItems ?? maxItems),
    reason: 'items belong to the type array',
  },
  {
    isBroken: (field) => field.type !== 'string' && (listed(field) || field.pattern || field.format),
    reason: 'choices, pattern and format belong to the type string',
  },
  {
    isBroken: (field) => [field.oneOf, field.enum, field['x-choices']].filter(Boolean).length > 1,
    reason: 'choices are said twice',
  },
  {
    isBroken: (field) => field['x-component'] && field.type !== 'string',
    reason: 'a paper is of the type string',
  },
  {
    isBroken: (field) => field['x-value'] && (field.type === 'array' || field['x-component']),
    reason: 'only a plain value can be reckoned',
  },
  {
    isBroken: (field) => field['x-value'] && (field['x-prefill'] || field['x-sources']),
    reason: 'it is reckoned and known: one of the two',
  },
  {
    isBroken: (field) => (field['x-notAfter'] ?? field['x-notBefore']) && field.format !== 'date',
    reason: 'only a day has limits of days',
  },
  {
    isBroken: (field) => field['x-widget'] === 'money' && field.type !== 'integer',
    reason: 'money is a whole number of đồng',
  },
  {
    isBroken: (field) => field['x-choices'] && field.const !== undefined && !hasChoice(field),
    reason: 'const is none of the choices',
  },
]

const checkKind = ({ field }: PlacedField): string[] =>
  rules.flatMap(({ isBroken, reason }) => (isBroken(field) ? [reason] : []))

const hasChoice = (field: FieldSchema): boolean =>
  findCatalogue(field['x-choices'] ?? '')?.choices.some((choice) => choice.const === field.const) ?? true

const checkSources = ({ field, list }: PlacedField): string[] =>
  field['x-sources'] && (list || field.type === 'array' || field['x-component'])
    ? ['only a question outside of rows can be known before it is asked']
    : []

function checkPattern(pattern: string): string[] {
  try {
    new RegExp(pattern, 'u')
    const endless = judgePattern(readPattern(pattern))
    return endless ? [`the pattern may take endless time: ${endless}`] : []
  } catch (error) {
    const reason = error instanceof PatternError ? `: ${error.message}` : ''
    return [`the pattern cannot be used${reason}`]
  }
}

/** Names in `required`, `x-order` and `x-sections` are names of fields; a section twice is a question twice. */
function checkNames(step: string, schema: FormSchema['properties'][string]): FormProblem[] {
  const names = listFields(schema)
  const named: (readonly [string, readonly string[]])[] = [
    ['required', schema.required ?? []],
    ['x-order', schema['x-order'] ?? []],
    ...(schema['x-sections'] ?? []).map(({ fields }, index) => [`x-sections.${index}.fields`, fields] as const),
    ...Object.entries(schema.properties).map(
      ([name, { items }]) =>
        [`${name}.required`, items?.required?.filter((one) => !items.properties[one]) ?? []] as const,
    ),
  ]
  const placed = (schema['x-sections'] ?? []).flatMap(({ fields }) => fields)
  const twice = placed.filter((name, index) => placed.indexOf(name) !== index)
  return [
    ...named.flatMap(([where, list]) =>
      list
        .filter((name) => !names.includes(name))
        .map((name) => ({ path: `${step}.${where}`, reason: `names ${name}, which the step does not have` })),
    ),
    ...twice.map((name) => ({ path: `${step}.x-sections`, reason: `${name} stands in two sections` })),
  ]
}

function checkRootHints(form: FormSchema): FormProblem[] {
  return (['x-subject', 'x-return-method', 'x-phone'] as const).flatMap((hint) => {
    const [step = '', name = ''] = form[hint]?.split('.') ?? []
    const isThere = form[hint] === undefined || form.properties[step]?.properties[name]
    return isThere ? [] : [{ path: hint, reason: `names ${form[hint]}, which the form does not have` }]
  })
}
