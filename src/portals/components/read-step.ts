import { Temporal } from 'temporal-polyfill'
import { type FieldSchema, fieldsOf, type StepSchema, widgetOf } from './step-schema.ts'

/** What a browser posts: one string a field, or several. */
export type Posted = Readonly<Record<string, unknown>>

/** The most rows that are read; a form says itself how many it takes. */
const mostRows = 100

/**
 * Typed answers from posted strings: days become `yyyy-mm-dd`, counts numbers, ticks booleans; telephone numbers and
 * codes lose their spaces. What cannot be read stays as it was typed, so that the check names it and the field shows it
 * again. Empty answers are left out. Rows: `children` is their number, `children.0.fullName` an answer of the first.
 * `known` holds what the system knows itself: it wins over what is posted.
 */
export function readStep(schema: StepSchema, posted: Posted, known: Posted = {}): Record<string, unknown> {
  const answers = fieldsOf(schema).map(([name, field]) => {
    if (widgetOf(field) === 'rows') return [name, readRows(field, name, posted)] as const
    if (widgetOf(field) === 'paper' || field['x-value']) return [name, undefined] as const
    return [name, known[name] ?? readField(field, typedOf(posted[name]))] as const
  })
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined))
}

/** How many rows of a group were posted. */
export const countRows = (posted: Posted, name: string): number =>
  Math.min(mostRows, Number(/^\d{1,3}$/.exec(typedOf(posted[name]))?.[0] ?? 0))

/** What was posted for one row, by the names of its fields. */
export const rowOf = (posted: Posted, name: string, index: number): Record<string, unknown> => {
  const prefix = `${name}.${index}.`
  const own = Object.entries(posted).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]))
}

function readRows({ items = {} }: FieldSchema, name: string, posted: Posted): unknown {
  const count = countRows(posted, name)
  if (count === 0) return undefined
  return Array.from({ length: count }, (_, index) => readStep(items, rowOf(posted, name, index)))
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
  if (field.type === 'number') return readDecimal(typed)
  if (widget === 'date') return readDay(typed) ?? typed
  if (widget === 'tel') return readTelephone(typed)
  return field['x-inputmode'] === 'numeric' ? digitsOf(typed) : typed
}

const falseOr = (typed: string): unknown => (typed === 'false' ? false : typed)

/** `12,5` and `12.5` are the same; `1.200,5` is one thousand two hundred and a half. */
function readDecimal(typed: string): unknown {
  const isGrouped = typed.includes(',') || (typed.match(/\./g)?.length ?? 0) > 1
  const plain = (isGrouped ? typed.replace(/[ .]/g, '') : typed.replace(/ /g, '')).replace(',', '.')
  return /^-?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : typed
}

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

/** Stored answers as the strings that `schemaForm` shows; rows as `children` and `children.0.fullName`. */
export function typedAnswers(schema: StepSchema, answers: Posted): Record<string, string> {
  const given = fieldsOf(schema).filter(([name]) => answers[name] !== undefined && answers[name] !== null)
  return Object.fromEntries(given.flatMap(([name, field]) => typedAnswer(name, field, answers[name])))
}

function typedAnswer(name: string, field: FieldSchema, answer: unknown): (readonly [string, string])[] {
  if (widgetOf(field) === 'rows' && Array.isArray(answer)) {
    const rows = (answer as Posted[]).flatMap((row, index) =>
      Object.entries(typedAnswers(field.items ?? {}, row)).map(
        ([inner, text]) => [`${name}.${index}.${inner}`, text] as const,
      ),
    )
    return [[name, String(answer.length)], ...rows]
  }
  const text = String(answer)
  if (field.type === 'number') return [[name, text.replace('.', ',')]]
  return [[name, widgetOf(field) === 'date' ? writeDay(text) : text]]
}

/** More than any field of a form takes; the rest of a pasted book is not kept. */
const longestText = 20_000

/**
 * What was posted, as it was typed, under the names that the step asks: of rows as many as there are. PostgreSQL keeps no
 * NUL.
 */
export function keepTyped(schema: StepSchema, posted: Posted): Record<string, string> {
  const fields = listNames(schema, posted).flatMap((name) => {
    const sent = Object.hasOwn(posted, name) ? posted[name] : undefined
    const value: unknown = Array.isArray(sent) ? sent.at(-1) : sent
    if (typeof value !== 'string') return []
    return [[name, value.replaceAll('\u0000', '').slice(0, longestText)] as const]
  })
  return Object.fromEntries(fields)
}

/** The names under which a page posts the answers of a step; a commune is posted with its province beside it. */
function listNames({ properties = {} }: StepSchema, posted: Posted): string[] {
  return Object.entries(properties).flatMap(([name, { items, 'x-choices': list }]) => {
    if (list === 'place.commune') return [name, `${name}.province`]
    if (!items) return [name]
    const rows = Array.from({ length: countRows(posted, name) }, (_, index) => `${name}.${index}.`)
    const inRow = (prefix: string) =>
      listNames(items, rowOf(posted, name, Number(prefix.split('.').at(-2)))).map((key) => `${prefix}${key}`)
    return [name, ...rows.flatMap(inRow)]
  })
}

/** The rows that stand on a page before anything was typed: as many as the step needs at least. */
export function startRows({ properties = {}, required = [] }: StepSchema): Record<string, string> {
  const groups = Object.entries(properties).filter(([name, { items }]) => items && required.includes(name))
  return Object.fromEntries(groups.map(([name, { minItems = 1 }]) => [name, String(Math.max(1, minItems))]))
}

/** What a step reckons of itself, and in its rows, as the strings that `schemaForm` shows. */
export const reckonedAnswers = (schema: StepSchema, answers: Posted): Record<string, string> =>
  typedAnswers(reckonedOnly(schema), answers)

function reckonedOnly({ properties = {} }: StepSchema): StepSchema {
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    if (field['x-value']) return [[name, field] as const]
    return field.items ? [[name, { ...field, items: reckonedOnly(field.items) }] as const] : []
  })
  return { properties: Object.fromEntries(fields) }
}
