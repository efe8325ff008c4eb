import type { Language } from '#platform/i18n'
import type { Answer } from './answers.ts'
import { writeDay } from './read-step.ts'
import { type FieldSchema, fieldsOf, optionsOf, type StepSchema, titleOf, widgetOf } from './step-schema.ts'

/** An answer as a person reads it: the words of a choice, a day as `dd/mm/yyyy`, a personal id in groups of three. */
export function readableAnswer(field: FieldSchema, answer: unknown, language: Language): string {
  const text = String(answer)
  const option = optionsOf(field, language).find(({ value }) => value === text)
  if (option) return option.label
  if (widgetOf(field) === 'date') return writeDay(text)
  if (/^\d{12}$/.test(text)) return text.replace(/(?<=\d)(?=(\d{3})+$)/g, ' ')
  if (widgetOf(field) === 'tel' && /^\d{10}$/.test(text))
    return text.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3')
  return text
}

/** The answers of one step to read: what was not answered is left out. */
export function stepAnswers(
  schema: StepSchema,
  given: Readonly<Record<string, unknown>>,
  language: Language,
): Answer[] {
  return fieldsOf(schema)
    .filter(([name]) => given[name] !== undefined && given[name] !== null && given[name] !== '')
    .map(([name, field]) => {
      const answer = readableAnswer(field, given[name], language)
      return { term: titleOf(field, language, name), answer, number: /^[\d /]+$/.test(answer) }
    })
}
