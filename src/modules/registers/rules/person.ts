import { Temporal } from 'temporal-polyfill'

/** What the population register can be asked of a person, in our words. */
export const personFields = [
  'fullName',
  'birthOn',
  'sex',
  'address',
  'currentAddress',
  'ethnicity',
  'nationality',
  'placeOfOrigin',
  'maritalStatus',
  'fatherName',
  'motherName',
  'spouseName',
] as const
export type PersonField = (typeof personFields)[number]

export const isPersonField = (name: string): name is PersonField =>
  (personFields as readonly string[]).includes(name)

/** Fields of a person with what is said of each; days as far as they are known: '1997-03-14', '1997-03', '1997'. */
export type PersonValues = Readonly<Partial<Record<PersonField, string>>>

/** Whether a text is a date of birth as registers hold it: a day, a month or only a year, from 1850 on. */
export function isBirth(text: string): boolean {
  const [, year, month = '1', day = '1'] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? []
  if (!year || Number(year) < 1850) return false
  try {
    const parts = { year: Number(year), month: Number(month), day: Number(day) }
    return Temporal.PlainDate.from(parts, { overflow: 'reject' }) !== null
  } catch {
    return false
  }
}
