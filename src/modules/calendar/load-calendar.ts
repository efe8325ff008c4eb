import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { readCalendarSource } from './repository.ts'
import { makeCalendar, type WorkCalendar } from './rules/work-calendar.ts'

// A change is seen at once by the process that makes it (`forgetCalendars`), by the others within this minute.
const calendarsOf = memoryOf<Db, WorkCalendar>(60_000)
// What was in force at a revision never changes again; only room is limited.
const olderOf = memoryOf<Db, WorkCalendar>(3_600_000, 500)

/**
 * The calendar of one agency (its code, or null for the general one), kept in the process for a minute: accepting a
 * dossier reads no calendar row. Give it the database itself, not a transaction, or nothing is kept.
 */
export const loadCalendar = (db: Db, agencyCode: string | null = null): Promise<WorkCalendar> =>
  calendarsOf(db).get(agencyCode ?? '', () => readCalendarSource(db, agencyCode).then(makeCalendar))

/**
 * The calendar of an agency as it was at revision `version`: a due time is explained by the calendar it was counted
 * with. A version that does not exist yet is answered with the newest.
 */
export const loadCalendarAt = (db: Db, agencyCode: string | null, version: number): Promise<WorkCalendar> =>
  olderOf(db).get(`${version} ${agencyCode ?? ''}`, () =>
    readCalendarSource(db, agencyCode, { version }).then(makeCalendar),
  )

/** Forgets what is kept for `db`, after its calendar has been changed. */
export function forgetCalendars(db: Db): void {
  calendarsOf(db).clear()
  olderOf(db).clear()
}
