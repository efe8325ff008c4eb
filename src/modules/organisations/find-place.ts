import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { findCompetentAgency, findReceivingDesk } from './find-agency.ts'

/** Where a dossier is taken in and where it is resolved. The two may differ (NĐ 118/2025 Đ14, Đ17 k3). */
export type Place = Readonly<{ receivingAgencyId: string; competentAgencyId: string; intakeCode: string }>

/** As much of a procedure as says who resolves it. */
type Resolved = Readonly<{ level: 'central' | 'province' | 'commune'; departmentKey: string | null }>

const placesOf = memoryOf<Db, Place | null>(60_000)

/**
 * The desk that takes in and the agency that resolves a procedure for `communeCode` (commune-level procedures need it);
 * null when nobody does. Kept in the process for a minute: a submission reads no agency row.
 */
export const findPlace = (db: Db, procedure: Resolved, communeCode: string | null): Promise<Place | null> =>
  placesOf(db).get(`${procedure.level} ${procedure.departmentKey} ${communeCode}`, () =>
    readPlace(db, procedure, communeCode),
  )

async function readPlace(
  db: Db,
  { level, departmentKey }: Resolved,
  communeCode: string | null,
): Promise<Place | null> {
  const competent = await findCompetentAgency(db, { level, communeCode, departmentKey })
  const desk = competent ? await findReceivingDesk(db, competent.id) : null
  if (!competent || !desk) return null
  return { receivingAgencyId: desk.agencyId, competentAgencyId: competent.id, intakeCode: desk.code }
}
