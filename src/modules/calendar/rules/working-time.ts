import type { Temporal } from 'temporal-polyfill'
import { findWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import { type DayNumber, type LocalMoment, toInstant, toLocalMoment } from './zone.ts'

/** One working day of a time limit is 8 working hours, however long the office is open. */
export const minutesPerWorkingDay = 480

const spansOf = (calendar: WorkCalendar, day: DayNumber) => workDay(calendar, day).spans

/** When an office opens on `day`, which must be worked. */
export function openingOf(calendar: WorkCalendar, day: DayNumber): LocalMoment {
  return { day, second: spansOf(calendar, day)[0]?.opens ?? 0 }
}

/** When an office closes on `day`, which must be worked. */
export function closingOf(calendar: WorkCalendar, day: DayNumber): LocalMoment {
  return { day, second: spansOf(calendar, day).at(-1)?.closes ?? 0 }
}

/**
 * The first working moment at or after `moment`: before opening → opening; in the lunch break → start of the
 * afternoon; after closing or on a day off → opening of the next working day.
 */
export function moveIntoWorkingTime(calendar: WorkCalendar, moment: LocalMoment): LocalMoment {
  const span = spansOf(calendar, moment.day).find(({ closes }) => moment.second < closes)
  if (span) return { day: moment.day, second: Math.max(moment.second, span.opens) }
  return openingOf(calendar, findWorked(calendar, moment.day + 1))
}

/** Told of each day that is used, with the working seconds taken from it. */
export type OnDayUsed = (day: DayNumber, seconds: number) => void

/**
 * The moment at which `seconds` of working time have passed since `from`. Goes day by day, never minute by minute. A
 * boundary has two names (17:00, and 07:00 of the next working day): this answers the earlier one.
 */
export function addWorkingSeconds(
  calendar: WorkCalendar,
  from: LocalMoment,
  seconds: number,
  onDayUsed?: OnDayUsed,
): LocalMoment {
  let { day, second } = moveIntoWorkingTime(calendar, from)
  if (seconds <= 0) return { day, second }
  for (let left = seconds; ; day = findWorked(calendar, day + 1), second = 0) {
    let used = 0
    for (const { opens, closes } of spansOf(calendar, day)) {
      const begins = Math.max(opens, second)
      const length = Math.max(0, closes - begins)
      if (length > 0 && left - used <= length) {
        onDayUsed?.(day, left)
        return { day, second: begins + left - used }
      }
      used += length
    }
    if (used > 0) onDayUsed?.(day, used)
    left -= used
  }
}

/** Adds `minutes` of working time to `from`; used to carry a due time over a pause (subtraction). */
export const addWorkingMinutes = (
  calendar: WorkCalendar,
  from: Temporal.Instant,
  minutes: number,
): Temporal.Instant => toInstant(addWorkingSeconds(calendar, toLocalMoment(from), Math.round(minutes * 60)))

/** Whole minutes of working time from `from` to `to`; 0 when `to` is not later. */
export function workingMinutesBetween(
  calendar: WorkCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  if (to.epochMilliseconds <= from.epochMilliseconds) return 0
  const begin = toLocalMoment(from)
  const end = toLocalMoment(to)
  let seconds = 0
  for (let day = begin.day; day <= end.day; day++) {
    const earliest = day === begin.day ? begin.second : 0
    const latest = day === end.day ? end.second : Number.POSITIVE_INFINITY
    for (const { opens, closes } of spansOf(calendar, day))
      seconds += Math.max(0, Math.min(closes, latest) - Math.max(opens, earliest))
  }
  return Math.floor(seconds / 60)
}

/** The closing of the `count`-th working day, `first` (or the next working day after it) being day 1. */
export function closingOfWorkingDay(
  calendar: WorkCalendar,
  first: DayNumber,
  count: number,
  onDayUsed?: OnDayUsed,
): LocalMoment {
  let day = findWorked(calendar, first)
  for (let number = 1; ; number++, day = findWorked(calendar, day + 1)) {
    const worked = spansOf(calendar, day).reduce((sum, { opens, closes }) => sum + closes - opens, 0)
    onDayUsed?.(day, worked)
    if (number >= count) return closingOf(calendar, day)
  }
}
