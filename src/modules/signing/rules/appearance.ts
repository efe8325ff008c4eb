import type { Temporal } from 'temporal-polyfill'

/**
 * How a signature is shown on the pages of a template (NĐ 30/2020 Phụ lục I; the annex leaves room, so all of it is a
 * setting). Millimetres from the top left of the page; `page` counts from 1, or from the end when negative.
 */
export type AppearanceSettings = Readonly<{
  visible: boolean
  page: number
  x: number
  y: number
  width: number
  height: number
  /** Whether the picture of the signature or of the seal is shown, when there is one. */
  picture: boolean
  /** Lines with `{name}`, `{position}`, `{agency}`, `{time}`, `{reason}` in them. */
  lines: readonly string[]
  border: 'red' | 'blue' | 'none'
}>

/** What one document shows beside the words of its appearance: lines below them, and a QR code. */
export type Beside = Readonly<{ lines: readonly string[]; qr: string }>

/** The ones that every template begins with: the keys of `domain` words, a person's and an agency's. */
export const defaultAppearances = {
  person: {
    visible: true,
    page: -1,
    x: 120,
    y: 220,
    width: 60,
    height: 25,
    picture: true,
    lines: ['{name}'],
    border: 'none',
  },
  // Over about a third of the signature, from its left; the agency and the time stand in it.
  agency_seal: {
    visible: true,
    page: -1,
    x: 104,
    y: 214,
    width: 36,
    height: 36,
    picture: true,
    lines: ['{agency}', '{time}'],
    border: 'red',
  },
  // The forms of the one-stop, A5: over the left of the officer's signature at the foot of the last page.
  form: {
    visible: true,
    page: -1,
    x: 68,
    y: 171,
    width: 26,
    height: 19,
    picture: true,
    lines: ['{agency}', '{time}'],
    border: 'red',
  },
  // The lying one has no signature at its foot: over the name of the agency, as papers of several pages are stamped.
  form_lying: {
    visible: true,
    page: 1,
    x: 10,
    y: 6,
    width: 24,
    height: 24,
    picture: true,
    lines: ['{agency}', '{time}'],
    border: 'red',
  },
  // The same with its number, and the code that leads to the public check.
  result_seal: {
    visible: true,
    page: -1,
    x: 78,
    y: 214,
    width: 62,
    height: 26,
    picture: false,
    lines: ['{agency}', '{time}'],
    border: 'red',
  },
} as const satisfies Readonly<Record<string, AppearanceSettings>>

/** What the lines of an appearance may speak of. */
export type AppearanceWords = Readonly<{
  name: string
  position: string | null
  agency: string
  reason: string
  at: Temporal.Instant
}>

/** The time of a seal as it is shown: `26-11-2026 09:40:00 +07:00`. */
export function formatSealTime(at: Temporal.Instant): string {
  const there = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh')
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${two(there.day)}-${two(there.month)}-${there.year}`
  return `${day} ${two(there.hour)}:${two(there.minute)}:${two(there.second)} ${there.offset}`
}

/** The lines with their words set in; a line that comes out empty is left out. */
export function fillLines({ lines }: AppearanceSettings, words: AppearanceWords): readonly string[] {
  const values: Readonly<Record<string, string>> = {
    name: words.name,
    position: words.position ?? '',
    agency: words.agency,
    reason: words.reason,
    time: formatSealTime(words.at),
  }
  return lines
    .map((line) => line.replace(/\{([a-z]+)\}/g, (whole, word: string) => values[word] ?? whole).trim())
    .filter((line) => line !== '')
}

/** A number of the settings that does not fit: the field, and between what it lies. */
export type AppearanceProblem = Readonly<{ field: keyof AppearanceSettings; least: number; most: number }>

const limits: readonly (readonly [keyof AppearanceSettings, number, number])[] = [
  ['page', -100, 100],
  ['x', 0, 420],
  ['y', 0, 420],
  ['width', 10, 200],
  ['height', 5, 200],
]

/** What of the settings does not fit on a page of A3 or smaller. Page 0 does not exist. */
export function checkAppearance(settings: AppearanceSettings): readonly AppearanceProblem[] {
  const wrong = limits.filter(([field, least, most]) => {
    const value = settings[field]
    return !(typeof value === 'number' && value >= least && value <= most) || (field === 'page' && value === 0)
  })
  return wrong.map(([field, least, most]) => ({ field, least, most }))
}

/** The words that a line may hold. */
const known = ['name', 'position', 'agency', 'time', 'reason']

/** Words in braces that mean nothing. */
export const unknownWords = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) =>
    [...line.matchAll(/\{([^}]*)\}/g)].map(([, word]) => word ?? '').filter((word) => !known.includes(word)),
  )
