import { Temporal } from 'temporal-polyfill'

export type SuggestionKind = 'personal_id' | 'full_name' | 'date_of_birth' | 'date' | 'document_number'

/** A value that stands in the text, with the line it stands in. Days are YYYY-MM-DD. */
export type Suggestion = Readonly<{
  kind: SuggestionKind
  value: string
  line: string
  /** From 1. */
  page: number
  /** How sure the reading of the line is, 0 to 100. */
  sure: number
}>

export type TextLine = Readonly<{ text: string; page: number; sure: number }>

const mostSuggestions = 30

/**
 * What the text of a paper proposes for a form. Proposals only: the officer sees each with its line and takes it or not.
 * Rather nothing than a guess: names only after their label, numbers only of the right length.
 */
export function suggestFields(lines: readonly TextLine[]): Suggestion[] {
  const found = lines.flatMap((line) =>
    readers.flatMap(([kind, read]) =>
      read(line.text).map((value) => ({ kind, value, line: line.text, page: line.page, sure: line.sure })),
    ),
  )
  const known = new Set<string>()
  return found
    .filter(({ kind, value }) => {
      const key = `${kind} ${value}`
      return known.has(key) ? false : known.add(key)
    })
    .slice(0, mostSuggestions)
}

type Reader = (text: string) => string[]

// \b knows no Vietnamese letters.
const start = '(?<![\\p{L}\\p{N}])'
const day = '(\\d{1,2})\\s*(?:[/.-]|tháng)\\s*(\\d{1,2})\\s*(?:[/.-]|năm)\\s*(\\d{4})'
const birth = `${start}(?:sinh ngày|ngày,? (?:tháng,? năm )?sinh|ngày sinh)[^\\p{L}\\p{N}]*(?:ngày\\s*)?${day}`
const nameWord = '\\p{Lu}[\\p{L}\\p{M}]*'

const matches = (text: string, pattern: string, flags = 'giu'): RegExpMatchArray[] => [
  ...text.matchAll(new RegExp(pattern, flags)),
]

const toDays = (found: readonly RegExpMatchArray[]): string[] =>
  found.flatMap(([, date, month, year]) => {
    try {
      const read = { day: Number(date), month: Number(month), year: Number(year) }
      return [Temporal.PlainDate.from(read, { overflow: 'reject' }).toString()]
    } catch {
      return []
    }
  })

/** Số định danh cá nhân: twelve digits, also in groups (TT 07/2016/TT-BCA). */
const readPersonalIds: Reader = (text) =>
  matches(text, '(?<![\\d/.-])\\d(?: ?\\d){11}(?![\\d/.-]?\\d)').map(([digits]) => digits.replaceAll(' ', ''))

/** A name after its label: words that each begin with a capital. */
const readNames: Reader = (text) => {
  const label = `${start}(?:[Hh]ọ,?(?: (?:và|chữ đệm))*,? (?:và )?tên|HỌ (?:VÀ )?TÊN|[Tt]ên tôi là|[Ôô]ng|[Bb]à)[\\p{Ll} ,()/]*\\s*[:：]\\s*`
  return matches(text, `${label}(${nameWord}(?: ${nameWord}){1,5})`, 'gu')
    .map(([, name]) => endOfName(name ?? ''))
    .filter((name) => name.includes(' '))
}

/** A name in capitals ends where a word is none: the next label of the form begins. */
function endOfName(name: string): string {
  const words = name.split(' ')
  const isCapital = (word: string) => word === word.toLocaleUpperCase('vi')
  const end = isCapital(words[0] ?? '') ? words.findIndex((word) => !isCapital(word)) : -1
  return (end < 0 ? words : words.slice(0, end)).join(' ')
}

const readBirthDays: Reader = (text) => toDays(matches(text, birth))

const readDays: Reader = (text) => {
  const births = new Set(readBirthDays(text))
  return toDays(matches(text, `(?<!\\d)${day}(?!\\d)`)).filter((found) => !births.has(found))
}

/** Số, ký hiệu of a document (NĐ 30/2020 phụ lục I): a number, a stroke, then letters. */
const readNumbers: Reader = (text) =>
  matches(
    text,
    `${start}Số(?: giấy)?\\s*[:：]?\\s*(\\d{1,6}(?:/\\d{4})?/[\\p{Lu}\\d][\\p{Lu}\\d/-]*)`,
    'gu',
  ).map(([, number]) => (number ?? '').replace(/[-/]+$/, ''))

const readers: readonly (readonly [SuggestionKind, Reader])[] = [
  ['personal_id', readPersonalIds],
  ['full_name', readNames],
  ['date_of_birth', readBirthDays],
  ['date', readDays],
  ['document_number', readNumbers],
]
