import { Temporal } from 'temporal-polyfill'
import { type DayNumber, secondOfDay, toDayNumber, toPlainDate } from './zone.ts'

/** A span of work on one day, in seconds of that day: from `opens` until `closes`. */
export type Span = Readonly<{ opens: number; closes: number }>

/** Ngày nghỉ lễ · ngày nghỉ bù (or the weekday off of a swap) · ngày làm bù. */
export type SpecialDayKind = 'holiday' | 'compensatory_off' | 'working_saturday'

/** A day that differs from its weekday, with the deciding document. `swappedWith` is the other day of a swap. */
export type SpecialDay = Readonly<{
  on: string
  kind: SpecialDayKind
  name: string
  basis: string
  swappedWith?: string | null
}>

/** The hours of a weekday (ISO: 1 Monday … 7 Sunday) from a day on: '07:00-11:30,13:30-17:00', or '' for closed. */
export type WeeklyHours = Readonly<{ weekday: number; validFrom: string; spans: string; ofAgency?: boolean }>

/** What a calendar is made from. `decidedYears` are those whose days off the Prime Minister has fixed. */
export type CalendarSource = Readonly<{
  version: number
  weeklyHours: readonly WeeklyHours[]
  specialDays: readonly SpecialDay[]
  decidedYears: readonly number[]
}>

type DatedSpans = Readonly<{ validFrom: string; spans: readonly Span[] }>

/** Lịch làm việc: the hours and days one agency works, made once by `makeCalendar` and read by every rule. */
export type WorkCalendar = Readonly<{
  /** Revision of the calendar; kept on every calculated due time. */
  version: number
  /** By weekday, the row that counts first: the agency's own before the general one, the newer before the older. */
  hours: ReadonlyMap<number, readonly DatedSpans[]>
  specialDays: ReadonlyMap<string, SpecialDay>
  decidedYears: ReadonlySet<number>
  /** The days asked for so far, each worked out once. */
  days: Map<DayNumber, WorkDay>
}>

/** One day of a calendar: the spans worked, none when it is off, and what makes it differ from its weekday. */
export type WorkDay = Readonly<{
  date: Temporal.PlainDate
  spans: readonly Span[]
  special: SpecialDay | null
}>

/** Makes a calendar ready to be asked. Throws a RangeError when an hour is badly written. */
export function makeCalendar(source: CalendarSource): WorkCalendar {
  const ordered = source.weeklyHours.toSorted(
    (a, b) => Number(b.ofAgency ?? false) - Number(a.ofAgency ?? false) || (a.validFrom < b.validFrom ? 1 : -1),
  )
  const rows = ordered.map((row) => ({ ...row, spans: parseSpans(row.spans) }))
  return {
    version: source.version,
    hours: Map.groupBy(rows, ({ weekday }) => weekday),
    specialDays: new Map(source.specialDays.map((day) => [day.on, day])),
    decidedYears: new Set(source.decidedYears),
    days: new Map(),
  }
}

function parseSpans(text: string): Span[] {
  const spans = text.split(',').filter(Boolean)
  return spans.map((span) => {
    const [opens, closes] = span.split('-').map(secondOfDay)
    if (opens === undefined || closes === undefined || opens >= closes)
      throw new RangeError(`a span of work is written HH:MM-HH:MM, not ${JSON.stringify(span)}`)
    return { opens, closes }
  })
}

/** The day of that number, as this calendar has it. */
export function workDay(calendar: WorkCalendar, day: DayNumber): WorkDay {
  const found = calendar.days.get(day)
  if (found) return found
  const date = toPlainDate(day)
  const special = calendar.specialDays.get(date.toString()) ?? null
  const made = { date, special, spans: findSpans(calendar, date, special) }
  calendar.days.set(day, made)
  return made
}

/** A worked Saturday has the hours of the weekday it was swapped with. */
function findSpans(
  calendar: WorkCalendar,
  date: Temporal.PlainDate,
  special: SpecialDay | null,
): readonly Span[] {
  if (special && special.kind !== 'working_saturday') return []
  const weekday = special ? weekdayOf(special.swappedWith) : date.dayOfWeek
  const on = date.toString()
  return calendar.hours.get(weekday)?.find(({ validFrom }) => validFrom <= on)?.spans ?? []
}

function weekdayOf(on: string | null | undefined): number {
  if (!on) return 1
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number)
  return new Temporal.PlainDate(year, month, day).dayOfWeek
}

/** Whether the day is worked. A weekday test is not a working-day test, in either direction. */
export const isWorked = (calendar: WorkCalendar, day: DayNumber): boolean =>
  workDay(calendar, day).spans.length > 0

// Ten years without one working day is a calendar without hours, not a long holiday.
const longestSearch = 3660

/** `from` itself when it is worked, else the nearest working day in the direction of `step`. */
export function findWorked(calendar: WorkCalendar, from: DayNumber, step: 1 | -1 = 1): DayNumber {
  for (let tries = 0, day = from; tries < longestSearch; tries++, day += step)
    if (isWorked(calendar, day)) return day
  throw new RangeError(`the calendar has no working day near ${toPlainDate(from).toString()}`)
}

/** The spans worked on `day`, in seconds of the day; none when it is off. */
export const spansOn = (calendar: WorkCalendar, day: Temporal.PlainDate): readonly Span[] =>
  workDay(calendar, toDayNumber(day)).spans

/** Whether `day` is a working day (ngày làm việc). */
export const isWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): boolean =>
  isWorked(calendar, toDayNumber(day))

/** The first working day after `day`. */
export const nextWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate =>
  toPlainDate(findWorked(calendar, toDayNumber(day) + 1))

/** The last working day before `day`: where "at the latest one day before the due date" rings (NĐ 61/2018 Đ19 k9). */
export const previousWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate =>
  toPlainDate(findWorked(calendar, toDayNumber(day) - 1, -1))
