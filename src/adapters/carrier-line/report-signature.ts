import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 over the body as it is sent, in hex. */
export const signatureOf = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex')

/** Whether a report carries the signature of its very bytes. */
export function isSigned(body: string, given: unknown, secret: string): boolean {
  const expected = Buffer.from(signatureOf(body, secret))
  const shown = Buffer.from(typeof given === 'string' ? given.toLowerCase() : '')
  return shown.length === expected.length && timingSafeEqual(shown, expected)
}
