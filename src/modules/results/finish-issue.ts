import type { Temporal } from 'temporal-polyfill'
import { queueIssued } from '#modules/nationalvault'
import { getAgency } from '#modules/organisations'
import { findPaper } from '#modules/papers'
import { keepInVault } from '#modules/vault'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import type { Result } from './repository.ts'
import { vaultItemOf } from './vault-item.ts'

/** Tells those who follow that a result was issued. */
export const issuedJob = { name: 'results.tell_issued' }

/**
 * Puts an issued result into the vault of its owner; put there twice it is there once. Sealed, it goes to the national vault
 * too: one without a seal would be worth nothing there. Those who follow are told.
 */
export async function giveToOwner(tx: Tx, result: Result, at: Temporal.Instant): Promise<void> {
  const paper = await findPaper(tx, result.paperId)
  if (!paper) throw new Error(`the paper of result ${result.id} is gone`)
  const agency = await getAgency(tx, result.agencyId)
  const actor = { kind: 'system', fullName: result.agencyName } as const
  const item = vaultItemOf(result, paper, agency.code)
  await keepInVault(tx, item, { actor, at })
  const told = { ...item, dossierCode: result.dossierCode, sha256: paper.sha256 }
  if (result.sealedAt) await queueIssued(tx, { resultId: result.id, ...told }, at)
  const { id: resultId, dossierId } = result
  await enqueue(tx, issuedJob, { resultId, dossierId }, { key: `${issuedJob.name}:${resultId}` })
}
