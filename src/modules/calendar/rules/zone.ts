import { Temporal } from 'temporal-polyfill'

/** The one time zone. A birth date is a day and is never turned into an instant. */
export const timeZone = 'Asia/Ho_Chi_Minh'

// UTC+7 without summer time since 1975: arithmetic answers here, a hundred times faster than asking the zone. A test
// compares the two.
const offsetSeconds = 7 * 3600
export const secondsPerDay = 86_400

/** The last second of a day: where a day that is not worked ends. */
export const lastSecond = secondsPerDay - 1

/** A calendar day as the number of days since 1970-01-01: what the rules walk over. */
export type DayNumber = number

/** A moment as a clerk sees it: a day, and the second of that day on the wall clock. */
export type LocalMoment = Readonly<{ day: DayNumber; second: number }>

export const isBefore = (a: LocalMoment, b: LocalMoment): boolean =>
  a.day < b.day || (a.day === b.day && a.second < b.second)

export const later = (a: LocalMoment, b: LocalMoment): LocalMoment => (isBefore(a, b) ? b : a)

export const earlier = (a: LocalMoment, b: LocalMoment): LocalMoment => (isBefore(b, a) ? b : a)

/** The local day and second of `at`, rounded down to the second: due times are exchanged to the second. */
export const toLocalMoment = (at: Temporal.Instant): LocalMoment => momentOfEpoch(at.epochMilliseconds)

/** The same of milliseconds since the epoch: asking an instant for them costs more than all the rest. */
export function momentOfEpoch(milliseconds: number): LocalMoment {
  const seconds = Math.floor(milliseconds / 1000) + offsetSeconds
  const day = Math.floor(seconds / secondsPerDay)
  return { day, second: seconds - day * secondsPerDay }
}

/** The instant of a local moment. */
export const toInstant = ({ day, second }: LocalMoment): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds((day * secondsPerDay + second - offsetSeconds) * 1000)

const firstDay = new Temporal.PlainDate(1970, 1, 1)

/** The number of a calendar day. */
export const toDayNumber = (day: Temporal.PlainDate): DayNumber => firstDay.until(day).days

/** The calendar day of a number. */
export const toPlainDate = (day: DayNumber): Temporal.PlainDate => firstDay.add({ days: day })

/** The local calendar day of `at`. */
export const localDay = (at: Temporal.Instant): Temporal.PlainDate => toPlainDate(toLocalMoment(at).day)

/** 'HH:MM' as the second of the day. Throws a RangeError when it is no time of a day. */
export function secondOfDay(time: string): number {
  const [, hour = Number.NaN, minute = Number.NaN] = time.match(/^(\d\d):(\d\d)$/)?.map(Number) ?? []
  const second = hour * 3600 + minute * 60
  if (minute < 60 && second <= secondsPerDay) return second
  throw new RangeError(`a time of day is written HH:MM, not ${JSON.stringify(time)}`)
}
