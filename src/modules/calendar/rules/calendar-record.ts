import type { CalendarSource, Interruption, SpecialDay, WeeklyHours } from './work-calendar.ts'

/** Hours of a weekday from a day on; `agencyCode` null: of every agency that has none of its own. */
export type HoursRow = Readonly<{
  agencyCode: string | null
  weekday: number
  validFrom: string
  spans: string
  basis: string
}>

/** An announced outage, of one agency or (null) of all. */
export type InterruptionRow = Interruption & Readonly<{ id: string; agencyCode: string | null }>

export type DecidedYear = Readonly<{ year: number; basis: string }>

/** Everything that is in force at a revision, for all agencies: what a change is checked against and applied to. */
export type CalendarRecord = Readonly<{
  version: number
  hours: readonly HoursRow[]
  specialDays: readonly SpecialDay[]
  decidedYears: readonly DecidedYear[]
  interruptions: readonly InterruptionRow[]
}>

const concerns = (code: string | null, agencyCode: string | null): boolean =>
  code === null || code === agencyCode

/** What the calendar of one agency is made from; null: of an agency without hours of its own. */
export const sourceFor = (record: CalendarRecord, agencyCode: string | null): CalendarSource => ({
  version: record.version,
  weeklyHours: record.hours
    .filter((row) => concerns(row.agencyCode, agencyCode))
    .map(
      ({ weekday, validFrom, spans, agencyCode: code }): WeeklyHours => ({
        weekday,
        validFrom,
        spans,
        ofAgency: code !== null,
      }),
    ),
  specialDays: record.specialDays,
  decidedYears: record.decidedYears.map(({ year }) => year),
  interruptions: record.interruptions.filter((row) => concerns(row.agencyCode, agencyCode)),
})

/** The spans of a weekday of an agency on a day, and whether they are its own; '' when it is closed. */
export function hoursOn(
  { hours }: Pick<CalendarRecord, 'hours'>,
  agencyCode: string | null,
  weekday: number,
  on: string,
): HoursRow | null {
  const counting = hours
    .filter((row) => row.weekday === weekday && row.validFrom <= on && concerns(row.agencyCode, agencyCode))
    .toSorted((a, b) => Number(a.agencyCode === null) - Number(b.agencyCode === null) || later(a, b))
  return counting[0] ?? null
}

const later = (a: HoursRow, b: HoursRow): number => (a.validFrom < b.validFrom ? 1 : -1)
