import {
  addWorkingMinutes,
  calculateDue,
  type DueTime,
  loadCalendar,
  workingMinutesBetween,
} from '#modules/calendar'
import { getAgency } from '#modules/organisations'
import { findProcedureVersion, type Procedure } from '#modules/procedures'
import type { Db } from '#platform/db'
import type { StoredDossier } from './repository.ts'
import type { Reckoning } from './rules/times.ts'

/** The procedure version a dossier was filed under. It exists: versions are never deleted. */
export async function getVersionOf(
  db: Db,
  dossier: Pick<StoredDossier, 'procedureVersionId'>,
): Promise<Procedure> {
  const procedure = await findProcedureVersion(db, dossier.procedureVersionId)
  if (!procedure) throw new Error(`procedure version ${dossier.procedureVersionId} is gone`)
  return procedure
}

/**
 * Ties the time limit of the dossier's procedure to the hours of the agency that resolves it; neither changes in the
 * life of a dossier. Made before the transaction: one that holds a connection never waits for a second.
 */
export async function makeReckoning(
  db: Db,
  dossier: Pick<StoredDossier, 'procedureVersionId' | 'competentAgencyId'>,
): Promise<Reckoning> {
  const procedure = await getVersionOf(db, dossier)
  const agency = await getAgency(db, dossier.competentAgencyId)
  const calendar = await loadCalendar(db, agency.code)
  return {
    from: (startedAt) => calculateDue(calendar, procedure.timeLimit, startedAt),
    movedBy: (dueAt, from, to) => addWorkingMinutes(calendar, dueAt, workingMinutesBetween(calendar, from, to)),
    supplementPolicy: procedure.timeLimit.supplementPolicy,
  }
}

/**
 * Why the due time is what it is, counted again from the moment the clock last started; and why the first promise was
 * what it was, counted from acceptance. Both null before acceptance.
 */
export async function explainDue(
  db: Db,
  dossier: StoredDossier,
): Promise<Readonly<{ due: DueTime | null; promise: DueTime | null }>> {
  if (!dossier.acceptedAt || !dossier.clockStartedAt) return { due: null, promise: null }
  const procedure = await getVersionOf(db, dossier)
  const agency = await getAgency(db, dossier.competentAgencyId)
  const restarted =
    dossier.clockStartedAt.epochMilliseconds > dossier.acceptedAt.epochMilliseconds &&
    dossier.supplementCount > 0
  const calendar = await loadCalendar(db, agency.code)
  const promise = calculateDue(calendar, procedure.timeLimit, dossier.acceptedAt)
  const due = restarted ? calculateDue(calendar, procedure.timeLimit, dossier.clockStartedAt) : promise
  return { due, promise }
}
