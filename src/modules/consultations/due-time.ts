import { Temporal } from 'temporal-polyfill'
import {
  dueOfPeriod,
  isWorkingDay,
  localDay,
  nextWorkingDay,
  spansOn,
  timeZone,
  type WorkCalendar,
} from '#modules/calendar'

/** Hạn trả lời as it is asked: the end of a day ('YYYY-MM-DD'), or a period from now on. */
export type AskedDue =
  | Readonly<{ until: string }>
  | Readonly<{ amount: number; unit: 'working_day' | 'working_hour' | 'calendar_day' }>

export type DueRefusal = 'due_invalid' | 'due_day_off' | 'due_past' | 'due_too_far'
export type DueAnswer =
  | Readonly<{ ok: true; dueAt: Temporal.Instant }>
  | Readonly<{ ok: false; code: DueRefusal }>

const longestPeriod = 60
const farthestDays = 365
const refuse = (code: DueRefusal): DueAnswer => ({ ok: false, code })

/**
 * When the answer is due, in the working time of the asked agency: at the closing of the day that was named, or after the
 * period, in whole days or working hours. The request names it (NĐ 61/2018 Đ19 k5), and so it stays.
 */
export function reckonDue(calendar: WorkCalendar, asked: AskedDue, now: Temporal.Instant): DueAnswer {
  if ('until' in asked) return reckonDay(calendar, asked.until, now)
  const { amount, unit } = asked
  if (!(Number.isInteger(amount) && amount >= 1 && amount <= longestPeriod)) return refuse('due_invalid')
  const convention = unit === 'working_hour' ? 'working_hours' : 'whole_days'
  return { ok: true, dueAt: dueOfPeriod(calendar, { amount, unit, convention, cutOff: null }, now) }
}

function reckonDay(calendar: WorkCalendar, until: string, now: Temporal.Instant): DueAnswer {
  const day = readDay(until)
  if (!day) return refuse('due_invalid')
  const ahead = localDay(now).until(day).days
  if (ahead < 0) return refuse('due_past')
  if (ahead > farthestDays) return refuse('due_too_far')
  if (!isWorkingDay(calendar, day)) return refuse('due_day_off')
  const dueAt = momentOf(day, spansOn(calendar, day).at(-1)?.closes ?? 0)
  return Temporal.Instant.compare(dueAt, now) > 0 ? { ok: true, dueAt } : refuse('due_past')
}

/**
 * When the head of the one-stop is told that no answer has come (NĐ 61/2018 Đ19 k5): at the opening of the working day
 * after the due time, by the calendar of the one-stop as it is now.
 */
export function tellingMoment(calendar: WorkCalendar, dueAt: Temporal.Instant): Temporal.Instant {
  const day = nextWorkingDay(calendar, localDay(dueAt))
  return momentOf(day, spansOn(calendar, day)[0]?.opens ?? 0)
}

const momentOf = (day: Temporal.PlainDate, second: number): Temporal.Instant =>
  day.toZonedDateTime(timeZone).add({ seconds: second }).toInstant()

function readDay(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : null
  } catch {
    return null
  }
}
