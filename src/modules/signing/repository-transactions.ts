import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { TransactionState } from './rules/batch.ts'

/** One confirmation asked of a provider. */
export type SigningTransaction = Readonly<{
  /** Also the key the provider knows it by. */
  id: string
  batchId: string
  number: number
  provider: string
  providerTransaction: string | null
  state: TransactionState
  code: string | null
  polls: number
  expiresAt: Temporal.Instant
}>

const selectTransactions = (db: Db | Tx) => db.selectFrom('signing.transaction').selectAll()
type TransactionRow = Awaited<ReturnType<ReturnType<typeof selectTransactions>['executeTakeFirstOrThrow']>>

const toTransaction = (row: TransactionRow): SigningTransaction => ({
  id: row.id,
  batchId: row.batch_id,
  number: row.number,
  provider: row.provider,
  providerTransaction: row.provider_transaction,
  state: row.state as TransactionState,
  code: row.code,
  polls: row.polls,
  expiresAt: instantOf(row.expires_at),
})

/** Hands documents over to one confirmation. */
export async function appendTransaction(
  tx: Tx,
  transaction: Pick<SigningTransaction, 'id' | 'batchId' | 'number' | 'provider' | 'expiresAt'>,
  documentIds: readonly string[],
): Promise<void> {
  const { id, batchId, number, provider, expiresAt } = transaction
  await tx
    .insertInto('signing.transaction')
    .values({ id, batch_id: batchId, number, provider, state: 'ready', expires_at: expiresAt.toString() })
    .execute()
  await tx
    .updateTable('signing.document')
    .set({ state: 'signing', transaction_id: id })
    .where('id', 'in', documentIds)
    .where('state', '=', 'waiting')
    .execute()
}

export async function listTransactions(db: Db | Tx, batchId: string): Promise<SigningTransaction[]> {
  const rows = await selectTransactions(db)
    .where('batch_id', '=', batchId)
    .orderBy('number')
    .limit(200)
    .execute()
  return rows.map(toTransaction)
}

export async function findTransaction(db: Db | Tx, id: string): Promise<SigningTransaction | null> {
  const row = await selectTransactions(db).where('id', '=', id).executeTakeFirst()
  return row ? toTransaction(row) : null
}

/** By the name the provider gave it. */
export async function findProviderTransaction(
  db: Db | Tx,
  provider: string,
  providerTransaction: string,
): Promise<SigningTransaction | null> {
  const row = await selectTransactions(db)
    .where('provider', '=', provider)
    .where(sql<boolean>`md5(provider_transaction) = md5(${providerTransaction})`)
    .where('provider_transaction', '=', providerTransaction)
    .executeTakeFirst()
  return row ? toTransaction(row) : null
}

/** Holds the confirmation until the transaction ends: one outcome is written, however many arrive. */
export async function lockTransaction(tx: Tx, id: string): Promise<SigningTransaction | null> {
  const row = await selectTransactions(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toTransaction(row) : null
}

/** What changed of a confirmation; the caller holds it. */
export type TransactionChange = Readonly<{
  state: TransactionState
  providerTransaction?: string
  code?: string | null
  polls?: number
  askedAt?: Temporal.Instant
  endedAt?: Temporal.Instant
}>

export async function saveTransaction(tx: Tx, id: string, change: TransactionChange): Promise<void> {
  const { state, providerTransaction, code, polls, askedAt, endedAt } = change
  await tx
    .updateTable('signing.transaction')
    .set({
      state,
      ...(providerTransaction !== undefined && { provider_transaction: providerTransaction }),
      ...(code !== undefined && { code }),
      ...(polls !== undefined && { polls }),
      ...(askedAt && { asked_at: askedAt.toString() }),
      ...(endedAt && { ended_at: endedAt.toString() }),
    })
    .where('id', '=', id)
    .execute()
}
