import type { ValidateFunction } from 'ajv/dist/2020.js'
import { type FeelExpression, type FeelVariables, readFeel } from '#platform/feel'
import { compileSchema } from './plain-schema.ts'
import {
  type FieldSchema,
  type FormSchema,
  listFields,
  listSteps,
  type SectionSchema,
} from './rules/form-schema.ts'
import { listReferences, sortByNeeds } from './rules/references.ts'

/** A question that was read: when it is asked, how it is reckoned, and what it waits for. */
export type FieldNode = Readonly<{
  /** `child.fullName`; of a row's field `children.fullName`. */
  path: string
  step: string
  name: string
  field: FieldSchema
  /** Of the step, the section and the field: all must be true. */
  conditions: readonly FeelExpression[]
  value: FeelExpression | null
  notAfter: FeelExpression | null
  notBefore: FeelExpression | null
  /** The fields of a row, in the order in which they can be settled; null where there are no rows. */
  rows: readonly FieldNode[] | null
  needs: readonly string[]
}>

export type CompiledForm = Readonly<{
  form: FormSchema
  /** In the order in which they can be settled. */
  nodes: readonly FieldNode[]
  /** Paths of the questions in the order in which they are asked. */
  asked: readonly string[]
  circle: readonly string[]
  validate: ValidateFunction
}>

const compiled = new WeakMap<FormSchema, CompiledForm>()

/** Reads a form once. Throws `FeelError`, or what Ajv says, where it cannot be read. */
export function compileForm(form: FormSchema): CompiledForm {
  const known = compiled.get(form)
  if (known) return known
  const nodes = listSteps(form).flatMap((step) => readStepNodes(form, step))
  const { order, circle } = sortByNeeds(nodes)
  const asked = nodes.map(({ path }) => path)
  const made = { form, nodes: order, asked, circle, validate: compileSchema(form) }
  compiled.set(form, made)
  return made
}

function readStepNodes(form: FormSchema, step: string): FieldNode[] {
  const schema = form.properties[step]
  if (!schema) return []
  const sections = schema['x-sections'] ?? []
  return listFields(schema).flatMap((name) => {
    const field = schema.properties[name]
    if (!field) return []
    const whens = [schema['x-when'], sectionOf(sections, name)?.['x-when'], field['x-when']]
    return [readNode({ step, name, field, whens, path: `${step}.${name}` })]
  })
}

const sectionOf = (sections: readonly SectionSchema[], name: string): SectionSchema | undefined =>
  sections.find(({ fields }) => fields.includes(name))

type Raw = Readonly<{
  path: string
  step: string
  name: string
  field: FieldSchema
  whens: readonly (string | undefined)[]
}>

const read = (source: string | undefined): FeelExpression | null =>
  source === undefined ? null : readFeel(source.replace(/^=/, ''))

function readNode({ path, step, name, field, whens }: Raw): FieldNode {
  const conditions = whens.flatMap((when) => read(when) ?? [])
  const limits = { notAfter: read(field['x-notAfter']), notBefore: read(field['x-notBefore']) }
  const value = read(field['x-value'])
  const rows = field.type === 'array' && field.items ? readRowNodes(step, name, field) : null
  const own = [...conditions, ...(value ? [value] : [])].flatMap(({ source }) => listReferences(source).answers)
  const needs = [...new Set([...own, ...(rows ?? []).flatMap(outsideNeeds)])]
  return { path, step, name, field, conditions, value, ...limits, rows, needs }
}

function readRowNodes(step: string, list: string, field: FieldSchema): readonly FieldNode[] {
  const { items } = field
  if (!items) return []
  const nodes = listFields(items).flatMap((name) => {
    const inner = items.properties[name]
    if (!inner) return []
    const node = readNode({ step, name, field: inner, whens: [inner['x-when']], path: `${list}.${name}` })
    const expressions = [...node.conditions, ...(node.value ? [node.value] : [])]
    const row = expressions.flatMap(({ source }) => listReferences(source).row)
    return [{ ...node, needs: [...node.needs, ...row.map((one) => `${list}.${one}`)] }]
  })
  return sortByNeeds(nodes).order
}

/** What the fields of rows ask of the rest of the form, the list has to wait for. */
const outsideNeeds = ({ conditions, value }: FieldNode): readonly string[] =>
  [...conditions, ...(value ? [value] : [])].flatMap(({ source }) => listReferences(source).answers)

/** The value of an expression; null where what it is asked with does not fit. */
export function askFeel(expression: FeelExpression, variables: FeelVariables): unknown {
  try {
    return expression.evaluate(variables)
  } catch {
    return null
  }
}
