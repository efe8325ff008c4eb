import { Temporal } from 'temporal-polyfill'
import { loadCalendar, minutesPerWorkingDay, workingMinutesBetween } from '#modules/calendar'
import { listOverdue, type OverdueRow, tallyOverdue } from '#modules/dossiers'
import { type Agency, findAgencyByCode, listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { type ListPlace, writePlace } from '#platform/list-place'

/** An agency with dossiers overdue; `count` stops at `mostCounted`, and `isMore` says that there are more. */
export type OverdueAgency = Readonly<{
  agency: Agency
  count: number
  isMore: boolean
  oldestDueAt: Temporal.Instant
}>

/** An overdue dossier, without a word about persons. `daysLate` are whole working days of 8 hours. */
export type OverdueDossier = Omit<OverdueRow, 'id' | 'dueAt'> &
  Readonly<{ dueAt: Temporal.Instant; daysLate: number }>

export type OverdueDossiers = Readonly<{
  now: Temporal.Instant
  agency: Agency
  dossiers: readonly OverdueDossier[]
  /** Where the next page starts; null on the last. */
  cursor: string | null
}>

/** The dossiers of an agency are counted to here and no further. */
export const mostCounted = 500

type Needed = Pick<Context, 'db' | 'clock'>

/** The agencies that have dossiers overdue at this moment, the most first. */
export async function loadOverdueAgencies({
  db,
  clock,
}: Needed): Promise<Readonly<{ now: Temporal.Instant; agencies: readonly OverdueAgency[] }>> {
  const now = clock.now()
  const all = await listAgencies(db)
  const byId = new Map(all.map((agency) => [agency.id, agency]))
  const tallies = await tallyOverdue(db, { agencyIds: [...byId.keys()], now, limit: mostCounted + 1 })
  const agencies = tallies.flatMap(({ agencyId, count, oldestDueAt }): OverdueAgency[] => {
    const agency = byId.get(agencyId)
    if (!agency) return []
    const isMore = count > mostCounted
    return [
      { agency, count: Math.min(count, mostCounted), isMore, oldestDueAt: Temporal.Instant.from(oldestDueAt) },
    ]
  })
  return { now, agencies }
}

/** A page of the overdue dossiers of the agency with that code, the longest overdue first. Throws `request.not_found`. */
export async function loadOverdueDossiers(
  { db, clock }: Needed,
  asked: Readonly<{ agencyCode: string; after: ListPlace | null; limit: number }>,
): Promise<OverdueDossiers> {
  const now = clock.now()
  const agency = await findAgencyByCode(db, asked.agencyCode)
  if (!agency) throw requestProblem('request.not_found')
  const [rows, calendar] = await Promise.all([
    listOverdue(db, { agencyId: agency.id, now, after: asked.after, limit: asked.limit }),
    loadCalendar(db, agency.code),
  ])
  const last = rows.length === asked.limit ? rows.at(-1) : undefined
  const dossiers = rows.map(({ id: _, ...row }): OverdueDossier => {
    const dueAt = Temporal.Instant.from(row.dueAt)
    const minutes = workingMinutesBetween(calendar, dueAt, now)
    return { ...row, dueAt, daysLate: Math.floor(minutes / minutesPerWorkingDay) }
  })
  return { now, agency, dossiers, cursor: last ? writePlace(last.dueAt, last.id) : null }
}
