import { Temporal } from 'temporal-polyfill'

/** The one time zone: UTC+7 without summer time. A birth date is a day and is never turned into an instant. */
export const timeZone = 'Asia/Ho_Chi_Minh'

/** A moment as a clerk sees it: a day and the second of that day on the wall clock. */
export type LocalMoment = Readonly<{ day: Temporal.PlainDate; second: number }>

/** The local day and second of `at`, rounded down to the second: due times are exchanged to the second. */
export function toLocalMoment(at: Temporal.Instant): LocalMoment {
  const local = at.toZonedDateTimeISO(timeZone)
  return { day: local.toPlainDate(), second: local.hour * 3600 + local.minute * 60 + local.second }
}

/** The instant of a local moment. */
export function toInstant({ day, second }: LocalMoment): Temporal.Instant {
  const time = {
    hour: Math.floor(second / 3600),
    minute: Math.floor((second % 3600) / 60),
    second: second % 60,
  }
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant()
}

/** The local calendar day of `at`. */
export const localDay = (at: Temporal.Instant): Temporal.PlainDate =>
  at.toZonedDateTimeISO(timeZone).toPlainDate()

/** 'HH:MM' as the second of the day. Throws a RangeError when it is no time of a day. */
export function secondOfDay(time: string): number {
  const [, hour, minute] = time.match(/^(\d\d):(\d\d)$/)?.map(Number) ?? []
  if (hour === undefined || minute === undefined || hour > 24 || minute > 59)
    throw new RangeError(`a time of day is written HH:MM, not ${JSON.stringify(time)}`)
  return hour * 3600 + minute * 60
}
