import type { Temporal } from 'temporal-polyfill'
import {
  dayOfOrdinal,
  dayOfSeconds,
  findWorked,
  type Span,
  secondsBefore,
  type WorkCalendar,
  workDay,
  workingDaysBefore,
} from './work-calendar.ts'
import { type DayNumber, type LocalMoment, toInstant, toLocalMoment } from './zone.ts'

/** One working day of a time limit is 8 working hours, however long the office is open. */
export const minutesPerWorkingDay = 480

const spansOf = (calendar: WorkCalendar, day: DayNumber) => workDay(calendar, day).spans

/** When an office opens on `day`, which must be worked. */
export function openingOf(calendar: WorkCalendar, day: DayNumber): LocalMoment {
  return { day, second: (spansOf(calendar, day)[0] as Span).opens }
}

/** When an office closes on `day`, which must be worked. */
export function closingOf(calendar: WorkCalendar, day: DayNumber): LocalMoment {
  return { day, second: (spansOf(calendar, day).at(-1) as Span).closes }
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

/** How many working seconds lie before `moment`, from a day that never changes: what moments are measured by. */
export function workBefore(calendar: WorkCalendar, { day, second }: LocalMoment): number {
  let seconds = secondsBefore(calendar, day)
  for (const { opens, closes } of spansOf(calendar, day))
    if (second > opens) seconds += Math.min(second, closes) - opens
  return seconds
}

/**
 * The moment by which `work` working seconds have passed. A boundary has two names (17:00, and 07:00 of the next working
 * day): this answers the earlier one.
 */
export function momentOfWork(calendar: WorkCalendar, work: number): LocalMoment {
  const day = dayOfSeconds(calendar, work)
  let left = work - secondsBefore(calendar, day)
  const spans = spansOf(calendar, day)
  for (const { opens, closes } of spans) {
    if (left <= closes - opens) return { day, second: opens + left }
    left -= closes - opens
  }
  return closingOf(calendar, day)
}

/** The moment at which `seconds` of working time have passed since `from`; none to pass: the first working moment. */
export const addWorkingSeconds = (calendar: WorkCalendar, from: LocalMoment, seconds: number): LocalMoment =>
  seconds > 0
    ? momentOfWork(calendar, workBefore(calendar, from) + seconds)
    : moveIntoWorkingTime(calendar, from)

/** Adds `minutes` of working time to `from`; used to carry a due time over a pause (subtraction). */
export const addWorkingMinutes = (
  calendar: WorkCalendar,
  from: Temporal.Instant,
  minutes: number,
): Temporal.Instant => toInstant(addWorkingSeconds(calendar, toLocalMoment(from), Math.round(minutes * 60)))

/** The moment from which `minutes` of working time are left until `to`; of a boundary's two names the later one. */
export const takeWorkingMinutes = (
  calendar: WorkCalendar,
  to: Temporal.Instant,
  minutes: number,
): Temporal.Instant => {
  const work = workBefore(calendar, toLocalMoment(to)) - Math.round(minutes * 60)
  return toInstant(moveIntoWorkingTime(calendar, momentOfWork(calendar, work)))
}

/** When the last working day before the day of `at` opens: "at the latest one day before" begins (NĐ 61/2018 Đ19 k9). */
export const lastOpeningBefore = (calendar: WorkCalendar, at: Temporal.Instant): Temporal.Instant =>
  toInstant(openingOf(calendar, findWorked(calendar, toLocalMoment(at).day - 1, -1)))

/** Whole minutes of working time from `from` to `to`; 0 when `to` is not later. */
export function workingMinutesBetween(
  calendar: WorkCalendar,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  if (to.epochMilliseconds <= from.epochMilliseconds) return 0
  const seconds = workBefore(calendar, toLocalMoment(to)) - workBefore(calendar, toLocalMoment(from))
  return Math.floor(seconds / 60)
}

/** The `count`-th working day, `first` (or the next working day after it) being day 1. `count` is at least 1. */
export const workingDayNumber = (calendar: WorkCalendar, first: DayNumber, count: number): DayNumber =>
  dayOfOrdinal(calendar, workingDaysBefore(calendar, first) + count)

/** What a time limit took from one day. */
export type DayUse = Readonly<{ day: DayNumber; seconds: number }>

/** The working days from `from` to `to` with the working seconds of each that lie between the two. */
export function usesBetween(calendar: WorkCalendar, from: LocalMoment, to: LocalMoment): DayUse[] {
  const uses: DayUse[] = []
  for (let day = from.day; day <= to.day; day++) {
    const begin = workBefore(calendar, day === from.day ? from : { day, second: 0 })
    const end = workBefore(calendar, day === to.day ? to : { day: day + 1, second: 0 })
    if (end > begin) uses.push({ day, seconds: end - begin })
  }
  return uses
}
