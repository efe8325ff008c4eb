import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import { queueEnded } from '#modules/nationalvault'
import { revokeItemOfSource } from '#modules/vault'
import type { Context } from '#platform/context'
import { resultsProblem } from './errors.ts'
import { appendResultEvent, changeResult, lockResult } from './repository.ts'

/**
 * Takes a wrong result out of force (NĐ 61/2018 Đ21: it is corrected at the agency's cost). The paper stays readable, and says
 * everywhere that it no longer holds: at `/verify`, and in the vault of its owner. Throws `results.not_allowed`,
 * `results.reason_missing`, `results.not_in_force`.
 */
export async function revokeResult(
  { db, clock }: Context,
  resultId: string,
  reason: string,
  officer: OfficerActor,
): Promise<void> {
  if (reason.trim() === '') throw resultsProblem('results.reason_missing')
  await db.transaction().execute(async (tx) => {
    const result = await lockResult(tx, resultId)
    if (!result) throw resultsProblem('results.not_found')
    const isTheirs = officer.roles.includes('signatory') && officer.agencyId === result.agencyId
    if (!isTheirs) throw resultsProblem('results.not_allowed')
    if (result.state !== 'issued' && result.state !== 'signed') throw resultsProblem('results.not_in_force')
    const at = clock.now()
    await changeResult(tx, result.id, {
      state: 'revoked',
      ended_at: at.toString(),
      ended_by: officer.fullName,
      ended_reason: reason.trim(),
    })
    await appendResultEvent(tx, result.id, {
      kind: 'revoked',
      at,
      actorName: officer.fullName,
      detail: { reason: reason.trim() },
    })
    const owner = { kind: 'person', number: result.holderPersonalId, name: result.holderName } as const
    const item = { owner, source: 'own_result', key: result.id } as const
    await revokeItemOfSource(tx, item, reason.trim(), { actor: officer, at })
    await queueEnded(tx, result.id, { kind: 'revoked', reason: reason.trim() }, at)
    await appendAudit(tx, {
      at,
      actor: officer,
      action: 'results.revoke',
      subjectKind: 'dossier',
      subjectId: result.dossierId,
      subjectCode: result.dossierCode,
      detail: { checkCode: result.checkCode },
    })
  })
}
