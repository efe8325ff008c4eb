import { createHash } from 'node:crypto'
import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { isPassword } from './passwords.ts'
import { forgetExpired, forgiveFailures, lockFailures, saveFailures } from './repository.ts'
import { findOfficerByUsername, saveOfficerSignedIn } from './repository-accounts.ts'
import { nobody } from './rules/actor.ts'
import { calculateWait, countFailure } from './rules/throttle.ts'
import { openSession } from './sessions.ts'

export type OfficerSignIn = Readonly<{
  username: string
  password: string
  /** Where the attempt comes from: an IP address. */
  address: string
  /** The session token the browser already had. */
  before?: string | undefined
}>

export type SignInAnswer =
  | Readonly<{ ok: true; token: string; accountId: string }>
  | Readonly<{ ok: false; code: 'wrong' }>
  | Readonly<{ ok: false; code: 'wait'; waitSeconds: number }>

type Keys = Readonly<{ account: Buffer; address: Buffer }>

/**
 * Signs an officer in by password. Every attempt is counted before the password is looked at, so that many at once are
 * no way around the wait; unknown, closed and wrong are one answer in one time.
 */
export async function signInOfficer(
  context: Pick<Context, 'db' | 'clock'>,
  given: OfficerSignIn,
): Promise<SignInAnswer> {
  const username = given.username.normalize('NFC').trim().toLowerCase().slice(0, 64)
  const keys = { account: keyOf('account', username), address: keyOf('address', networkOf(given.address)) }
  const waitSeconds = await context.db
    .transaction()
    .execute((tx) => countAttempt(tx, keys, context.clock.now()))
  if (waitSeconds > 0) return { ok: false, code: 'wait', waitSeconds }
  const account = await findOfficerByUsername(context.db, username)
  const isRight = await isPassword(account?.active ? account.passwordHash : null, given.password)
  return await context.db.transaction().execute(async (tx): Promise<SignInAnswer> => {
    const now = context.clock.now()
    if (!account || !isRight) {
      await appendAttempt(tx, 'identity.sign_in_failed', { account, username, given, now })
      return { ok: false, code: 'wrong' }
    }
    await forgiveFailures(tx, keys, now)
    await forgetExpired(tx, now)
    await saveOfficerSignedIn(tx, account.id, now)
    await appendAttempt(tx, 'identity.sign_in', { account, username, given, now })
    const key = { kind: 'officer', accountId: account.id } as const
    const token = await openSession(tx, key, { now, before: given.before })
    return { ok: true, token, accountId: account.id }
  })
}

async function countAttempt(tx: Tx, keys: Keys, now: Parameters<typeof countFailure>[1]): Promise<number> {
  const [account = null, address = null] = await lockFailures(tx, [keys.account, keys.address], now)
  const wait = Math.max(calculateWait('account', account, now), calculateWait('address', address, now))
  if (wait > 0) return wait
  await saveFailures(tx, keys.account, countFailure(account, now))
  await saveFailures(tx, keys.address, countFailure(address, now))
  return 0
}

type Attempt = Readonly<{
  account: { id: string; fullName: string } | null
  username: string
  given: OfficerSignIn
  now: Parameters<typeof countFailure>[1]
}>

async function appendAttempt(
  tx: Tx,
  action: string,
  { account, username, given, now }: Attempt,
): Promise<void> {
  const isSignedIn = action === 'identity.sign_in'
  await appendAudit(tx, {
    at: now,
    actor:
      isSignedIn && account ? { kind: 'officer', accountId: account.id, fullName: account.fullName } : nobody,
    action,
    subjectKind: 'account',
    subjectId: account?.id ?? 'unknown',
    // What was typed for an unknown account may be a password: it is not kept.
    ...(account && { subjectCode: username }),
    detail: { address: given.address },
  })
}

const keyOf = (kind: string, value: string): Buffer => createHash('sha256').update(`${kind}:${value}`).digest()

/** One household or office: an IPv4 address, or the first 64 bits of an IPv6 one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  return address.split(':').slice(0, 4).join(':')
}
