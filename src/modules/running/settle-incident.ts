import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { enqueue } from '#platform/jobs'
import { runningProblem } from './errors.ts'
import { jobNames } from './plan-step.ts'
import { markSettled, resetTimer } from './repository-watch.ts'

/**
 * Settles an incident: its service is called again, its timer rings again now; for an agency there is nothing more to do.
 * Throws `running.incident_settled`.
 */
export async function settleIncident(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  id: string,
  actor: OfficerActor,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const incident = await markSettled(tx, id, actor.fullName, at)
    if (!incident) throw runningProblem('running.incident_settled')
    const { instanceId, token, node, kind } = incident
    if (kind === 'timer') await resetTimer(tx, incident, at)
    // A message end has no token left: whichever of the two it was, the other job finds nothing to do.
    if (kind === 'service') await enqueue(tx, { name: jobNames.serviceTask }, { instanceId, token })
    if (kind === 'service') await enqueue(tx, { name: jobNames.message }, { instanceId, token, node })
    await appendAudit(tx, {
      ...{ at, actor, action: 'running.settle_incident', subjectKind: 'process', subjectId: instanceId },
      detail: { node, kind },
    })
  })
}
