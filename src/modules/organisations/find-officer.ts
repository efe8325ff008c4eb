import type { Db } from '#platform/db'
import { organisationProblem } from './errors.ts'
import { findOfficerById, selectOfficers, selectOfficersById } from './repository.ts'
import type { Officer } from './rules/agency.ts'

/** The officer of that id, in service or not. Throws `organisations.officer_not_found`. */
export async function getOfficer(db: Db, id: string): Promise<Officer> {
  const officer = await findOfficerById(db, id)
  if (!officer) throw organisationProblem('organisations.officer_not_found', { id })
  return officer
}

/** The officers of those ids, in service or not, in no order. Unknown ids are left out. */
export const listOfficersById = (db: Db, ids: readonly string[]): Promise<Officer[]> =>
  selectOfficersById(db, ids.slice(0, 200))

/** The officers serving in an agency on a day (today unless said otherwise), by name, at most 200. */
export const listOfficers = (db: Db, agencyId: string, on?: string): Promise<Officer[]> =>
  selectOfficers(db, { agencyId, on, limit: 200 })
