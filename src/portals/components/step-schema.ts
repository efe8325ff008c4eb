import type { Language } from '#platform/i18n'
import type { Option } from './field.ts'
import { messagesOf } from './messages.ts'

type Text = string | undefined
type Names = readonly string[] | undefined

/** One question, as JSON Schema with our hints. */
export type FieldSchema = Readonly<{
  type?: string | undefined
  title?: Text
  'x-titleEn'?: Text
  description?: Text
  'x-descriptionEn'?: Text
  enum?: readonly unknown[] | undefined
  oneOf?: readonly Readonly<{ const?: unknown; title?: Text; 'x-titleEn'?: Text }>[] | undefined
  format?: Text
  maxLength?: number | undefined
  minItems?: number | undefined
  maxItems?: number | undefined
  items?: RowSchema | undefined
  'x-rowTitle'?: Text
  'x-rowTitleEn'?: Text
  'x-choices'?: Text
  'x-value'?: Text
  'x-component'?: Text
  'x-widget'?: Text
  'x-width'?: Text
  'x-autocomplete'?: Text
  'x-inputmode'?: Text
  'x-prefill'?: Text
}>

/** The questions of one row of a repeated group. */
export type RowSchema = Readonly<{
  properties?: Readonly<Record<string, FieldSchema>> | undefined
  required?: Names
  'x-order'?: Names
}>

export type SectionSchema = Readonly<{
  title?: Text
  'x-titleEn'?: Text
  description?: Text
  'x-descriptionEn'?: Text
  fields: readonly string[]
}>

/** One page of a form: an object of fields. */
export type StepSchema = RowSchema &
  Readonly<{
    title?: Text
    'x-titleEn'?: Text
    description?: Text
    'x-descriptionEn'?: Text
    'x-sections'?: readonly SectionSchema[] | undefined
  }>

/** How a field is asked. */
export type Widget =
  | 'text'
  | 'textarea'
  | 'date'
  | 'tel'
  | 'integer'
  | 'number'
  | 'money'
  | 'radio'
  | 'select'
  | 'checkbox'
  | 'rows'
  | 'paper'

type Entry = readonly [name: string, field: FieldSchema]

/** The fields of a step or a row in the order in which they are asked: by its sections, by `x-order`, as they stand. */
export function fieldsOf(schema: StepSchema): readonly Entry[] {
  const { properties = {} } = schema
  const sections = schema['x-sections']?.flatMap(({ fields }) => fields) ?? []
  const names = new Set([...sections, ...(schema['x-order'] ?? []), ...Object.keys(properties)])
  return [...names].flatMap((name) => (properties[name] ? [[name, properties[name]] as const] : []))
}

type Titled = Readonly<{ title?: Text; 'x-titleEn'?: Text }>
type Described = Readonly<{ description?: Text; 'x-descriptionEn'?: Text }>

/** The title in the reader's language; Vietnamese stands in where English is missing. */
export const titleOf = (titled: Titled, language: Language, otherwise = ''): string =>
  (language === 'en' && titled['x-titleEn']) || titled.title || otherwise

/** "Người con 2": what a row of a repeated group is called. */
export const rowTitleOf = (field: FieldSchema, index: number, language: Language): string =>
  `${(language === 'en' && field['x-rowTitleEn']) || field['x-rowTitle'] || titleOf(field, language)} ${index + 1}`

/** The explanation in the reader's language. */
export const descriptionOf = (described: Described, language: Language): string | undefined =>
  (language === 'en' && described['x-descriptionEn']) || described.description

/** The answers one may choose from; none for an open question. */
export function optionsOf(field: FieldSchema, language: Language): readonly Option[] {
  if (field.oneOf) {
    return field.oneOf.map((one) => ({
      value: String(one.const),
      label: titleOf(one, language, String(one.const)),
    }))
  }
  if (field.enum) return field.enum.map((value) => ({ value: String(value), label: String(value) }))
  if (field.type !== 'boolean') return []
  const say = messagesOf(language)
  return [
    { value: 'true', label: say.yes },
    { value: 'false', label: say.no },
  ]
}

const widgets: readonly string[] = ['text', 'textarea', 'date', 'tel', 'money', 'radio', 'select', 'checkbox']
const isWidget = (name: string | undefined): name is Widget => name !== undefined && widgets.includes(name)

/** How a field is asked: as its hint says, else as its type suggests. Up to seven choices are all in sight. */
export function widgetOf(field: FieldSchema): Widget {
  const hint = field['x-widget']
  if (field.type === 'array') return 'rows'
  if (field['x-component']) return 'paper'
  return isWidget(hint) ? hint : widgetOfType(field)
}

function widgetOfType({ type, format, oneOf, enum: listed, maxLength = 0 }: FieldSchema): Widget {
  if (type === 'boolean') return 'checkbox'
  if (format === 'date') return 'date'
  const choices = oneOf?.length ?? listed?.length ?? 0
  if (choices > 0) return choices > 7 ? 'select' : 'radio'
  if (type === 'integer' || type === 'number') return type
  return maxLength > 200 ? 'textarea' : 'text'
}
