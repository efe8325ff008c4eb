import type { FieldSchema, FormSchema } from './rules/form-schema.ts'

/** What is wrong with a form: where (`child.birthOn.x-when`), and why, for whoever writes it. */
export type FormProblem = Readonly<{ path: string; reason: string }>

/** A field with its place: `rows` is the list in whose rows it stands. */
export type PlacedField = Readonly<{
  path: string
  step: string
  field: FieldSchema
  isRequired: boolean
  list: FieldSchema | null
}>

/** Every field of a form, those of rows after their list. */
export function listPlacedFields(form: FormSchema): PlacedField[] {
  return Object.entries(form.properties).flatMap(([step, { properties, required = [] }]) =>
    Object.entries(properties).flatMap(([name, field]) => {
      const path = `${step}.${name}`
      const inner = Object.entries(field.items?.properties ?? {}).map(([rowName, rowField]) => ({
        path: `${path}.${rowName}`,
        step,
        field: rowField,
        isRequired: field.items?.required?.includes(rowName) ?? false,
        list: field,
      }))
      return [{ path, step, field, isRequired: required.includes(name), list: null }, ...inner]
    }),
  )
}
