import { createHash, timingSafeEqual } from 'node:crypto'

type Headers = Readonly<Record<string, unknown>>

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether a call came from who knows the secret agreed with the provider: `Authorization: Bearer …` or
 * `X-Webhook-Secret: …`. Without an agreed secret nobody is believed.
 */
export function isFromProvider(headers: Headers, secret: string | undefined): boolean {
  if (!secret) return false
  const { authorization, 'x-webhook-secret': own } = headers
  const bearer =
    typeof authorization === 'string' && authorization.match(/^Bearer (?<token>.+)$/i)?.groups?.token
  const given = bearer || own
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret))
}
