import type { Temporal } from 'temporal-polyfill'
import { findWorked, isWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import {
  addWorkingSeconds,
  closingOf,
  minutesPerWorkingDay,
  moveIntoWorkingTime,
  openingOf,
  workingDayNumber,
} from './working-time.ts'
import {
  earlier,
  type LocalMoment,
  lastSecond,
  secondOfDay,
  toDayNumber,
  toInstant,
  toLocalMoment,
  toPlainDate,
} from './zone.ts'

/**
 * Mốc 15 giờ: what happens to a dossier received after `time` ('15:00'), strictly. `transfer`: it may be passed on
 * the next working morning, the clock runs (NĐ 118/2025 Đ18 k2). `clock`: the time limit is counted from the next
 * working day (NĐ 63/2024 Đ7 k2). `minutesBeforeClosing`, when given, counts instead of `time` (NĐ 297/2025 Đ6 k3).
 */
export type CutOff = Readonly<{
  time: string
  effect: 'transfer' | 'clock'
  minutesBeforeClosing?: number
  law?: string | null
}>

/**
 * Đơn vị của thời hạn. `same_day`: the day of receipt, or the next working day when received after the cut-off;
 * `immediate`: while the person waits, at the latest by the closing of the day (NĐ 61/2018 Đ17 k4).
 */
export type TimeUnit =
  | 'working_day'
  | 'working_hour'
  | 'calendar_day'
  | 'month'
  | 'year'
  | 'same_day'
  | 'immediate'

/** A time as a law sets it. */
export type Period = Readonly<{ amount: number; unit: TimeUnit }>

/**
 * Thời hạn giải quyết. `working_hours`: 8 working hours a day from the moment of acceptance; `whole_days`: until the
 * closing of the last day, day 1 being the next working day, or the start day when `firstDayCounted`. The decree
 * does not choose: it is a policy of the procedure. `keepsDayOff`: a last day off stays (else it rolls to the next
 * working day); for calendar days, months and years.
 */
export type TimeLimit = Period &
  Readonly<{
    convention: 'working_hours' | 'whole_days'
    cutOff: CutOff | null
    firstDayCounted?: boolean
    keepsDayOff?: boolean
    law?: string | null
  }>

/**
 * What counting found, in the numbers the rules count in: where it began, and what it came to. `first` is the first moment
 * that counts: `begin`, or the start of day 1 where the day of receipt is not counted. What is waited before takes nothing.
 */
export type Counted = Readonly<{
  received: LocalMoment
  begin: LocalMoment
  first: LocalMoment
  due: LocalMoment
}>

/** Certification (NĐ 23/2015 Đ7) and civil status (Luật Hộ tịch 60/2014 Đ5 k3): the same day, if received by 15:00. */
export const sameDayCutOff: CutOff = { time: '15:00', effect: 'clock' }

/** Whether `due` lies in a year whose days off nobody has decided: no decided calendar, no promise. */
export const isProvisional = (calendar: WorkCalendar, { day }: LocalMoment): boolean =>
  !calendar.decidedYears.has(workDay(calendar, day).date.year)

/**
 * When a limit that starts at `received` ends, in the numbers the rules count in. Throws a RangeError when the amount is
 * negative, no number, or not whole for months and years.
 */
export function countDue(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment): Counted {
  checkAmount(limit)
  const begin = startCounting(calendar, limit, received)
  const first = firstCounted(calendar, limit, received, begin)
  return { received, begin, first, due: count(calendar, limit, received, begin) }
}

function firstCounted(
  calendar: WorkCalendar,
  limit: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): LocalMoment {
  if (limit.amount === 0) return begin
  if (inCalendarDays(limit)) return { day: dayNought(received, begin) + 1, second: 0 }
  const skipsFirst = limit.unit === 'working_day' && limit.convention === 'whole_days' && !limit.firstDayCounted
  return skipsFirst ? { day: findWorked(calendar, received.day + 1), second: 0 } : begin
}

/** Months and years go by the calendar of days off or not: only days can be halved. */
export const inMonths = ({ unit }: Period): boolean => unit === 'month' || unit === 'year'

/** Whether the limit counts every day, worked or not. */
export const inCalendarDays = (limit: Period): boolean => limit.unit === 'calendar_day' || inMonths(limit)

function checkAmount({ amount, unit }: TimeLimit): void {
  if (!Number.isFinite(amount) || amount < 0 || (inMonths({ amount, unit }) && !Number.isInteger(amount)))
    throw new RangeError(`a time limit of ${amount} ${unit} cannot be counted`)
}

/** The cut-off of a limit: where the law sets no period but the day, 15:00 moves the clock. */
export const cutOffOf = ({ unit, cutOff }: TimeLimit): CutOff | null => {
  if (unit === 'immediate') return null
  return unit === 'same_day' ? { ...(cutOff ?? sameDayCutOff), effect: 'clock' } : cutOff
}

/** Whether `moment` is after the cut-off of a working day. At 15:00 sharp it is not yet after. */
export function isAfterCutOff(calendar: WorkCalendar, cutOff: CutOff | null, moment: LocalMoment): boolean {
  if (!cutOff || !isWorked(calendar, moment.day)) return false
  const { minutesBeforeClosing: before, time } = cutOff
  const limit = before === undefined ? secondOfDay(time) : closingOf(calendar, moment.day).second - before * 60
  return moment.second > limit
}

/** Where counting begins: moved by a cut-off of the clock, then into working time where working time is counted. */
function startCounting(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment): LocalMoment {
  const cutOff = cutOffOf(limit)
  if (cutOff?.effect === 'clock' && isAfterCutOff(calendar, cutOff, received))
    return openingOf(calendar, findWorked(calendar, received.day + 1))
  return inCalendarDays(limit) && cutOff?.effect !== 'clock' && limit.amount > 0
    ? received
    : moveIntoWorkingTime(calendar, received)
}

function count(
  calendar: WorkCalendar,
  limit: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): LocalMoment {
  switch (limit.unit) {
    case 'working_hour':
      return addWorkingSeconds(calendar, begin, Math.round(limit.amount * 3600))
    case 'working_day':
      return limit.convention === 'whole_days'
        ? countWholeDays(calendar, limit, received, begin)
        : addWorkingSeconds(calendar, begin, Math.round(limit.amount * minutesPerWorkingDay * 60))
    case 'same_day':
    case 'immediate':
      return closingOf(calendar, begin.day)
    case 'calendar_day':
    case 'month':
    case 'year':
      return countCalendarDays(calendar, limit, received, begin)
  }
}

/** B. Whole days: due at the closing of day n; what is left of a fraction is taken from the next day by hours. */
function countWholeDays(
  calendar: WorkCalendar,
  { amount, firstDayCounted = false }: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): LocalMoment {
  if (amount === 0) return begin
  const first = firstDayCounted ? begin.day : findWorked(calendar, received.day + 1)
  const whole = Math.floor(amount)
  const fraction = Math.round((amount - whole) * minutesPerWorkingDay * 60)
  if (whole > 0) {
    const from = closingOf(calendar, workingDayNumber(calendar, first, whole))
    return fraction > 0 ? addWorkingSeconds(calendar, from, fraction) : from
  }
  if (!firstDayCounted) return addWorkingSeconds(calendar, openingOf(calendar, first), fraction)
  // Part of a day is never more than the whole of it, which ends at closing.
  return earlier(addWorkingSeconds(calendar, begin, fraction), closingOf(calendar, first))
}

/** C. Calendar days, months and years: a last day off rolls forward, unless it is kept; due at closing. */
function countCalendarDays(
  calendar: WorkCalendar,
  limit: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): LocalMoment {
  if (limit.amount === 0) return begin
  const last = lastCalendarDay(limit, received, begin)
  if (limit.keepsDayOff && !isWorked(calendar, last)) return { day: last, second: lastSecond }
  return closingOf(calendar, findWorked(calendar, last))
}

/** The day before the first counted one: the day of receipt, which is not counted, or the eve of a moved beginning. */
export const dayNought = (received: LocalMoment, begin: LocalMoment): number =>
  begin.day === received.day ? received.day : begin.day - 1

/** The last day of a limit in calendar days, before any rolling: the 31st of a short month is its last day. */
export function lastCalendarDay(limit: Period, received: LocalMoment, begin: LocalMoment): number {
  const nought = dayNought(received, begin)
  const { amount, unit } = limit
  if (!inMonths(limit)) return nought + Math.ceil(amount)
  const months = unit === 'year' ? amount * 12 : amount
  return toDayNumber(toPlainDate(nought).add({ months }))
}

/**
 * When a dossier received at `at` must have been passed to the resolving agency: by the closing of the same working
 * day, or at the opening of the next one when received after the cut-off, after closing or on a day off (NĐ 118/2025
 * Đ18 k2).
 */
export function calculateTransferBy(
  calendar: WorkCalendar,
  at: Temporal.Instant,
  cutOff: CutOff = { time: '15:00', effect: 'transfer' },
): Temporal.Instant {
  const received = toLocalMoment(at)
  const isOpen = moveIntoWorkingTime(calendar, received).day === received.day
  const isToday = isOpen && !isAfterCutOff(calendar, cutOff, received)
  return toInstant(
    isToday ? closingOf(calendar, received.day) : openingOf(calendar, findWorked(calendar, received.day + 1)),
  )
}
