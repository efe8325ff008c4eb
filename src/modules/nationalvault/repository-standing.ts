import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** How the vault answers: calls in a row without an answer, and until when it is left alone. */
export type VaultStanding = Readonly<{ failures: number; quietUntil: Temporal.Instant | null }>

export const answering: VaultStanding = { failures: 0, quietUntil: null }

/** One that was never told anything answers. */
export async function readStanding(db: Db): Promise<VaultStanding> {
  const row = await db.selectFrom('nationalvault.vault_standing').selectAll().executeTakeFirst()
  return row ? { failures: row.failures, quietUntil: row.quiet_until && instantOf(row.quiet_until) } : answering
}

export async function saveStanding(tx: Tx, { failures, quietUntil }: VaultStanding): Promise<void> {
  const standing = { failures, quiet_until: quietUntil?.toString() ?? null }
  await tx
    .insertInto('nationalvault.vault_standing')
    .values(standing)
    .onConflict((conflict) => conflict.constraint('vault_standing_pkey').doUpdateSet(standing))
    .execute()
}
