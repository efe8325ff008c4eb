import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { advanceInTransaction, makeMoment } from './advance-dossier.ts'
import { dossierProblem } from './errors.ts'
import { findDossierById, type StoredDossier } from './repository.ts'
import { prepareOrFind, type Submission, savePrepared } from './submit-dossier.ts'

/**
 * Intake at the counter: submitted and accepted in one transaction, so that the receipt can be printed at once. The
 * officer files on the person's behalf; sending the same `key` again answers the same dossier.
 */
export async function takeInDossier(
  context: Context,
  submission: Submission,
  officer: OfficerActor,
  key: string,
): Promise<StoredDossier> {
  const prepared = await prepareOrFind(context, submission, officer, key)
  if ('earlierId' in prepared) return await findAgain(context.db, prepared.earlierId)
  const moment = await makeMoment(context, {
    procedureVersionId: prepared.procedure_version_id,
    competentAgencyId: prepared.competent_agency_id,
  })
  return await context.db.transaction().execute(async (tx) => {
    const { id, isNew } = await savePrepared(tx, prepared)
    const dossier = await findAgain(tx, id)
    if (!isNew) return dossier
    return await advanceInTransaction(tx, dossier.reference, { command: { type: 'accept' } }, officer, moment)
  })
}

async function findAgain(db: Db | Tx, id: string): Promise<StoredDossier> {
  const dossier = await findDossierById(db, id)
  if (!dossier) throw dossierProblem('dossiers.not_found')
  return dossier
}
