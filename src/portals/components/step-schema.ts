import type { Language } from '#platform/i18n'
import type { Option } from './field.ts'
import { messagesOf } from './messages.ts'

type Text = string | undefined

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
  'x-widget'?: Text
  'x-autocomplete'?: Text
  'x-inputmode'?: Text
  'x-prefill'?: Text
}>

/** One page of a form: an object of fields. */
export type StepSchema = Readonly<{
  title?: Text
  'x-titleEn'?: Text
  description?: Text
  'x-descriptionEn'?: Text
  properties?: Readonly<Record<string, FieldSchema>> | undefined
  required?: readonly string[] | undefined
}>

/** How a field is asked. */
export type Widget = 'text' | 'textarea' | 'date' | 'tel' | 'integer' | 'radio' | 'select' | 'checkbox'

/** The fields of a step, in the order in which they are asked. */
export const fieldsOf = (schema: StepSchema): readonly (readonly [name: string, field: FieldSchema])[] =>
  Object.entries(schema.properties ?? {})

type Titled = Readonly<{ title?: Text; 'x-titleEn'?: Text }>
type Described = Readonly<{ description?: Text; 'x-descriptionEn'?: Text }>

/** The title in the reader's language; Vietnamese stands in where English is missing. */
export const titleOf = (titled: Titled, language: Language, otherwise = ''): string =>
  (language === 'en' && titled['x-titleEn']) || titled.title || otherwise

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

const widgets: readonly string[] = ['text', 'textarea', 'date', 'tel', 'integer', 'radio', 'select', 'checkbox']
const isWidget = (name: string | undefined): name is Widget => name !== undefined && widgets.includes(name)

/** How a field is asked: as its hint says, else as its type suggests. Up to seven choices are all in sight. */
export function widgetOf(field: FieldSchema): Widget {
  const hint = field['x-widget']
  if (isWidget(hint)) return hint
  if (field.type === 'boolean') return 'checkbox'
  if (field.format === 'date') return 'date'
  const choices = field.oneOf?.length ?? field.enum?.length ?? 0
  if (choices > 0) return choices > 7 ? 'select' : 'radio'
  if (field.type === 'integer') return 'integer'
  return (field.maxLength ?? 0) > 200 ? 'textarea' : 'text'
}
