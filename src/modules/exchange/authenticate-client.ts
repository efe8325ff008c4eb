import { createHash, timingSafeEqual } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { readClientToken, writeClientToken } from './client-token.ts'
import { type Caller, type Credential, findCaller, findCallersByCertificate } from './repository.ts'

// A key that was revoked, or a limit that was changed, is known everywhere after so long.
const callersOf = memoryOf<Db, Caller | null>(2000)

const tokenSeconds = 3600

/** The hash under which a secret is kept. The secret is 256 random bits, so no slow hash is needed. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const isUsable = ({ revokedAt, expiresAt }: Credential, now: Temporal.Instant): boolean =>
  revokedAt === null && expiresAt.epochMilliseconds > now.epochMilliseconds

export type IssuedToken = Readonly<{ accessToken: string; expiresInSeconds: number }>

/** Gives a token to whom knows the secret of a key that is in use (RFC 6749 4.4); null for anybody else. */
export async function issueClientToken(
  { db, clock, secret }: Pick<Context, 'db' | 'clock' | 'secret'>,
  given: Readonly<{ clientId: string; clientSecret: string }>,
): Promise<IssuedToken | null> {
  const now = clock.now()
  const caller = await findCaller(db, given.clientId)
  const kept = caller?.credential.secretSha256 ?? null
  const isRight = caller !== null && kept !== null && timingSafeEqual(kept, hashSecret(given.clientSecret))
  if (!isRight || !isUsable(caller.credential, now)) return null
  const until = Math.floor(now.epochMilliseconds / 1000) + tokenSeconds
  const accessToken = writeClientToken(secret, { clientId: given.clientId, until })
  return { accessToken, expiresInSeconds: tokenSeconds }
}

/** Who sends this `Authorization` header: the owner of a token that is good now, or null. */
export async function authenticateClient(
  { db, clock, secret }: Pick<Context, 'db' | 'clock' | 'secret'>,
  authorization: string | undefined,
): Promise<Caller | null> {
  const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const now = clock.now()
  const clientId = token === undefined ? null : readClientToken(secret, token, now)
  if (clientId === null) return null
  const caller = await callersOf(db).get(clientId, () => findCaller(db, clientId))
  return caller && isUsable(caller.credential, now) ? caller : null
}

const holdersOf = memoryOf<Db, readonly Caller[]>(2000)

/**
 * For whom a certificate (SHA-256 of its DER, hex) may speak now: every system it is registered for, in use. That it is
 * good by itself (time, authority) is for the connection to say.
 */
export async function findHolders(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  sha256: string,
): Promise<readonly Caller[]> {
  const now = clock.now()
  const callers = await holdersOf(db).get(sha256, () => findCallersByCertificate(db, sha256))
  return callers.filter(({ credential }) => isUsable(credential, now))
}

/** Forgets what is remembered of keys: in this process a change counts at once. */
export function forgetCallers(db: Db): void {
  callersOf(db).clear()
  holdersOf(db).clear()
}
