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

/**
 * Sự cố đã công bố: an announced outage of the system, of the data connection or of its security, from its announcement
 * until work resumed (null: it lasts). No legal clock runs in it (NĐ 63/2024 Đ4 k7, by NĐ 301/2026 Đ3).
 */
export type Interruption = Readonly<{
  from: Temporal.Instant
  until: Temporal.Instant | null
  name: string
  basis: string
}>

/** What a calendar is made from. `decidedYears` are those whose days off the Prime Minister has fixed. */
export type CalendarSource = Readonly<{
  version: number
  weeklyHours: readonly WeeklyHours[]
  specialDays: readonly SpecialDay[]
  decidedYears: readonly number[]
  interruptions?: readonly Interruption[]
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
  /** In order of their beginning. */
  interruptions: readonly Interruption[]
  /** The years asked for so far, each worked out once. */
  days: WorkedDays
}>

/** One day of a calendar: the spans worked, none when it is off, and what makes it differ from its weekday. */
export type WorkDay = Readonly<{
  date: Temporal.PlainDate
  spans: readonly Span[]
  special: SpecialDay | null
}>

/**
 * The days from `first` on in a row, with the working seconds and the working days that lie before each, counted from
 * `origin`: adding and measuring working time is a look-up, however long the time. Grows by whole years, on demand.
 */
type WorkedDays = {
  first: DayNumber
  row: WorkDay[]
  secondsBefore: number[]
  daysBefore: number[]
}

// 1 January 2025. What lies before it has negative numbers, so growing backwards changes none that was given out.
const origin: DayNumber = 20_089
const growth = 400
// Ten years without one working day is a calendar without hours, not a long holiday.
const longestSearch = 3660
// A thousand years each way: nothing that is due lies beyond.
const farthest = 365_000

/** Makes a calendar ready to be asked. Throws a RangeError when an hour is badly written. */
export function makeCalendar(source: CalendarSource): WorkCalendar {
  const ordered = source.weeklyHours.toSorted(
    (a, b) => Number(b.ofAgency === true) - Number(a.ofAgency === true) || (a.validFrom < b.validFrom ? 1 : -1),
  )
  const rows = ordered.map((row) => ({ ...row, spans: parseSpans(row.spans) }))
  return {
    version: source.version,
    hours: Map.groupBy(rows, ({ weekday }) => weekday),
    specialDays: new Map(source.specialDays.map((day) => [day.on, day])),
    decidedYears: new Set(source.decidedYears),
    interruptions: (source.interruptions ?? []).toSorted(
      (a, b) => a.from.epochMilliseconds - b.from.epochMilliseconds,
    ),
    days: { first: origin, row: [], secondsBefore: [0], daysBefore: [0] },
  }
}

function parseSpans(text: string): Span[] {
  let last = 0
  return text
    .split(',')
    .filter(Boolean)
    .map((span) => {
      const [opens, closes] = span.split('-').map(secondOfDay)
      if (opens === undefined || closes === undefined || opens >= closes)
        throw new RangeError(`a span of work is written HH:MM-HH:MM, not ${JSON.stringify(span)}`)
      if (opens < last)
        throw new RangeError(`spans of work come in order and do not overlap: ${JSON.stringify(text)}`)
      last = closes
      return { opens, closes }
    })
}

/** The day of that number, as this calendar has it. */
export const workDay = (calendar: WorkCalendar, day: DayNumber): WorkDay =>
  calendar.days.row[placeOf(calendar, day)] as WorkDay

/** The working seconds of all days before `day`, counted from a day that never changes. */
export const secondsBefore = (calendar: WorkCalendar, day: DayNumber): number =>
  calendar.days.secondsBefore[placeOf(calendar, day)] as number

/** The working days before `day`, counted from a day that never changes. */
export const workingDaysBefore = (calendar: WorkCalendar, day: DayNumber): number =>
  calendar.days.daysBefore[placeOf(calendar, day)] as number

/** The day on which the sum of working seconds comes to `seconds`: less before it, at least as much after it. */
export const dayOfSeconds = (calendar: WorkCalendar, seconds: number): DayNumber =>
  findDay(calendar, seconds, calendar.days, 'secondsBefore')

