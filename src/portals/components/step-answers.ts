import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type Answer, answers } from './answers.ts'
import { messagesOf } from './messages.ts'
import { writeDay } from './read-step.ts'
import {
  type FieldSchema,
  fieldsOf,
  optionsOf,
  rowTitleOf,
  type StepSchema,
  titleOf,
  widgetOf,
} from './step-schema.ts'

/** An answer as a person reads it: the words of a choice, a day as `dd/mm/yyyy`, a personal id in groups of three. */
export function readableAnswer(field: FieldSchema, answer: unknown, language: Language): string {
  const text = String(answer)
  const option = optionsOf(field, language).find(({ value }) => value === text)
  if (option) return option.label
  if (widgetOf(field) === 'date') return writeDay(text)
  if (widgetOf(field) === 'money') return messagesOf(language).money(Number(answer))
  if (field.type === 'number') return new Intl.NumberFormat(language).format(Number(answer))
  if (/^\d{12}$/.test(text)) return text.replace(/(?<=\d)(?=(\d{3})+$)/g, ' ')
  if (widgetOf(field) === 'tel' && /^\d{10}$/.test(text))
    return text.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3')
  return text
}

/** The answers of one step to read: what was not answered is left out, rows stand one under the other. */
export function stepAnswers(
  schema: StepSchema,
  given: Readonly<Record<string, unknown>>,
  language: Language,
): Answer[] {
  return fieldsOf(schema)
    .filter(([name]) => given[name] !== undefined && given[name] !== null && given[name] !== '')
    .map(([name, field]) => {
      const term = titleOf(field, language, name)
      const value = given[name]
      if (widgetOf(field) === 'rows') return { term, answer: rowAnswers(field, value, language) }
      const answer = readableAnswer(field, value, language)
      return { term, answer, number: /^[\d /]+$/.test(answer) }
    })
}

function rowAnswers(field: FieldSchema, value: unknown, language: Language): Html {
  const rows = Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : []
  return html`${rows.map((row, index) => {
    const items = stepAnswers(field.items ?? {}, row, language)
    return html`<div class="mc-row-read"><strong>${rowTitleOf(field, index, language)}</strong>${answers(items, 'tight')}</div>`
  })}`
}
