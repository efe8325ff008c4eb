import { type Insertable, sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { AssuranceLevel } from './rules/actor.ts'
import type { SessionTimes } from './rules/session.ts'
import type { Failures } from './rules/throttle.ts'

/** Whose session or token it is. */
export type AccountKey = Readonly<{ kind: 'citizen' | 'officer'; accountId: string }>

/** Where the session of a citizen came from. */
export type SessionGround = Readonly<{
  assuranceLevel: AssuranceLevel
  providerAccountId: string
  providerSession: string | null
  idToken: string
  logoutUrl: string | null
  /** There are others the person may act for. */
  chooses: boolean
  actingForId: string | null
}>

/** A session as found by a token; `isPrevious` when the token is the one before the last rotation. */
export type Session = SessionTimes &
  AccountKey &
  Readonly<{
    id: string
    currentHash: Buffer
    isPrevious: boolean
    isConfirmed: boolean
    previousUntil: Temporal.Instant | null
    assuranceLevel: AssuranceLevel | null
    providerAccountId: string | null
    idToken: string | null
    logoutUrl: string | null
    chooses: boolean
    actingForId: string | null
  }>
const instantOrNull = (at: Date | null): Temporal.Instant | null => at && instantOf(at)

/** Finds a session, also an ended one, by the hash of its token or of the token before. */
export async function findSession(db: Db, hash: Buffer): Promise<Session | null> {
  const row = await db
    .selectFrom('identity.session')
    .selectAll()
    .where((eb) => eb.or([eb('token_hash', '=', hash), eb('previous_token_hash', '=', hash)]))
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    kind: row.officer_account_id ? 'officer' : 'citizen',
    accountId: row.officer_account_id ?? row.citizen_account_id ?? '',
    startedAt: instantOf(row.started_at),
    rotatedAt: instantOf(row.rotated_at),
    seenAt: instantOf(row.seen_at),
    endedAt: instantOrNull(row.ended_at),
    previousUntil: instantOrNull(row.previous_until),
    currentHash: row.token_hash,
    isPrevious: !row.token_hash.equals(hash),
    isConfirmed: row.previous_token_hash === null || row.previous_until !== null,
    assuranceLevel: row.assurance_level === null ? null : levelOf(row.assurance_level),
    providerAccountId: row.provider_account_id,
    idToken: row.id_token,
    logoutUrl: row.logout_url,
    chooses: row.chooses,
    actingForId: row.acting_for_id,
  }
}

const levelOf = (level: number): AssuranceLevel => (level === 2 ? 2 : 1)

export async function appendSession(
  tx: Tx,
  { kind, accountId }: AccountKey,
  { hash, ground }: Readonly<{ hash: Buffer; ground: SessionGround | null }>,
  now: Temporal.Instant,
): Promise<void> {
  const at = now.toString()
  const account = kind === 'officer' ? { officer_account_id: accountId } : { citizen_account_id: accountId }
  const row: Insertable<Record<string, unknown>> = account
  await tx
    .insertInto('identity.session')
    .values({
      ...row,
      id: makeId(now.epochMilliseconds),
      token_hash: hash,
      started_at: at,
      rotated_at: at,
      seen_at: at,
      ...(ground && {
        assurance_level: ground.assuranceLevel,
        provider_account_id: ground.providerAccountId,
        provider_session: ground.providerSession,
        id_token: ground.idToken,
        logout_url: ground.logoutUrl,
        chooses: ground.chooses,
        acting_for_id: ground.actingForId,
      }),
    })
    .execute()
}

export async function saveActingFor(tx: Tx, sessionId: string, actingForId: string | null): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ acting_for_id: actingForId, chooses: true })
    .where('id', '=', sessionId)
    .execute()
}

/** What a provider knows a session by: what is on record of the account there, the session there, or both; null: not said. */
export type ProviderSession = Readonly<{
  providerAccountIds: readonly string[] | null
  providerSession: string | null
}>

/** An id that nothing has: a list of a query may not be empty. */
const nobodys = '00000000-0000-0000-0000-000000000000'

/** Ends the open sessions of a provider's account, or of one session there. Gives the hashes of their tokens. */
export async function endSessionsFrom(
  tx: Tx,
  { providerAccountIds, providerSession }: ProviderSession,
  now: Temporal.Instant,
): Promise<Buffer[]> {
  if (providerAccountIds === null && providerSession === null) return []
  const rows = await tx
    .updateTable('identity.session')
    .set({ ended_at: now.toString(), id_token: null, logout_url: null })
    .$if(providerAccountIds !== null, (query) =>
      query.where('provider_account_id', 'in', [...(providerAccountIds ?? []), nobodys]),
    )
    .$if(providerSession !== null, (query) => query.where('provider_session', '=', providerSession))
    .where('ended_at', 'is', null)
    .returning(['token_hash', 'previous_token_hash'])
    .execute()
  return rows.flatMap(({ token_hash, previous_token_hash }) =>
    previous_token_hash ? [token_hash, previous_token_hash] : [token_hash],
  )
}

/** Writes when the session was last used; `previousUntil` when its new token has come back for the first time. */
export async function saveSeen(
  db: Db,
  sessionId: string,
  now: Temporal.Instant,
  previousUntil: Temporal.Instant | null,
): Promise<void> {
  await db
    .updateTable('identity.session')
    .set({ seen_at: now.toString(), ...(previousUntil && { previous_until: previousUntil.toString() }) })
    .where('id', '=', sessionId)
    .execute()
}

