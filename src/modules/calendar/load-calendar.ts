import type { Db } from '#platform/db'
import { readCalendarSource } from './repository.ts'
import { makeCalendar, type WorkCalendar } from './rules/work-calendar.ts'

const freshForMs = 60_000

type Kept = Readonly<{ until: number; calendar: Promise<WorkCalendar> }>

const kept = new WeakMap<Db, Map<string, Kept>>()

/**
 * The calendar of one agency (its code, or null for the general one), kept in the process for a minute: accepting a
 * dossier reads no calendar row. Give it the database itself, not a transaction, or nothing is kept.
 */
export function loadCalendar(db: Db, agencyCode: string | null = null): Promise<WorkCalendar> {
  const calendars = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, calendars)
  const key = agencyCode ?? ''
  const found = calendars.get(key)
  if (found && found.until > performance.now()) return found.calendar
  const calendar = readCalendarSource(db, agencyCode).then(makeCalendar)
  calendars.set(key, { until: performance.now() + freshForMs, calendar })
  calendar.catch(() => calendars.delete(key))
  return calendar
}

/** Forgets what is kept for `db`, after its calendar has been changed. */
export function forgetCalendars(db: Db): void {
  kept.delete(db)
}
