import { Temporal } from 'temporal-polyfill'

/** A date of birth as far as it is known: '1997-03-14', '1997-03' or '1997' (some registers hold only the year). */
export type BirthDate = string

/**
 * Reads the forms that registers and portals use: 14/03/1997, 1997-03-14, 19970314, 19970314000000, 03/1997, 1997. Null when
 * it is no date, or one of nobody who lives: before 1850, or after this year.
 */
export function parseBirthDate(text: string | null | undefined): BirthDate | null {
  // An instant of 14 digits: its time says nothing of a birth.
  const given = (text ?? '').trim().replace(/^(\d{8})\d{6}$/, '$1')
  const iso = given.match(/^(?<year>\d{4})(?:-?(?<month>\d{2})(?:-?(?<day>\d{2}))?)?$/)
  const local = given.match(/^(?:(?:(?<day>\d{1,2})[/.-])?(?<month>\d{1,2})[/.-])?(?<year>\d{4})$/)
  const { year, month, day } = (iso ?? local)?.groups ?? {}
  if (!year || !isPossible(Number(year), Number(month ?? 1), Number(day ?? 1))) return null
  return [year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter(Boolean).join('-')
}

function isPossible(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  const thisYear = Temporal.Now.plainDateISO('Asia/Ho_Chi_Minh').year
  return year >= 1850 && year <= thisYear && day >= 1 && day <= (lengths[month - 1] ?? 0)
}
