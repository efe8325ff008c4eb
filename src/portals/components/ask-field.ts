import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import {
  checkboxField,
  dateField,
  type FieldProps,
  fieldId,
  type Option,
  radioField,
  selectField,
  textAreaField,
  textField,
} from './field.ts'
import { messagesOf } from './messages.ts'
import { type FieldSchema, optionsOf, widgetOf } from './step-schema.ts'

/** What a field of place is asked with: the provinces, the one chosen, and its communes. */
export type PlaceChoices = Readonly<{
  provinces: readonly Option[]
  province: string
  communes: readonly Option[]
}>

/** One question, as its widget asks it. */
export function askField(
  field: FieldSchema,
  value: string | undefined,
  common: FieldProps,
  place?: PlaceChoices,
): Html {
  if (field['x-value']) return reckonedField(field, value, common)
  if (place) return placeField(value, common, place)
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
    case 'number':
    case 'money':
      return numberField(field, value, common)
    default:
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

function numberField(field: FieldSchema, value: string | undefined, common: FieldProps): Html {
  const isMoney = widgetOf(field) === 'money'
  const description = common.description ?? (isMoney ? messagesOf(common.language).moneyHint : undefined)
  const inputMode = field.type === 'number' ? 'decimal' : 'numeric'
  return textField({ ...common, description, value, inputMode, size: isMoney ? 18 : 8, autocomplete: 'off' })
}

/** What is reckoned stands where it would be asked, and cannot be typed. */
function reckonedField(field: FieldSchema, value: string | undefined, common: FieldProps): Html {
  const say = messagesOf(common.language)
  const id = fieldId(common.name)
  const options = optionsOf(field, common.language)
  const shown = options.find((option) => option.value === value)?.label ?? value
  const isMoney = widgetOf(field) === 'money' && shown !== undefined
  const text = isMoney ? say.money(Number(shown)) : shown
  return html`<div class="mc-reckoned" id="${id}" tabindex="-1"><p class="ds-label">${common.label}</p><p data-field="description">${common.description ?? say.reckoned}</p><p class="mc-reckoned__value">${text ?? html`<span class="mc-quiet">${say.notReckoned}</span>`}</p></div>`
}

/** A commune after its province; a button brings its communes where no script does. */
function placeField(value: string | undefined, common: FieldProps, place: PlaceChoices): Html {
  const { name, label, language, optional, description, problem } = common
  const say = messagesOf(language)
  if (place.provinces.length === 0) return communeField(value, common, place)
  const province = selectField({
    name: `${name}.province`,
    label: say.province(label),
    description: description ?? (place.communes.length === 0 ? say.communesAfter : undefined),
    options: place.provinces,
    value: place.province,
    language,
    ...(optional && { optional }),
  })
  const commune = selectField({
    name,
    label: say.commune(label),
    options: place.communes,
    value,
    problem,
    language,
    ...(optional && { optional }),
  })
  const show = button({
    text: say.showCommunes,
    variant: 'secondary',
    name: 'refresh',
    value: name,
    formNoValidate: true,
    about: label,
  })
  return html`<div class="mc-place">${province}<p class="mc-refresh">${show}</p>${commune}</div>`
}

/** A commune of the province that the page asks for already. */
const communeField = (value: string | undefined, common: FieldProps, { communes }: PlaceChoices): Html => {
  const description = communes.length === 0 ? messagesOf(common.language).provinceFirst : common.description
  return selectField({ ...common, description, options: communes, value })
}

/** Numbers may be typed with gaps between groups: never cut them while typing. */
const roomFor = (maxLength: number | undefined): number | undefined =>
  maxLength && maxLength < 40 ? maxLength + 12 : maxLength

/** A field as wide as its answer, where the answer is short. */
const sizeFor = ({ maxLength }: FieldSchema): number | undefined =>
  maxLength && maxLength <= 24 ? maxLength + 6 : undefined

/** Brings the questions that the answers ask for, where no script does. */
export function askAgain(language: Language): Html {
  const say = messagesOf(language)
  const again = button({
    text: say.refresh,
    variant: 'secondary',
    name: 'refresh',
    value: '1',
    formNoValidate: true,
  })
  return html`<div class="mc-refresh"><p class="mc-small mc-quiet">${say.refreshHint}</p><p>${again}</p></div>`
}
