import { type AuditActor, appendAudit } from '#modules/audit'
import { tellAgain } from '#modules/sync'
import type { Context } from '#platform/context'
import { enqueueCompareAt } from './comparison-job.ts'
import { lockOpenDrifts, markRepeated } from './repository.ts'

const portion = 200
const secondsUntilLooked = 60

/**
 * Has a destination told again of the dossiers that it has otherwise, at most 200 at once, as we have them on record: our
 * own record is never changed. Some time later both are compared again. Answers how many are told.
 */
export async function repairDrifts(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  destination: string,
  actor: AuditActor,
): Promise<number> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const drifts = await lockOpenDrifts(tx, destination, portion)
    if (drifts.length === 0) return 0
    const dossierIds = drifts.map(({ dossierId }) => dossierId)
    await tellAgain(tx, destination, dossierIds, at)
    for (const { dossierId, dossierCode, ours, theirs } of drifts) {
      await appendAudit(tx, {
        at,
        actor,
        action: 'drift.tell_again',
        subjectKind: 'dossier',
        subjectId: dossierId,
        subjectCode: dossierCode,
        detail: { destination, ours, theirs },
      })
    }
    const ids = drifts.map(({ id }) => id)
    await markRepeated(tx, ids, actor.fullName ?? actor.kind, at)
    await enqueueCompareAt(tx, destination, secondsUntilLooked)
    return drifts.length
  })
}
