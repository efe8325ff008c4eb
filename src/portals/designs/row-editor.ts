import { button } from '#components/button'
import type { Problem } from '#components/error-summary'
import { fieldId } from '#components/field'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { rowMessages } from './row-messages.ts'

/** A column of rows that are written in a table. */
export type RowColumn = Readonly<{
  name: string
  title: string
  /** A list to choose from; else a line of text. */
  options?: readonly Readonly<{ value: string; label: string }>[]
  size?: number
  number?: boolean
}>
export type Row = Readonly<Record<string, string>>

export type RowEditor = Readonly<{
  /** Apart from other tables of the page: the ids of its inputs begin with it. */
  id: string
  caption: string
  columns: readonly RowColumn[]
  rows: readonly Row[]
  /** What is wrong, by the name of the input: `amount.2`. */
  problems: ReadonlyMap<string, string>
  language: Language
  canMove?: boolean
}>

/** Rows to write in: an input in every cell, and buttons to move and remove a row. It stands in a form of its page. */
export function rowEditor(editor: RowEditor): Html {
  const { caption, columns, rows, language, canMove } = editor
  const say = rowMessages(language)
  const head = [...columns.map(({ title }) => title), say.change]
  return html`<div class="mc-scroll" tabindex="0" role="group" aria-label="${caption}"><table class="mc-table mc-table--stack mc-table--edit"><caption class="ds-sr-only">${caption}</caption>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row, index) => {
    const cells = columns.map((column) => cell(editor, column, row, index))
    const press = (text: string, act: string) =>
      html`<button class="mc-linklike" type="submit" name="act" value="${act}.${index}">${text}<span class="ds-sr-only">: ${say.row(index + 1)}</span></button>`
    const tools = html`<span class="mc-row">${canMove && index > 0 && press(say.up, 'up')}${canMove && index < rows.length - 1 && press(say.down, 'down')}${press(say.remove, 'remove')}</span>`
    return html`<tr>${cells}<td data-title="${say.change}">${tools}</td></tr>`
  })}</tbody></table></div>
<div class="mc-row mc-t1">${button({ text: say.save, name: 'act', value: 'save' })}${button({ text: say.add, name: 'act', value: 'add', variant: 'secondary' })}</div>`
}

function cell({ id, problems }: RowEditor, column: RowColumn, row: Row, index: number): Html {
  const name = `${column.name}.${index}`
  const problem = problems.get(name)
  const inputId = fieldId(`${id}.${name}`)
  const value = row[column.name] ?? ''
  const given = {
    class: 'ds-input',
    id: inputId,
    name,
    'aria-label': `${column.title} ${index + 1}`,
    'aria-invalid': problem ? 'true' : null,
    'aria-describedby': problem ? `${inputId}-error` : null,
  }
  const input: Piece = column.options
    ? html`<select${attributes(given)}>${column.options.map((option) => html`<option${attributes({ value: option.value, selected: option.value === value })}>${option.label}</option>`)}</select>`
    : html`<input${attributes({ ...given, type: 'text', value, size: column.size ?? 12, autocomplete: 'off', inputmode: column.number ? 'numeric' : null })}>`
  const said =
    problem && html`<span class="ds-validation-message" id="${given['aria-describedby']}">${problem}</span>`
  return html`<td data-title="${column.title}"><span>${input}${said}</span></td>`
}

/** The rows that a form sent back: `name.0`, `name.1` … */
export function readRows(
  columns: readonly RowColumn[],
  body: Readonly<Record<string, string>>,
  most = 200,
): Row[] {
  const rows: Row[] = []
  for (let index = 0; index < most; index += 1) {
    if (!columns.some(({ name }) => Object.hasOwn(body, `${name}.${index}`))) break
    rows.push(
      Object.fromEntries(
        columns.map(({ name }) => [name, (body[`${name}.${index}`] ?? '').normalize('NFC').trim()]),
      ),
    )
  }
  return rows
}

/** Which row a button names: `remove.3`. */
export function readAct(act: string | undefined): Readonly<{ act: string; index: number }> {
  const [, word = 'save', index = '0'] = /^([a-z]+)(?:\.(\d{1,4}))?$/.exec(act ?? '') ?? []
  return { act: word, index: Number(index) }
}

/** What is wrong with rows, for the list at the top of the page. */
export const problemsOfRows = (id: string, problems: ReadonlyMap<string, string>): Problem[] =>
  [...problems].map(([name, sentence]) => ({ field: `${id}.${name}`, sentence }))
