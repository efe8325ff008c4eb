import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'

/** Việc đã làm theo khóa của bên gửi: whose key, what for, and the ids of what came of it. */
export type KeyedWrite = Readonly<{ accountId: string; key: string; fingerprint: string }>

/** Takes the key for this transaction; false when it was used. Waits while another transaction has it in hand. */
export async function takeKey(tx: Tx, write: KeyedWrite, at: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .insertInto('repeats.keyed_write')
    .values({
      account_id: write.accountId,
      key: write.key,
      fingerprint: write.fingerprint,
      kept_at: at.toString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

/** What was done under a key that was used. */
export async function getDone(
  tx: Tx,
  { accountId, key }: Pick<KeyedWrite, 'accountId' | 'key'>,
): Promise<Readonly<{ fingerprint: string; kept: unknown }>> {
  return await tx
    .selectFrom('repeats.keyed_write')
    .select(['fingerprint', 'kept'])
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
}

/** Keeps the ids of what was made under a key. */
export async function keepDone(tx: Tx, { accountId, key }: KeyedWrite, kept: unknown): Promise<void> {
  await tx
    .updateTable('repeats.keyed_write')
    .set({ kept: JSON.stringify(kept ?? null) })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute()
}

/** Forgets a few keys that were used before `before`; those that somebody else has in hand are left. */
export async function clearKeys(tx: Tx, before: Temporal.Instant): Promise<void> {
  await tx
    .deleteFrom('repeats.keyed_write')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('account_id', 'key'),
        'in',
        selectFrom('repeats.keyed_write')
          .select(['account_id', 'key'])
          .where('kept_at', '<', new Date(before.epochMilliseconds))
          .orderBy('kept_at')
          .limit(20)
          .forUpdate()
          .skipLocked()
          .$asTuple('account_id', 'key'),
      ),
    )
    .execute()
}
