import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { advanceInTransaction } from './advance-dossier.ts'
import { dossierProblem } from './errors.ts'
import { findDossierById, type StoredDossier } from './repository.ts'
import { type Submission, submitInTransaction } from './submit-dossier.ts'

/**
 * Intake at the counter: submitted and accepted in one transaction, so that the receipt can be printed at once. The
 * officer files on the person's behalf; sending the same `key` again answers the same dossier.
 */
export function takeInDossier(
  context: Context,
  submission: Submission,
  officer: OfficerActor,
  key: string,
): Promise<StoredDossier> {
  return context.db.transaction().execute(async (tx) => {
    const { id, isNew } = await submitInTransaction(context, tx, submission, officer, key)
    const dossier = await findDossierById(tx, id)
    if (!dossier) throw dossierProblem('dossiers.not_found')
    if (!isNew) return dossier
    return await advanceInTransaction(context, tx, dossier.reference, { command: { type: 'accept' } }, officer)
  })
}
