import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { organisationProblem } from './errors.ts'
import { findAgencyById, selectAgencies, selectDesks, selectReceivingDesk } from './repository.ts'
import type { Agency, AgencyKind, Desk } from './rules/agency.ts'

const longestList = 500
const agenciesOf = memoryOf<Db, Agency>(60_000)

/** The agency of that id, kept in the process for a minute. Throws `organisations.agency_not_found`. */
export const getAgency = (db: Db, id: string): Promise<Agency> =>
  agenciesOf(db).get(id, async () => {
    const agency = await findAgencyById(db, id)
    if (!agency) throw organisationProblem('organisations.agency_not_found', { id })
    return agency
  })

/** The agency that bore `code` ('H18.137') on a day ('YYYY-MM-DD', today unless said otherwise). */
export async function findAgencyByCode(db: Db, code: string, on?: string): Promise<Agency | null> {
  const [agency] = await selectAgencies(db, { code, on, limit: 1 })
  return agency ?? null
}

/** Agencies in force, by code, at most 500. `after` is the code of the last one of the page before. */
export function listAgencies(
  db: Db,
  wanted: Readonly<{
    codes?: readonly string[] | undefined
    kind?: AgencyKind | undefined
    provinceCode?: string | undefined
    after?: string | undefined
    limit?: number
    on?: string
  }> = {},
): Promise<Agency[]> {
  const { limit = longestList } = wanted
  return selectAgencies(db, { ...wanted, limit: Math.min(limit, longestList) })
}

/**
 * Cơ quan có thẩm quyền: who decides a procedure of that level. A commune's is its people's committee; a province's
 * is the department of `departmentKey` ('so_xay_dung') or, without one, the provincial people's committee.
 */
export async function findCompetentAgency(
  db: Db,
  asked: Readonly<{
    level: 'commune' | 'province' | 'central'
    communeCode?: string | null
    departmentKey?: string | null
    provinceCode?: string
    on?: string
  }>,
): Promise<Agency | null> {
  const { level, communeCode, departmentKey, provinceCode, on } = asked
  if (level === 'central') return null
  if (level === 'commune') {
    if (!communeCode) return null
    const [committee] = await selectAgencies(db, { kind: 'peoples_committee', communeCode, on, limit: 1 })
    return committee ?? null
  }
  const wanted = departmentKey
    ? ({ kind: 'department', departmentKey } as const)
    : ({ kind: 'peoples_committee' } as const)
  const found = await selectAgencies(db, {
    ...wanted,
    provinceCode,
    on,
    limit: departmentKey ? 1 : longestList,
  })
  return found.find((agency) => agency.communeCode === null) ?? null
}

/** The desks of an agency, by code. */
export const listDesks = (db: Db, agencyId: string): Promise<Desk[]> => selectDesks(db, agencyId)

/** The desk where dossiers for this agency are taken in: its own, else one of the provincial public service centre. */
export const findReceivingDesk = (db: Db, agencyId: string): Promise<Desk | null> =>
  selectReceivingDesk(db, agencyId)
