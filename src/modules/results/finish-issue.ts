import type { Temporal } from 'temporal-polyfill'
import { getAgency } from '#modules/organisations'
import { findPaper } from '#modules/papers'
import { keepInVault } from '#modules/vault'
import type { Tx } from '#platform/db'
import type { Result } from './repository.ts'
import { vaultItemOf } from './vault-item.ts'

/** Puts an issued result into the vault of its owner; put there twice it is there once. */
export async function giveToOwner(tx: Tx, result: Result, at: Temporal.Instant): Promise<void> {
  const paper = await findPaper(tx, result.paperId)
  if (!paper) throw new Error(`the paper of result ${result.id} is gone`)
  const agency = await getAgency(tx, result.agencyId)
  const actor = { kind: 'system', fullName: result.agencyName } as const
  await keepInVault(tx, vaultItemOf(result, paper, agency.code), { actor, at })
}
