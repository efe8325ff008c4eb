import { Temporal } from 'temporal-polyfill'
import { dueOfPeriod, type TimeLimit, timeZone, type WorkCalendar } from '#modules/calendar'
import type { Duration } from './rules/plan.ts'

const conventions: Readonly<Record<'working_hour' | 'working_day' | 'calendar_day', TimeLimit['convention']>> =
  {
    working_hour: 'working_hours',
    working_day: 'working_hours',
    calendar_day: 'whole_days',
  }

/** When a length of legal time that begins at `at` is over: of a task, or of a timer. */
export function endOfDuration(
  calendar: WorkCalendar,
  { amount, unit }: Duration,
  at: Temporal.Instant,
): Temporal.Instant {
  if (unit === 'calendar_hour') return at.add({ minutes: Math.round(amount * 60) })
  return dueOfPeriod(calendar, { amount, unit, convention: conventions[unit], cutOff: null }, at)
}

/** The moment that an expression gives: RFC 3339, or a day, which is its beginning in Việt Nam. Null when it is neither. */
export function readMoment(value: unknown): Temporal.Instant | null {
  if (typeof value !== 'string') return null
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return Temporal.Instant.from(value)
    return Temporal.PlainDate.from(value).toZonedDateTime(timeZone).toInstant()
  } catch {
    return null
  }
}
