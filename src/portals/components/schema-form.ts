import { type Html, html } from '#platform/html'
import { defineMessages, type Language } from '#platform/i18n'
import { known } from './answers.ts'
import type { Problem } from './error-summary.ts'
import {
  checkboxField,
  dateField,
  type FieldProps,
  radioField,
  selectField,
  textAreaField,
  textField,
} from './field.ts'
import { stepAnswers } from './step-answers.ts'
import {
  descriptionOf,
  type FieldSchema,
  fieldsOf,
  optionsOf,
  type StepSchema,
  titleOf,
  widgetOf,
} from './step-schema.ts'

export type SchemaFormProps = Readonly<{
  /** One step: an object of fields. */
  schema: StepSchema
  /** What was typed or is known, by field; days as `dd/mm/yyyy` (`typedAnswers` of `read-step` makes them from stored ones). */
  values: Readonly<Record<string, string>>
  /** What is wrong; `field` is the name of the property, or its path (`child.fullName`). */
  problems: readonly Problem[]
  language: Language
  /** Where prefilled answers come from; default: the person's e-identification account. */
  source?: string
}>

const messagesOf = defineMessages(
  { account: 'tài khoản định danh của bạn' },
  { account: 'your e-identification account' },
)

/** The last part of a path: `child.fullName` is the field `fullName` of its step. */
const nameIn = (path: string): string => path.split('.').at(-1) ?? path

/**
 * Draws the fields of one step, to stand inside a `form.mc-form`. What the State knows is shown with its source and not
 * asked; what was typed is always kept; a problem stands at its field in the words of the summary.
 */
export function schemaForm(props: SchemaFormProps): Html {
  const { schema, values, problems, language } = props
  const sentences = new Map(problems.map(({ field, sentence }) => [nameIn(field), sentence]))
  const isKnown = ([name, field]: readonly [string, FieldSchema]) =>
    Boolean(field['x-prefill'] && values[name] && !sentences.has(name))
  const fields = fieldsOf(schema)
  const prefilled = { properties: Object.fromEntries(fields.filter(isKnown)) }
  const asked = fields.filter((entry) => !isKnown(entry))
  const items = stepAnswers(prefilled, values, language)
  const source = props.source ?? messagesOf(language).account
  return html`${items.length > 0 && known({ source, items, language })}${asked.map(([name, field]) => {
    const optional = !schema.required?.includes(name) && widgetOf(field) !== 'checkbox'
    return ask(field, values[name], {
      name,
      language,
      optional,
      label: titleOf(field, language, name),
      description: descriptionOf(field, language),
      problem: sentences.get(name),
    })
  })}`
}

/** One question, as its widget asks it. */
function ask(field: FieldSchema, value: string | undefined, common: FieldProps): Html {
  const options = optionsOf(field, common.language)
  const { maxLength } = field
  const autocomplete = field['x-autocomplete']
  switch (widgetOf(field)) {
    case 'checkbox':
      return checkboxField({ ...common, checked: value === 'true' })
    case 'radio':
      return radioField({ ...common, options, value })
    case 'select':
      return selectField({ ...common, options, value })
    case 'date':
      return dateField({ ...common, value, autocomplete })
    case 'textarea':
      return textAreaField({ ...common, value, maxLength })
    case 'tel':
      return textField({
        ...common,
        value,
        type: 'tel',
        inputMode: 'tel',
        autocomplete: autocomplete ?? 'tel',
        size: 16,
      })
    case 'integer':
      return textField({ ...common, value, inputMode: 'numeric', size: 8, autocomplete: 'off' })
    case 'text':
      return textField({
        ...common,
        value,
        maxLength: roomFor(maxLength),
        autocomplete,
        inputMode: field['x-inputmode'],
        size: sizeFor(field),
      })
  }
}

/** Numbers may be typed with gaps between groups: never cut them while typing. */
const roomFor = (maxLength: number | undefined): number | undefined =>
  maxLength && maxLength < 40 ? maxLength + 12 : maxLength

/** A field as wide as its answer, where the answer is short. */
const sizeFor = ({ maxLength }: FieldSchema): number | undefined =>
  maxLength && maxLength <= 24 ? maxLength + 6 : undefined
