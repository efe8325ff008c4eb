import { findCompetentAgency, findReceivingDesk } from '#modules/organisations'
import type { Procedure } from '#modules/procedures'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { dossierProblem } from './errors.ts'

/** Where a dossier is taken in and where it is resolved. The two may differ (NĐ 118/2025 Đ14, Đ17 k3). */
export type Place = Readonly<{ receivingAgencyId: string; competentAgencyId: string; intakeCode: string }>

const placesOf = memoryOf<Db, Place>(60_000)

/**
 * The desk that takes in and the agency that resolves `procedure` for `communeCode` (commune-level procedures need it).
 * Kept in the process for a minute: a submission reads no agency row. Throws `dossiers.agency_unknown`.
 */
export const findPlace = (db: Db, procedure: Procedure, communeCode: string | null): Promise<Place> =>
  placesOf(db).get(`${procedure.level} ${procedure.departmentKey} ${communeCode}`, () =>
    readPlace(db, procedure, communeCode),
  )

async function readPlace(
  db: Db,
  { level, departmentKey, code }: Procedure,
  communeCode: string | null,
): Promise<Place> {
  const competent = await findCompetentAgency(db, { level, communeCode, departmentKey })
  const desk = competent ? await findReceivingDesk(db, competent.id) : null
  if (!competent || !desk)
    throw dossierProblem('dossiers.agency_unknown', { procedure: code, commune: communeCode })
  return { receivingAgencyId: desk.agencyId, competentAgencyId: competent.id, intakeCode: desk.code }
}
