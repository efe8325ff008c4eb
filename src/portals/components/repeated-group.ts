import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import { fieldId } from './field.ts'
import { messagesOf } from './messages.ts'
import { countRows } from './read-step.ts'
import { descriptionOf, type FieldSchema, type RowSchema, rowTitleOf, titleOf } from './step-schema.ts'

export type RepeatedGroup = Readonly<{
  name: string
  field: FieldSchema
  /** The number of rows by the name of the group, and `children.0.fullName`. */
  values: Readonly<Record<string, string>>
  sentences: ReadonlyMap<string, string>
  language: Language
  unasked?: ReadonlySet<string> | undefined
  isNeeded: boolean
  /** Draws the questions of a row; their names begin with `prefix`. */
  draw: (row: RowSchema, prefix: string) => Html
}>

const mostRows = 20

/** Where a row begins: the page comes back to a new one. */
export const rowId = (name: string, index: number): string => `${fieldId(`${name}.${index}`)}-title`

/** Rows of the same questions. The buttons send the form and come back with a row more or less: nothing typed is lost. */
export function repeatedGroup(group: RepeatedGroup): Html {
  const { name, field, values, sentences, language, isNeeded } = group
  const say = messagesOf(language)
  const count = countRows(values, name)
  const title = titleOf(field, language, name)
  const problem = sentences.get(name)
  const lead = descriptionOf(field, language)
  const errorId = `${fieldId(name)}-error`
  const row = (language === 'en' && field['x-rowTitleEn']) || field['x-rowTitle'] || title
  const about = {
    class: 'ds-fieldset mc-rows',
    id: fieldId(name),
    tabindex: '-1',
    'aria-describedby': problem ? errorId : null,
  }
  const add = button({
    text: say.addRow(row.toLocaleLowerCase('vi')),
    variant: 'secondary',
    name: 'add',
    value: name,
    formAction: `#${rowId(name, count)}`,
    formNoValidate: true,
  })
  const optional = !isNeeded && html` <span class="mc-optional">(${say.optional})</span>`
  const body = html`<fieldset${attributes(about)}><legend class="ds-label">${title}${optional}</legend>${lead && html`<p data-field="description">${lead}</p>`}${
    problem &&
    html`<div class="ds-validation-message" id="${errorId}"><span class="ds-sr-only">${say.errorPrefix}</span>${problem}</div>`
  }<input type="hidden" name="${name}" value="${String(count)}">
${count === 0 && html`<p class="mc-quiet mc-small">${say.noRows}</p>`}
${Array.from({ length: count }, (_, index) => drawRow(group, index))}
${count < (field.maxItems ?? mostRows) && html`<p>${add}</p>`}</fieldset>`
  return problem ? html`<div class="mc-wrong">${body}</div>` : body
}

function drawRow({ name, field, language, draw }: RepeatedGroup, index: number): Html {
  const title = rowTitleOf(field, index, language)
  const remove = button({
    text: messagesOf(language).removeRow,
    about: title,
    variant: 'tertiary',
    name: 'remove',
    value: `${name}.${index}`,
    formAction: `#${fieldId(name)}`,
    formNoValidate: true,
  })
  const id = rowId(name, index)
  return html`<div class="mc-rows__row" role="group" aria-labelledby="${id}"><div class="mc-row mc-row--between"><strong id="${id}">${title}</strong>${remove}</div>${draw(field.items ?? {}, `${name}.${index}.`)}</div>`
}

/** The posted answers with a row more, or without the row of the pressed button; null when none was pressed. */
export function changeRows(
  posted: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  const { add, remove } = posted
  if (typeof add === 'string' && /^[\w-]+$/.test(add))
    return { ...posted, [add]: String(countRows(posted, add) + 1) }
  const [, name = '', at = ''] = (typeof remove === 'string' && /^([\w-]+)\.(\d{1,3})$/.exec(remove)) || []
  if (name === '') return null
  const count = countRows(posted, name)
  const removed = Number(at)
  if (removed >= count) return posted
  const rows = Object.entries(posted).flatMap(([key, value]) => {
    const [, index, rest] = new RegExp(`^${name}\\.(\\d{1,3})\\.(.+)$`).exec(key) ?? []
    if (index === undefined) return [[key, value] as const]
    if (Number(index) === removed) return []
    return [[`${name}.${Number(index) > removed ? Number(index) - 1 : index}.${rest}`, value] as const]
  })
  return { ...Object.fromEntries(rows), [name]: String(count - 1) }
}
