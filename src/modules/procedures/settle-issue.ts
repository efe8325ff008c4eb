import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { findDescribed } from './repository.ts'
import { saveIssueSettled } from './repository-search.ts'

/**
 * Notes that the administrator has compared issue `position` of the national description of `code` with the published
 * text. Settled by somebody else meanwhile: nothing is written, and the page shows who did.
 */
export async function settleIssue(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { code, position }: Readonly<{ code: string; position: number }>,
  actor: OfficerActor,
): Promise<{ ok: true } | { ok: false; code: 'not_open' }> {
  const described = await findDescribed(db, code)
  if (!described) return { ok: false, code: 'not_open' }
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const issue = { versionId: described.versionId, position }
    const settled = await saveIssueSettled(tx, issue, { at: at.toString(), by: actor.fullName })
    if (!settled) return { ok: false, code: 'not_open' }
    await appendAudit(tx, {
      at,
      actor,
      action: 'procedures.settle_issue',
      subjectKind: 'procedure_version',
      subjectId: described.versionId,
      subjectCode: code,
      detail: { position },
    })
    return { ok: true }
  })
}
