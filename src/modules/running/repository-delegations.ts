import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'

/** Ủy quyền: who does the tasks of an officer on leave. Days are 'YYYY-MM-DD', both counted. */
export type Delegation = Readonly<{
  id: string
  accountId: string
  accountName: string
  delegateId: string
  delegateName: string
  fromOn: string
  untilOn: string
  reason: string
}>

export async function appendDelegation(
  tx: Tx,
  given: Delegation & Readonly<{ at: Temporal.Instant; givenName: string }>,
): Promise<void> {
  await tx
    .insertInto('running.delegation')
    .values({
      id: given.id,
      account_id: given.accountId,
      account_name: given.accountName,
      delegate_id: given.delegateId,
      delegate_name: given.delegateName,
      from_on: given.fromOn,
      until_on: given.untilOn,
      reason: given.reason,
      given_at: given.at.toString(),
      given_name: given.givenName,
    })
    .execute()
}

/** Ends a delegation that the account gave or got. */
export async function revokeDelegation(
  tx: Tx,
  id: string,
  accountId: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('running.delegation')
    .set({ revoked_at: at.toString() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((by) => by.or([by('account_id', '=', accountId), by('delegate_id', '=', accountId)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const mostAtOnce = 50

/** The accounts that `delegateId` stands in for on a day, at most 50. */
export async function listDelegators(db: Db, delegateId: string, on: string): Promise<string[]> {
  const rows = await db
    .selectFrom('running.delegation')
    .select('account_id')
    .distinct()
    .where('delegate_id', '=', delegateId)
    .where('revoked_at', 'is', null)
    .where('from_on', '<=', on)
    .where('until_on', '>=', on)
    .limit(mostAtOnce)
    .execute()
  return rows.map(({ account_id }) => account_id)
}

/** What an account has given away or got that is not over on a day, the soonest first, at most 50. */
export async function listDelegations(db: Db, accountId: string, on: string): Promise<Delegation[]> {
  const rows = await db
    .selectFrom('running.delegation')
    .selectAll()
    .where((by) => by.or([by('account_id', '=', accountId), by('delegate_id', '=', accountId)]))
    .where('revoked_at', 'is', null)
    .where('until_on', '>=', on)
    .orderBy('from_on')
    .orderBy('id')
    .limit(mostAtOnce)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    delegateId: row.delegate_id,
    delegateName: row.delegate_name,
    fromOn: row.from_on,
    untilOn: row.until_on,
    reason: row.reason,
  }))
}
