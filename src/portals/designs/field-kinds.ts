import type { EditedField } from '#modules/designs'
import { foldForSearch } from '#platform/search-text'

/** What a question of a form is, as its editor offers it. */
export const fieldKinds = [
  'text',
  'long_text',
  'number',
  'day',
  'yes_no',
  'choice',
  'telephone',
  'email',
] as const
export type FieldKind = (typeof fieldKinds)[number]

/** What was typed into the editor of a question. */
export type TypedField = Readonly<{
  title?: string
  titleEn?: string
  description?: string
  kind?: string
  required?: string
  choices?: string
  when?: string
  source?: string
  maxLength?: string
}>

const shapes: Readonly<Record<FieldKind, EditedField>> = {
  text: { type: 'string' },
  long_text: { type: 'string', 'x-widget': 'textarea' },
  number: { type: 'integer' },
  day: { type: 'string', format: 'date', 'x-widget': 'date' },
  yes_no: { type: 'boolean' },
  choice: { type: 'string' },
  telephone: { type: 'string', pattern: '^0\\d{9}$', 'x-widget': 'tel', 'x-inputmode': 'tel' },
  email: { type: 'string', format: 'email' },
}
// What a kind says of itself, and another kind does not keep.
const ofKind = [
  'type',
  'format',
  'x-widget',
  'pattern',
  'x-inputmode',
  'oneOf',
  'enum',
  'minimum',
  'maximum',
  'maxLength',
  'minLength',
]

/** The kind of a question; null for what this editor leaves alone: repeated groups, files, reckoned values. */
export function kindOf(field: EditedField): FieldKind | null {
  const { type, format } = field
  const widget = field['x-widget']
  if (type === 'array' || field['x-value'] !== undefined || field['x-component'] !== undefined) return null
  if (field.oneOf || field.enum || field['x-choices'] !== undefined) return 'choice'
  if (type === 'boolean') return 'yes_no'
  if (type === 'integer' || type === 'number') return 'number'
  if (format === 'date') return 'day'
  if (format === 'email') return 'email'
  if (widget === 'tel') return 'telephone'
  return widget === 'textarea' ? 'long_text' : 'text'
}

/** The question as it was typed; what the editor does not show stays. */
export function fieldFrom(before: EditedField, typed: TypedField): EditedField {
  const kind = fieldKinds.find((one) => one === typed.kind) ?? 'text'
  const sameKind = kindOf(before) === kind
  const kept = sameKind
    ? before
    : Object.fromEntries(Object.entries(before).filter(([name]) => !ofKind.includes(name)))
  const field: Record<string, unknown> = { ...shapes[kind], ...kept }
  put(field, 'title', typed.title)
  put(field, 'x-titleEn', typed.titleEn)
  put(field, 'description', typed.description)
  put(field, 'x-when', typed.when?.replace(/^\s*=/, ''))
  put(field, 'x-prefill', typed.source)
  if (kind === 'text' || kind === 'long_text') putLength(field, typed.maxLength)
  if (kind === 'choice' && field['x-choices'] === undefined) {
    field.oneOf = choicesFrom(typed.choices ?? '', before)
    delete field.enum
  }
  return field
}

function put(field: Record<string, unknown>, name: string, text: string | undefined): void {
  if (text === undefined) return
  const trimmed = text.normalize('NFC').trim()
  if (trimmed === '') delete field[name]
  else field[name] = trimmed
}

function putLength(field: Record<string, unknown>, text: string | undefined): void {
  if (/^\d{1,5}$/.test(text?.trim() ?? '')) field.maxLength = Number(text)
  else if (text !== undefined) delete field.maxLength
}

type Choice = Readonly<{ const: string; title: string }>

const choicesOf = (field: EditedField): readonly Choice[] => {
  if (Array.isArray(field.oneOf)) return field.oneOf as Choice[]
  return Array.isArray(field.enum)
    ? field.enum.map((value) => ({ const: String(value), title: String(value) }))
    : []
}

/** One choice a line: `value = words`, or the words alone. English words and hints of known choices stay. */
function choicesFrom(text: string, before: EditedField): Choice[] {
  const known = new Map(choicesOf(before).map((choice) => [choice.const, choice]))
  const lines = text.split('\n').map((line) => line.normalize('NFC').trim())
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [, value, words] = line.match(/^([\w-]+)\s*=\s*(.+)$/) ?? [line, nameFrom(line), line]
      return { ...known.get(value ?? ''), const: value ?? line, title: words ?? line }
    })
}

/** The choices as they are typed, one a line. */
export const writeChoices = (field: EditedField): string =>
  choicesOf(field)
    .map(({ const: value, title }) => `${value} = ${title}`)
    .join('\n')

/** A name for a question from its words: `Số điện thoại của mẹ` becomes `soDienThoaiCuaMe`. */
export function nameFrom(title: string): string {
  const words = foldForSearch(title)
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 8)
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
  return /^[a-z]/.test(joined) ? joined.slice(0, 60) : `f${joined}`.slice(0, 60)
}
