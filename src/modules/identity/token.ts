import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { findAccountByName } from './accounts.ts'
import { problem } from './errors.ts'

/** What a token says; `until` is in seconds of the epoch. It names an account, never its roles: those are read anew. */
export type TokenClaims = Readonly<{ kind: 'citizen' | 'officer'; accountId: string; until: number }>

const sign = (secret: Uint8Array, text: string): Buffer => createHmac('sha256', secret).update(text).digest()

/** Writes `value` so that only we can have written it: `<purpose>.<value>.<HMAC-SHA-256>`. It is not hidden. */
export function seal(secret: Uint8Array, purpose: string, value: unknown): string {
  const text = `${purpose}.${Buffer.from(JSON.stringify(value)).toString('base64url')}`
  return `${text}.${sign(secret, text).toString('base64url')}`
}

/** Reads what `seal` wrote for the same purpose; null when it is anything else. */
export function unseal(secret: Uint8Array, purpose: string, sealed: string): unknown {
  const [given, body = '', mark = '', ...rest] = sealed.split('.')
  const actual = Buffer.from(mark, 'base64url')
  const expected = sign(secret, `${purpose}.${body}`)
  const isOurs = given === purpose && rest.length === 0 && actual.length === expected.length
  if (!isOurs || !timingSafeEqual(actual, expected)) return null
  return JSON.parse(Buffer.from(body, 'base64url').toString())
}

const purpose = 'mct1'

export const writeToken = (secret: Uint8Array, claims: TokenClaims): string => seal(secret, purpose, claims)

// A script sends one token thousands of times a second: what was proved once is remembered by its whole text.
const proved = new WeakMap<Uint8Array, Map<string, TokenClaims>>()
const mostProved = 10_000

/** Reads a token of ours that is still good at `now`, or says why not. */
export function readToken(
  secret: Uint8Array,
  token: string,
  now: Temporal.Instant,
): { ok: true; claims: TokenClaims } | { ok: false; reason: 'malformed' | 'expired' } {
  const known = proved.get(secret) ?? new Map<string, TokenClaims>()
  const claims = known.get(token) ?? (unseal(secret, purpose, token) as TokenClaims | null)
  if (!claims) return { ok: false, reason: 'malformed' }
  if (known.size >= mostProved) known.clear()
  proved.set(secret, known.set(token, claims))
  return claims.until * 1000 > now.epochMilliseconds ? { ok: true, claims } : { ok: false, reason: 'expired' }
}

export type TokenRequest = Readonly<{ account: string; minutes?: number }>

/**
 * Makes a bearer token for a script that acts as `account` (an officer's username, or a citizen's personal id), good for
 * an hour unless `minutes` says otherwise. Throws `identity.account_unknown`.
 */
export async function makeToken(
  context: Pick<Context, 'db' | 'secret' | 'clock'>,
  { account, minutes = 60 }: TokenRequest,
): Promise<string> {
  const found = await findAccountByName(context.db, account)
  if (!found)
    throw problem('identity.account_unknown', { account: /^\d+$/.test(account) ? 'citizen' : account })
  const until = Math.floor(context.clock.now().add({ minutes }).epochMilliseconds / 1000)
  return writeToken(context.secret, { ...found, until })
}
