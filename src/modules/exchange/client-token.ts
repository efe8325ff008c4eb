import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { memoryOf } from '#platform/memory'

/** What a token of a client says; `until` is in seconds of the epoch. Its rights are read anew at each call. */
type ClientClaims = Readonly<{ clientId: string; until: number }>

const purpose = 'mcx1'

const sign = (secret: Uint8Array, text: string): Buffer => createHmac('sha256', secret).update(text).digest()

/** Writes a token: `mcx1.<claims>.<HMAC-SHA-256>`. Only we can have written it; it hides nothing. */
export function writeClientToken(secret: Uint8Array, claims: ClientClaims): string {
  const text = `${purpose}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${text}.${sign(secret, text).toString('base64url')}`
}

// A client sends the same token a thousand times; what was found to be ours once is ours until it ends.
const claimsOf = memoryOf<Uint8Array, ClientClaims>(60_000, 5000)

/** The client of a token of ours that is still good at `now`; null for everything else. */
export function readClientToken(secret: Uint8Array, token: string, now: Temporal.Instant): string | null {
  const known = claimsOf(secret).peek(token)
  const claims = known ?? proveToken(secret, token)
  if (claims === null) return null
  if (!known) claimsOf(secret).put(token, claims)
  return claims.until * 1000 > now.epochMilliseconds ? claims.clientId : null
}

function proveToken(secret: Uint8Array, token: string): ClientClaims | null {
  const [given, body = '', mark = '', ...rest] = token.split('.')
  if (given !== purpose || rest.length > 0) return null
  const actual = Buffer.from(mark, 'base64url')
  const expected = sign(secret, `${purpose}.${body}`)
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return null
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as ClientClaims
}