/** The day that is working day number `ordinal`, in the count of `workingDaysBefore`, whose next is `ordinal`. */
export const dayOfOrdinal = (calendar: WorkCalendar, ordinal: number): DayNumber =>
  findDay(calendar, ordinal, calendar.days, 'daysBefore')

function findDay(
  calendar: WorkCalendar,
  sum: number,
  days: WorkedDays,
  of: 'secondsBefore' | 'daysBefore',
): DayNumber {
  const sums = days[of]
  growTo(calendar, sum, sums, -1)
  growTo(calendar, sum, sums, 1)
  let low = 0
  let high = sums.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) < sum) low = middle
    else high = middle
  }
  return days.first + low
}

const edgeOf = (sums: readonly number[], step: 1 | -1): number =>
  sums[step === 1 ? sums.length - 1 : 0] as number

const isBeyond = (sums: readonly number[], sum: number, step: 1 | -1): boolean =>
  step === 1 ? sum > edgeOf(sums, step) : sum <= edgeOf(sums, step)

/** Grows until `sum` lies between the edges of `sums`. Throws a RangeError when there are no hours to find. */
function growTo(calendar: WorkCalendar, sum: number, sums: readonly number[], step: 1 | -1): void {
  const { days } = calendar
  let idle = 0
  while (isBeyond(sums, sum, step)) {
    const before = edgeOf(sums, step)
    grow(calendar, step)
    idle = edgeOf(sums, step) === before ? idle + growth : 0
    if (idle <= longestSearch && days.row.length <= 2 * farthest) continue
    const at = step === 1 ? days.first + days.row.length : days.first
    throw new RangeError(`the calendar has no working day near ${toPlainDate(at).toString()}`)
  }
}

function placeOf(calendar: WorkCalendar, day: DayNumber): number {
  const { days } = calendar
  if (Math.abs(day - origin) > farthest)
    throw new RangeError('a day of the calendar lies within a thousand years')
  while (day < days.first) grow(calendar, -1)
  while (day >= days.first + days.row.length) grow(calendar, 1)
  return day - days.first
}

function grow(calendar: WorkCalendar, step: 1 | -1): void {
  const { days } = calendar
  const from = step === 1 ? days.first + days.row.length : days.first - growth
  const more = Array.from({ length: growth }, (_, index) => makeDay(calendar, from + index))
  const seconds = more.map(({ spans }) => spans.reduce((sum, { opens, closes }) => sum + closes - opens, 0))
  const ones = more.map(({ spans }) => (spans.length > 0 ? 1 : 0))
  if (step === 1) {
    days.row.push(...more)
    appendSums(days.secondsBefore, seconds)
    appendSums(days.daysBefore, ones)
    return
  }
  days.first = from
  days.row.unshift(...more)
  prependSums(days.secondsBefore, seconds)
  prependSums(days.daysBefore, ones)
}

function appendSums(sums: number[], values: readonly number[]): void {
  for (const value of values) sums.push((sums.at(-1) as number) + value)
}

function prependSums(sums: number[], values: readonly number[]): void {
  const before = values.toReversed().reduce<number[]>(
    (earlier, value) => {
      earlier.push((earlier.at(-1) as number) - value)
      return earlier
    },
    [sums[0] as number],
  )
  sums.unshift(...before.slice(1).reverse())
}

function makeDay(calendar: WorkCalendar, day: DayNumber): WorkDay {
  const date = toPlainDate(day)
  const special = calendar.specialDays.get(date.toString()) ?? null
  return { date, special, spans: findSpans(calendar, date, special) }
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

const weekdayOf = (on: string | null | undefined): number => (on ? Temporal.PlainDate.from(on).dayOfWeek : 1)

/** Whether the day is worked. A weekday test is not a working-day test, in either direction. */
export const isWorked = (calendar: WorkCalendar, day: DayNumber): boolean =>
  workDay(calendar, day).spans.length > 0

/** `from` itself when it is worked, else the nearest working day in the direction of `step`. */
export function findWorked(calendar: WorkCalendar, from: DayNumber, step: 1 | -1 = 1): DayNumber {
  if (isWorked(calendar, from)) return from
  const before = workingDaysBefore(calendar, from)
  return dayOfOrdinal(calendar, step === 1 ? before + 1 : before)
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
