import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { readCalendarSource } from './repository.ts'
import { makeCalendar, type WorkCalendar } from './rules/work-calendar.ts'

const calendarsOf = memoryOf<Db, WorkCalendar>(60_000)

/**
 * The calendar of one agency (its code, or null for the general one), kept in the process for a minute: accepting a
 * dossier reads no calendar row. Give it the database itself, not a transaction, or nothing is kept.
 */
export const loadCalendar = (db: Db, agencyCode: string | null = null): Promise<WorkCalendar> =>
  calendarsOf(db).get(agencyCode ?? '', () => readCalendarSource(db, agencyCode).then(makeCalendar))

/** Forgets what is kept for `db`, after its calendar has been changed. */
export const forgetCalendars = (db: Db): void => calendarsOf(db).clear()
