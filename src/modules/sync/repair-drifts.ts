import { type AuditActor, appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { enqueueCompareAt, enqueueDrain } from './outbox-jobs.ts'
import { appendRepeat } from './repository.ts'
import { lockOpenDrifts, markRepeated } from './repository-drift.ts'

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
    for (const { dossierId, dossierCode, ours, theirs } of drifts) {
      await appendRepeat(tx, destination, dossierId, at)
      await appendAudit(tx, {
        at,
        actor,
        action: 'sync.tell_again',
        subjectKind: 'dossier',
        subjectId: dossierId,
        subjectCode: dossierCode,
        detail: { destination, ours, theirs },
      })
    }
    const ids = drifts.map(({ id }) => id)
    await markRepeated(tx, ids, actor.fullName ?? actor.kind, at)
    await enqueueDrain(tx, destination)
    await enqueueCompareAt(tx, destination, secondsUntilLooked)
    return drifts.length
  })
}
