import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/** What every field has: a name, a question, and what is wrong with the answer. */
export type FieldProps = Readonly<{
  name: string
  label: string
  language: Language
  description?: string | undefined
  /** The sentence that stands in the error summary too. */
  problem?: string | undefined
  /** Says so beside the label; fields are needed unless they say this. */
  optional?: boolean
}>

export type Option = Readonly<{ value: string; label: string; description?: string }>

/** Options of a select under a heading of their own. */
export type OptionGroup = Readonly<{ label: string; options: readonly Option[] }>

/** The id of a field, where the error summary leads to. */
export const fieldId = (name: string): string => `f-${name.replaceAll('.', '-')}`

const errorId = (name: string): string => `${fieldId(name)}-error`
const descriptionId = (name: string): string => `${fieldId(name)}-description`

const describedBy = ({ name, description, problem }: FieldProps): string | null =>
  [problem && errorId(name), description && descriptionId(name)].filter(Boolean).join(' ') || null

const wrapped = ({ problem }: FieldProps, field: Html): Html =>
  problem ? html`<div class="mc-wrong">${field}</div>` : field

const optionalMark = ({ optional, language }: FieldProps): Piece =>
  optional && html` <span class="mc-optional">(${messagesOf(language).optional})</span>`

const problemLine = ({ name, problem, language }: FieldProps): Piece =>
  problem &&
  html`<div class="ds-validation-message" id="${errorId(name)}"><span class="ds-sr-only">${messagesOf(language).errorPrefix}</span>${problem}</div>`

const descriptionLine = ({ name, description }: FieldProps): Piece =>
  description && html`<div data-field="description" id="${descriptionId(name)}">${description}</div>`

/** Attributes of the control itself. */
const control = (props: FieldProps) => ({
  class: 'ds-input',
  id: fieldId(props.name),
  name: props.name,
  'aria-invalid': props.problem ? 'true' : null,
  'aria-describedby': describedBy(props),
})

const labelled = (props: FieldProps, input: Html): Html =>
  wrapped(
    props,
    html`<div class="ds-field"><label class="ds-label" for="${fieldId(props.name)}">${props.label}${optionalMark(props)}</label>${descriptionLine(props)}${problemLine(props)}${input}</div>`,
  )

export type TextFieldProps = FieldProps &
  Readonly<{
    value?: string | undefined
    type?: 'text' | 'tel' | 'email' | 'search' | 'password'
    inputMode?: string | undefined
    autocomplete?: string | undefined
    /** Width in characters, when the answer has a known length. */
    size?: number | undefined
    maxLength?: number | undefined
    spellcheck?: boolean
  }>

/** One line of text. What was typed stays, also when it is wrong. */
export function textField(props: TextFieldProps): Html {
  const { type = 'text', value, inputMode, autocomplete, size, maxLength, spellcheck } = props
  const given = {
    type,
    value: value || null,
    inputmode: inputMode,
    autocomplete,
    size,
    maxlength: maxLength,
    spellcheck: spellcheck === false ? 'false' : null,
  }
  return labelled(props, html`<input${attributes({ ...control(props), ...given })}>`)
}

/** A day as people write it, `dd/mm/yyyy`, in one field: three fields would be three times to go wrong. */
export const dateField = (
  props: FieldProps & Readonly<{ value?: string | undefined; autocomplete?: string | undefined }>,
): Html =>
  textField({
    ...props,
    description: props.description ?? messagesOf(props.language).dateHint,
    inputMode: 'text',
    size: 12,
    maxLength: 24,
    spellcheck: false,
    autocomplete: props.autocomplete ?? 'off',
  })

/** Several lines of text. */
export const textAreaField = (
  props: FieldProps & Readonly<{ value?: string | undefined; rows?: number; maxLength?: number | undefined }>,
): Html =>
  labelled(
    props,
    html`<textarea${attributes({ ...control(props), rows: props.rows ?? 4, maxlength: props.maxLength })}>${props.value}</textarea>`,
  )

type ChoiceProps = FieldProps & Readonly<{ options: readonly Option[]; value?: string | undefined }>

/** One of many. Up to seven, use radios: they are read without opening. */
export function selectField(
  props: ChoiceProps & Readonly<{ placeholder?: string; groups?: readonly OptionGroup[] }>,
): Html {
  const chosen = props.value ?? ''
  const first = props.placeholder ?? messagesOf(props.language).choose
  const optionOf = ({ value, label }: Option) =>
    html`<option${attributes({ value, selected: value === chosen })}>${label}</option>`
  const options = [{ value: '', label: first }, ...props.options].map(optionOf)
  const groups = (props.groups ?? []).map(
    ({ label, options: grouped }) =>
      html`<optgroup${attributes({ label })}>${grouped.map(optionOf)}</optgroup>`,
  )
  return labelled(props, html`<select${attributes(control(props))}>${options}${groups}</select>`)
}

const radio = (props: ChoiceProps, option: Option, index: number): Html => {
  const id = index === 0 ? fieldId(props.name) : `${fieldId(props.name)}-${index + 1}`
  const note = option.description ? `${id}-note` : null
  const described =
    [props.problem && index === 0 && errorId(props.name), note].filter(Boolean).join(' ') || null
  const given = {
    class: 'ds-input',
    type: 'radio',
    name: props.name,
    id,
    value: option.value,
    checked: option.value === props.value,
    'aria-invalid': props.problem ? 'true' : null,
    'aria-describedby': described,
  }
  return html`<div class="ds-field"><input${attributes(given)}><label for="${id}">${option.label}</label>${
    option.description && html`<div data-field="description" id="${note}">${option.description}</div>`
  }</div>`
}

/** One of a few, all in sight. */
export const radioField = (props: ChoiceProps & Readonly<{ inline?: boolean }>): Html => {
  const radios = props.options.map((option, index) => radio(props, option, index))
  return wrapped(
    props,
    html`<fieldset${attributes({ class: 'ds-fieldset', 'aria-describedby': describedBy(props) })}><legend class="ds-label">${props.label}${optionalMark(props)}</legend>${descriptionLine(props)}${problemLine(props)}${
      props.inline ? html`<div class="mc-row">${radios}</div>` : radios
    }</fieldset>`,
  )
}

/** A sentence to agree to. */
export function checkboxField(props: FieldProps & Readonly<{ checked?: boolean; value?: string }>): Html {
  const given = {
    ...control(props),
    type: 'checkbox',
    value: props.value ?? 'true',
    checked: props.checked ?? false,
  }
  return wrapped(
    props,
    html`<div>${problemLine(props)}<div class="ds-field"><input${attributes(given)}><label for="${fieldId(props.name)}">${props.label}</label>${descriptionLine(props)}</div></div>`,
  )
}

/** A file to send. */
export const fileField = (props: FieldProps & Readonly<{ accept?: string; multiple?: boolean }>): Html =>
  labelled(
    props,
    html`<input${attributes({ ...control(props), class: 'ds-input mc-file', type: 'file', accept: props.accept, multiple: props.multiple })}>`,
  )
