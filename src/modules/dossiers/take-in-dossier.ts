import type { OfficerActor } from '#modules/identity'
import { standingOfStart } from '#modules/running'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { prepareAdvance, saveInTransaction } from './advance-dossier.ts'
import { dossierProblem } from './errors.ts'
import { findDossierById, type StoredDossier } from './repository.ts'
import { describeNew } from './repository-submission.ts'
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
  const fresh = describeNew(prepared)
  const standing = await standingOfStart(context.db, prepared.process)
  const ready = await prepareAdvance(context, fresh, { command: { type: 'accept' } }, officer, standing)
  if ('repeated' in ready) return ready.repeated
  return await context.db.transaction().execute(async (tx) => {
    const { id, isNew } = await savePrepared(tx, prepared)
    return isNew ? await saveInTransaction(tx, ready) : await findAgain(tx, id)
  })
}

async function findAgain(db: Db | Tx, id: string): Promise<StoredDossier> {
  const dossier = await findDossierById(db, id)
  if (!dossier) throw dossierProblem('dossiers.not_found')
  return dossier
}
