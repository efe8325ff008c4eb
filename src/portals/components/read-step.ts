import { Temporal } from 'temporal-polyfill'
import { type FieldSchema, fieldsOf, type StepSchema, widgetOf } from './step-schema.ts'

/** What a browser posts: one string a field, or several. */
export type Posted = Readonly<Record<string, unknown>>

/**
 * Typed answers from posted strings: days become `yyyy-mm-dd`, counts numbers, ticks booleans; telephone numbers and
 * codes lose their spaces. What cannot be read stays as it was typed, so that the check names it and the field shows it
 * again. Empty answers are left out. `known` holds what the system knows itself (`x-prefill`): it wins over what is posted.
 */
export function readStep(schema: StepSchema, posted: Posted, known: Posted = {}): Record<string, unknown> {
  const answers = fieldsOf(schema).map(([name, field]) => {
    const prefilled = field['x-prefill'] ? known[name] : undefined
    return [name, prefilled ?? readField(field, typedOf(posted[name]))] as const
  })
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined))
}

function typedOf(value: unknown): string {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' ? last.normalize('NFC').replaceAll('\r\n', '\n').trim() : ''
}

function readField(field: FieldSchema, typed: string): unknown {
  const widget = widgetOf(field)
  if (widget === 'checkbox') return typed === 'true' || typed === 'on'
  if (typed === '') return undefined
  if (field.type === 'boolean') return typed === 'true' ? true : falseOr(typed)
  if (field.type === 'integer') return readInteger(typed)
  if (widget === 'date') return readDay(typed) ?? typed
  if (widget === 'tel') return readTelephone(typed)
  return field['x-inputmode'] === 'numeric' ? digitsOf(typed) : typed
}

const falseOr = (typed: string): unknown => (typed === 'false' ? false : typed)

/** `1.200` and `1 200` are twelve hundred. */
function readInteger(typed: string): unknown {
  const plain = typed.replace(/(?<=\d)[ .](?=\d{3}(?!\d))/g, '')
  return /^-?\d{1,15}$/.test(plain) ? Number(plain) : typed
}

/** Numbers are read out and copied in groups: the gaps are not part of them. */
const digitsOf = (typed: string): string => {
  const plain = typed.replace(/[\s.-]/g, '')
  return /^\d+$/.test(plain) ? plain : typed
}

const readTelephone = (typed: string): string => {
  const plain = typed.replace(/[\s.()-]/g, '')
  return /^\+?\d+$/.test(plain) ? plain.replace(/^(\+84|0084)/, '0') : typed
}

const dayForms = [
  /^(?<day>\d{1,2})\s*[/.\-\s]\s*(?<month>\d{1,2})\s*[/.\-\s]\s*(?<year>\d{4})$/,
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  /^(?:ngày\s+)?(?<day>\d{1,2})\s+tháng\s+(?<month>\d{1,2})\s+năm\s+(?<year>\d{4})$/i,
]

/** The day that was meant, as `yyyy-mm-dd`; null when there is no such day or it cannot be told. */
export function readDay(typed: string): string | null {
  const parts = dayForms.map((form) => form.exec(typed.trim())?.groups).find(Boolean)
  if (!parts) return null
  const { year, month, day } = parts
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return null
  }
}

/** A stored day as people write it: `2026-03-27` is `27/03/2026`; anything else is left as it is. */
export const writeDay = (stored: string): string => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(stored)
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : stored
}

/** Stored answers as the strings that `schemaForm` shows. */
export function typedAnswers(schema: StepSchema, answers: Posted): Record<string, string> {
  const given = fieldsOf(schema).filter(([name]) => answers[name] !== undefined && answers[name] !== null)
  return Object.fromEntries(
    given.map(([name, field]) => {
      const text = String(answers[name])
      return [name, widgetOf(field) === 'date' ? writeDay(text) : text]
    }),
  )
}
