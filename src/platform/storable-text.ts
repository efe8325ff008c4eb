/** A place in what was sent, and what was expected there. */
export type FieldFault = Readonly<{ field: string; expected: string }>

// PostgreSQL keeps no NUL and no half of a surrogate pair; U+FFFD is what bytes that are no UTF-8 were read as.
const unstorable = /[\0\uFFFD]/
const isStorable = (text: string): boolean => !unstorable.test(text) && text.isWellFormed()
const fault = (field: string): FieldFault => ({
  field: field.slice(0, 200) || '(body)',
  expected: 'text in UTF-8 without NUL characters',
})

type Waiting = [field: string, value: unknown]

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []

/** Finds a text in `sent` (however deep) that the database could not keep as it is; null when there is none. */
export function findUnstorableText(sent: unknown): FieldFault | null {
  const waiting: Waiting[] = [['', sent]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [field, value] = next
    if (typeof value === 'string' && !isStorable(value)) return fault(field)
    for (const [name, inner] of entriesOf(value)) {
      if (!isStorable(name)) return fault(field)
      waiting.push([field ? `${field}/${name}` : name, inner])
    }
  }
  return null
}

/** What a person typed into a form, without the characters that cannot be kept: nobody loses a form for them. */
export function dropUnstorable(text: string): string {
  return makeStorable(text).replaceAll('\uFFFD', '')
}

/** What another system sent, in JSON, without the characters that the database cannot keep: one of them stops nothing. */
export function makeStorable<Sent>(sent: Sent): Sent {
  if (typeof sent === 'string') return sent.toWellFormed().replaceAll('\0', '') as Sent
  if (Array.isArray(sent)) return sent.map(makeStorable) as Sent
  if (Object.getPrototypeOf(sent ?? 0) !== Object.prototype) return sent
  const entries = Object.entries(sent as object).map(([name, inner]) => [
    makeStorable(name),
    makeStorable(inner),
  ])
  return Object.fromEntries(entries) as Sent
}
