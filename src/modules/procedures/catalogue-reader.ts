import { cleanText } from '#platform/search-text'
import type { Issue, IssueKind } from './rules/procedure.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

const invisible = /[\p{Cc}\p{Co}\p{Cf}]/u
const samplesKept = 3

/** Reads untrusted values by path, cleans their text, and remembers what was wrong with them. */
export type CatalogueReader = Readonly<{
  /** Clean text; a number becomes its digits; null, absent and everything else become an empty text. */
  text: (value: unknown, path: string) => string
  /** The objects of a list; what is no list is empty, what is no object is left out, and both are noted. */
  list: (value: unknown, path: string) => readonly Readonly<{ item: JsonRecord; path: string }>[]
  note: (kind: IssueKind, field: string, found: string) => void
  /** One issue a kind and field; the texts that only needed cleaning are counted together. */
  issues: () => Issue[]
}>

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A short look at a value, for a message. */
export function glimpse(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isRecord(value)) return 'an object'
  return cleanText(String(value).toWellFormed()).slice(0, 120)
}

export function openCatalogueReader(): CatalogueReader {
  const noted: Issue[] = []
  const cleaned = new Map<IssueKind, string[]>()
  const count = (kind: IssueKind, path: string) => cleaned.set(kind, [...(cleaned.get(kind) ?? []), path])
  const note = (kind: IssueKind, field: string, found: string) => {
    if (noted.length < 200) noted.push({ kind, field, found: found.slice(0, 300) })
  }
  return {
    note,
    text: (value, path) => {
      if (value === null || value === undefined) return ''
      if (typeof value === 'number') return String(value)
      if (typeof value !== 'string') {
        note('value_unreadable', path, `expected text, found ${glimpse(value)}`)
        return ''
      }
      if (value !== value.normalize('NFC')) count('not_nfc', path)
      if (!value.isWellFormed() || invisible.test(value.replace(/[\r\n\t]/g, '')))
        count('control_characters', path)
      return cleanText(value.toWellFormed())
    },
    list: (value, path) => {
      if (value === null || value === undefined) return []
      if (!Array.isArray(value)) {
        note('value_unreadable', path, `expected a list, found ${glimpse(value)}`)
        return []
      }
      return value.flatMap((item: unknown, index) => {
        const place = `${path}[${index}]`
        if (isRecord(item)) return [{ item, path: place }]
        note('value_unreadable', place, `expected an object, found ${glimpse(item)}`)
        return []
      })
    },
    issues: () => [...summarise(cleaned), ...noted],
  }
}

const summarise = (cleaned: ReadonlyMap<IssueKind, readonly string[]>): Issue[] =>
  [...cleaned].map(([kind, paths]) => ({
    kind,
    field: paths[0] ?? '',
    found: `${paths.length}: ${paths.slice(0, samplesKept).join(', ')}${paths.length > samplesKept ? ' …' : ''}`,
  }))