/**
 * Gives the session a new token; `presented`, which may be the current one or the one before, becomes the one before.
 * False when another request was first: the current token is no longer the one this request had seen.
 */
export async function rotateSession(
  db: Db,
  session: Session,
  hashes: Readonly<{ presented: Buffer; fresh: Buffer }>,
  now: Temporal.Instant,
): Promise<boolean> {
  const rotated = await db
    .updateTable('identity.session')
    .set({
      token_hash: hashes.fresh,
      previous_token_hash: hashes.presented,
      previous_until: null,
      rotated_at: now.toString(),
      seen_at: now.toString(),
    })
    .where('id', '=', session.id)
    .where('token_hash', '=', session.currentHash)
    .executeTakeFirst()
  return rotated.numUpdatedRows > 0n
}

/** Ends the session of a token; gives whose it was, or null when none was open. */
export async function endSessionOf(tx: Tx, hash: Buffer, now: Temporal.Instant): Promise<AccountKey | null> {
  const row = await tx
    .updateTable('identity.session')
    .set({ ended_at: now.toString(), id_token: null, logout_url: null })
    .where((eb) => eb.or([eb('token_hash', '=', hash), eb('previous_token_hash', '=', hash)]))
    .where('ended_at', 'is', null)
    .returning(['officer_account_id', 'citizen_account_id'])
    .executeTakeFirst()
  if (!row) return null
  const { officer_account_id: officer, citizen_account_id: citizen } = row
  return officer ? { kind: 'officer', accountId: officer } : { kind: 'citizen', accountId: citizen ?? '' }
}

/** Ends every session of an officer: the account was closed, or its password or roles changed. */
export async function endSessionsOfOfficer(tx: Tx, accountId: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ ended_at: now.toString() })
    .where('officer_account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
}

/** Locks the counts of failed sign-ins under `keys`, in the order of the keys; a key without failures gives null. */
export async function lockFailures(
  tx: Tx,
  keys: readonly Buffer[],
  now: Temporal.Instant,
): Promise<(Failures | null)[]> {
  const sorted = [...keys].sort(Buffer.compare)
  await tx
    .insertInto('identity.throttle')
    .values(sorted.map((key) => ({ key, failures: 0, last_failed_at: now.toString() })))
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  const rows = await tx
    .selectFrom('identity.throttle')
    .selectAll()
    .where('key', 'in', sorted)
    .orderBy('key')
    .forUpdate()
    .execute()
  return keys.map((key) => {
    const row = rows.find((candidate) => candidate.key.equals(key))
    return row ? { failures: row.failures, lastFailedAt: instantOf(row.last_failed_at) } : null
  })
}

export async function saveFailures(tx: Tx, key: Buffer, counted: Failures): Promise<void> {
  await tx
    .updateTable('identity.throttle')
    .set({ failures: counted.failures, last_failed_at: counted.lastFailedAt.toString() })
    .where('key', '=', key)
    .execute()
}

/** After a success: nothing is held against the account, and the address gets its one attempt back. */
export async function forgiveFailures(
  tx: Tx,
  keys: Readonly<{ account: Buffer; address: Buffer }>,
  now: Temporal.Instant,
): Promise<void> {
  await lockFailures(tx, [keys.account, keys.address], now)
  await sql`update identity.throttle
    set failures = case when key = ${keys.account} then 0 else greatest(failures - 1, 0) end
    where key in (${keys.account}, ${keys.address})`.execute(tx)
}

/** Removes a bounded number of rows that no longer mean anything, so that no schedule is needed to stay small. */
export async function forgetExpired(tx: Tx, now: Temporal.Instant): Promise<void> {
  const dayAgo = now.subtract({ hours: 24 }).toString()
  const old = [
    sql`delete from identity.session where id in (
      select id from identity.session where started_at < ${dayAgo}::timestamptz - interval '1 day' limit 50)`,
    sql`delete from identity.throttle where key in (
      select key from identity.throttle where last_failed_at < ${dayAgo} order by last_failed_at limit 50 for update skip locked)`,
    sql`delete from identity.parked_form where token_hash in (
      select token_hash from identity.parked_form where expires_at < ${now.toString()} limit 50)`,
  ]
  for (const statement of old) await statement.execute(tx)
}

export type ParkedFields = Readonly<Record<string, string | readonly string[]>>

export async function appendParkedForm(
  db: Db,
  form: Readonly<{
    hash: Buffer
    accountId: string
    path: string
    fields: ParkedFields
    parkedAt: Temporal.Instant
    expiresAt: Temporal.Instant
  }>,
): Promise<void> {
  await db
    .insertInto('identity.parked_form')
    .values({
      token_hash: form.hash,
      account_id: form.accountId,
      path: form.path,
      fields: JSON.stringify(form.fields),
      parked_at: form.parkedAt.toString(),
      expires_at: form.expiresAt.toString(),
    })
    .execute()
}

/** Takes the parked fields out of the table: they are given once, to the account that typed them, for that page. */
export async function removeParkedForm(
  db: Db,
  wanted: Readonly<{ hash: Buffer; accountId: string; path: string }>,
): Promise<ParkedFields | null> {
  const row = await db
    .deleteFrom('identity.parked_form')
    .where('token_hash', '=', wanted.hash)
    .where('account_id', '=', wanted.accountId)
    .where('path', '=', wanted.path)
    .returning('fields')
    .executeTakeFirst()
  return (row?.fields as ParkedFields | undefined) ?? null
}
