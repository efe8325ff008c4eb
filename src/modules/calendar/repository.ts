import type { Db } from '#platform/db'
import type { CalendarSource, SpecialDayKind } from './rules/work-calendar.ts'

/** Everything a calendar is made from, for the agency of `agencyCode` or, when null, for an agency without own hours. */
export async function readCalendarSource(db: Db, agencyCode: string | null): Promise<CalendarSource> {
  const [revision, hours, days, years] = await Promise.all([
    db
      .selectFrom('calendar.revision')
      .select((by) => by.fn.max('number').as('version'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('calendar.working_hours')
      .select(['agency_code', 'weekday', 'valid_from', 'spans'])
      .where((by) => by.or([by('agency_code', 'is', null), by('agency_code', '=', agencyCode)]))
      .execute(),
    db.selectFrom('calendar.special_day').select(['on_day', 'kind', 'name', 'basis', 'swapped_with']).execute(),
    db.selectFrom('calendar.decided_year').select('year').execute(),
  ])
  return {
    version: Number(revision.version),
    weeklyHours: hours.map((row) => ({
      weekday: row.weekday,
      validFrom: row.valid_from,
      spans: row.spans,
      ofAgency: row.agency_code !== null,
    })),
    specialDays: days.map((row) => ({
      on: row.on_day,
      kind: row.kind as SpecialDayKind,
      name: row.name,
      basis: row.basis,
      swappedWith: row.swapped_with,
    })),
    decidedYears: years.map(({ year }) => year),
  }
}
