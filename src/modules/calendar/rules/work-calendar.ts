import type { Temporal } from 'temporal-polyfill'
import { secondOfDay } from './zone.ts'

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

/** What makes `day` differ from its weekday, if anything does. */
export const findSpecialDay = (calendar: WorkCalendar, day: Temporal.PlainDate): SpecialDay | undefined =>
  calendar.specialDays.get(day.toString())

/**
 * The spans worked on `day`; none when it is off. A weekday test is not a working-day test: a worked Saturday has
 * the hours of the weekday it was swapped with, a weekday may be off.
 */
export function spansOn(calendar: WorkCalendar, day: Temporal.PlainDate): readonly Span[] {
  const text = day.toString()
  const special = calendar.specialDays.get(text)
  if (!special) return weeklySpans(calendar, day.dayOfWeek, text)
  if (special.kind !== 'working_saturday') return []
  const swapped = special.swappedWith ? day.with(partsOf(special.swappedWith)).dayOfWeek : 1
  return weeklySpans(calendar, swapped, text)
}

function partsOf(on: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number)
  return { year, month, day }
}

function weeklySpans(calendar: WorkCalendar, weekday: number, on: string): readonly Span[] {
  return calendar.hours.get(weekday)?.find(({ validFrom }) => validFrom <= on)?.spans ?? []
}

/** Whether `day` is a working day (ngày làm việc). */
export const isWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): boolean =>
  spansOn(calendar, day).length > 0

// Ten years without one working day is a calendar without hours, not a long holiday.
const longestSearch = 3660

function findWorkingDay(calendar: WorkCalendar, from: Temporal.PlainDate, step: 1 | -1): Temporal.PlainDate {
  let day = from
  for (let tries = 0; tries < longestSearch; tries++) {
    if (isWorkingDay(calendar, day)) return day
    day = day.add({ days: step })
  }
  throw new RangeError(`the calendar has no working day near ${from.toString()}`)
}

/** `day` itself when it is worked, else the next working day. */
export const workingDayFrom = (calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate =>
  findWorkingDay(calendar, day, 1)

/** The first working day after `day`. */
export const nextWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate =>
  findWorkingDay(calendar, day.add({ days: 1 }), 1)

/** The last working day before `day`: where "at the latest one day before the due date" rings (NĐ 61/2018 Đ19 k9). */
export const previousWorkingDay = (calendar: WorkCalendar, day: Temporal.PlainDate): Temporal.PlainDate =>
  findWorkingDay(calendar, day.subtract({ days: 1 }), -1)
