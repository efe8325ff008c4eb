import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { Identified, ToldClaim } from './ports.ts'

/** An account at an identity provider that speaks, or spoke, for a person. */
export type ProviderAccount = Readonly<{
  id: string
  issuer: string
  sub: string
  accountId: string
  personalId: string
  linkedAt: Date
  lastUsedAt: Date
  lastLevel: number
  /** Of an organisation: several persons may use it, each linked on their own. */
  isOrganisation: boolean
  told: readonly ToldClaim[]
  toldAt: Date
  unlinkedAt: Date | null
}>

const columns = [
  'id',
  'issuer',
  'sub',
  'account_id as accountId',
  'personal_id as personalId',
  'linked_at as linkedAt',
  'last_used_at as lastUsedAt',
  'last_level as lastLevel',
  'is_organisation as isOrganisation',
  'told',
  'told_at as toldAt',
  'unlinked_at as unlinkedAt',
] as const

const select = (db: Db | Tx) => db.selectFrom('citizens.provider_account').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>
const toAccount = (row: Row): ProviderAccount => ({ ...row, told: row.told as unknown as readonly ToldClaim[] })

/** Until the transaction ends no other sign-in of this person or this account is decided. */
export async function lockPerson(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of [...keys].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`citizens:${key}`}, 0))`.execute(tx)
}

/** What is on record of one account there: one row, or of an organisation's one for each person who used it, at most 200. */
export async function listOfSubject(
  db: Db | Tx,
  { issuer, sub }: Identified['subject'],
): Promise<ProviderAccount[]> {
  const rows = await select(db).where('issuer', '=', issuer).where('sub', '=', sub).limit(200).execute()
  return rows.map(toAccount)
}

/** The accounts that ever spoke for a person, the last used first; at most 20. */
export async function listProviderAccounts(db: Db | Tx, personalId: string): Promise<ProviderAccount[]> {
  const rows = await select(db)
    .where('personal_id', '=', personalId)
    .orderBy('last_used_at', 'desc')
    .limit(20)
    .execute()
  return rows.map(toAccount)
}

/** What the national portal calls the account of a citizen (TechID), as their last sign-in said it; null: it did not. */
export async function findPortalAccount(db: Db | Tx, accountId: string): Promise<string | null> {
  const row = await select(db)
    .where('account_id', '=', accountId)
    .where('unlinked_at', 'is', null)
    .orderBy('last_used_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const claim = row && toAccount(row).told.find(({ means }) => means === 'portalAccount')
  return claim?.value ?? null
}

/** Links an account, again if it had been unlinked, and keeps what it says now. Gives its id. */
export async function saveProviderAccount(
  tx: Tx,
  account: Pick<
    ProviderAccount,
    'id' | 'issuer' | 'sub' | 'accountId' | 'personalId' | 'told' | 'isOrganisation'
  > &
    Readonly<{ level: 1 | 2; relinks: boolean }>,
  at: Temporal.Instant,
): Promise<string> {
  const now = at.toString()
  const said = {
    last_used_at: now,
    last_level: account.level,
    is_organisation: account.isOrganisation,
    told: JSON.stringify(account.told),
    told_at: now,
  }
  const row = await tx
    .insertInto('citizens.provider_account')
    .values({
      ...{ id: account.id, issuer: account.issuer, sub: account.sub, linked_at: now },
      ...{ account_id: account.accountId, personal_id: account.personalId, ...said },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['issuer', 'sub', 'personal_id'])
        .doUpdateSet({ ...said, ...(account.relinks && { linked_at: now, unlinked_at: null }) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Unlinks one of a person's accounts; false when it is none of theirs, or unlinked already. */
export async function saveUnlinked(
  tx: Tx,
  { id, personalId }: Pick<ProviderAccount, 'id' | 'personalId'>,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('citizens.provider_account')
    .set({ unlinked_at: at.toString() })
    .where('id', '=', id)
    .where('personal_id', '=', personalId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A proved sign-in that waits a few minutes for a yes. */
export async function appendPendingSignIn(
  db: Db | Tx,
  {
    hash,
    identified,
    back,
    expiresAt,
  }: Readonly<{ hash: Buffer; identified: Identified; back: string; expiresAt: Temporal.Instant }>,
): Promise<void> {
  await db
    .insertInto('citizens.pending_sign_in')
    .values({
      token_hash: hash,
      identified: JSON.stringify(identified),
      back,
      expires_at: expiresAt.toString(),
    })
    .execute()
}

export async function findPendingSignIn(
  db: Db | Tx,
  hash: Buffer,
  now: Temporal.Instant,
): Promise<Readonly<{ identified: Identified; back: string }> | null> {
  const row = await db
    .selectFrom('citizens.pending_sign_in')
    .select(['identified', 'back'])
    .where('token_hash', '=', hash)
    .where('expires_at', '>', now.toString() as never)
    .executeTakeFirst()
  return row ? { identified: row.identified as unknown as Identified, back: row.back } : null
}

/** It was answered, and others are over: a bounded number goes along. */
export async function removePendingSignIn(tx: Tx, hash: Buffer, now: Temporal.Instant): Promise<void> {
  await sql`delete from citizens.pending_sign_in where token_hash = ${hash} or token_hash in (
    select token_hash from citizens.pending_sign_in where expires_at < ${now.toString()} limit 50)`.execute(tx)
}

/** Notes a logout token; false when it was obeyed before. Those of more than a day ago are forgotten: they are too old to be taken. */
export async function appendLogoutToken(tx: Tx, hash: Buffer, now: Temporal.Instant): Promise<boolean> {
  await sql`delete from citizens.logout_token where key_hash in (select key_hash from citizens.logout_token
    where seen_at < ${now.toString()}::timestamptz - interval '1 day' limit 50)`.execute(tx)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('citizens.logout_token')
    .values({ key_hash: hash, seen_at: now.toString() })
    .onConflict((conflict) => conflict.column('key_hash').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
