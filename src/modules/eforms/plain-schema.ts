import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formatsPlugin from 'ajv-formats'
import { findCatalogue, isPlaceList } from './catalogues.ts'
import type { FieldSchema, FormSchema, RowSchema, StepSchema } from './rules/form-schema.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true })
formatsPlugin.default(ajv, ['date', 'email'])

/** The longest text of a field that says nothing about it; that of one with a pattern is shorter: patterns take time. */
export const longestText = 5_000
export const longestPatterned = 200
/** The most rows of a group that does not say how many. */
export const mostRows = 20

const keywords = [
  'type',
  'enum',
  'oneOf',
  'const',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
] as const

type Plain = Readonly<Record<string, unknown>>

/** A field as JSON Schema alone, its hints followed. */
export function plainField(field: FieldSchema): Plain {
  const own = Object.fromEntries(keywords.flatMap((key) => (key in field ? [[key, field[key]]] : [])))
  if (field.type === 'array')
    return { maxItems: mostRows, ...own, items: plainObject(field.items ?? { properties: {} }) }
  if (field.type !== 'string') return own
  const choices = field['x-choices']
  const catalogue = choices ? findCatalogue(choices) : null
  const limit = { maxLength: field.pattern ? longestPatterned : longestText }
  if (catalogue) return { ...own, enum: catalogue.choices.map((choice) => choice.const) }
  if (isPlaceList(choices)) return { ...own, pattern: choices === 'place.commune' ? '^\\d{5}$' : '^\\d{2}$' }
  return { ...limit, ...own }
}

/** A step or a row. A paper is no answer: it comes with the papers. */
function plainObject({ properties, required = [], ...rest }: StepSchema | Omit<RowSchema, 'type'>): Plain {
  const fields = Object.entries(properties).filter(([, field]) => !field['x-component'])
  const names = new Set(fields.map(([name]) => name))
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, plainField(field)])),
    required: required.filter((name) => names.has(name)),
    ...('allOf' in rest && rest.allOf ? { allOf: rest.allOf } : {}),
  }
}

const compiledFields = new WeakMap<FieldSchema, ValidateFunction>()

/** The check of one answer alone. */
export function compileField(field: FieldSchema): ValidateFunction {
  const known = compiledFields.get(field)
  if (known) return known
  const made = ajv.compile(plainField(field))
  compiledFields.set(field, made)
  return made
}

/** The check of a whole form. Every step is looked into: one that was not begun lacks its answers. */
export function compileSchema(form: FormSchema): ValidateFunction {
  const steps = Object.entries(form.properties).map(([name, step]) => [name, plainObject(step)] as const)
  return ajv.compile({
    type: 'object',
    properties: Object.fromEntries(steps),
    required: steps.map(([name]) => name),
  })
}
