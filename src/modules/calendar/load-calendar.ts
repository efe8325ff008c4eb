import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { readCalendarRecord } from './repository.ts'
import { type CalendarRecord, sourceFor } from './rules/calendar-change.ts'
import { makeCalendar, type WorkCalendar } from './rules/work-calendar.ts'

/** The calendars of one revision: one for all agencies that work by the general hours, one for each of the others. */
type Calendars = (agencyCode: string | null) => WorkCalendar

// A change is seen at once by the process that makes it (`forgetCalendars`), by the others within this minute.
const presentOf = memoryOf<Db, Calendars>(60_000)
// What was in force at a revision never changes again; only room is limited.
const olderOf = memoryOf<Db, Calendars>(3_600_000, 100)

/**
 * The calendar of one agency (its code, or null for the general one), kept in the process for a minute: accepting a
 * dossier reads no calendar row. Give it the database itself, not a transaction, or nothing is kept.
 */
export const loadCalendar = async (db: Db, agencyCode: string | null = null): Promise<WorkCalendar> =>
  (await presentOf(db).get('', () => readCalendarRecord(db).then(makeCalendars)))(agencyCode)

/**
 * The calendar of an agency as it was at revision `version`: a due time is explained by the calendar it was counted
 * with. A version that does not exist yet is answered with the newest.
 */
export const loadCalendarAt = async (
  db: Db,
  agencyCode: string | null,
  version: number,
): Promise<WorkCalendar> =>
  (await olderOf(db).get(String(version), () => readCalendarRecord(db, { version }).then(makeCalendars)))(
    agencyCode,
  )

function makeCalendars(record: CalendarRecord): Calendars {
  const concerned = [...record.hours, ...record.interruptions].flatMap(({ agencyCode }) => agencyCode ?? [])
  const own = new Set(concerned)
  const made = new Map<string | null, WorkCalendar>()
  return (agencyCode) => {
    const code = agencyCode !== null && own.has(agencyCode) ? agencyCode : null
    const known = made.get(code) ?? makeCalendar(sourceFor(record, code))
    made.set(code, known)
    return known
  }
}

/** Forgets what is kept for `db`, after its calendar has been changed. */
export function forgetCalendars(db: Db): void {
  presentOf(db).clear()
  olderOf(db).clear()
}
