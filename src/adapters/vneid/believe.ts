/** A claim as text; numbers are written out, since providers send either. Null when there is nothing. */
export function textOf(given: unknown): string | null {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return String(given)
  if (typeof given !== 'string') return null
  const text = given.normalize('NFC').trim()
  return text === '' ? null : text
}

/** Letters, marks and what stands between names: a name goes onto papers as it is. */
export const isPersonsName = (name: string): boolean =>
  name.length <= 150 && /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u.test(name)

/** A telephone number in digits, `+84` written as 0; null when it is none. */
export function readPhone(given: unknown): string | null {
  const digits = textOf(given)
    ?.replace(/[\s.()-]/g, '')
    .replace(/^\+?84(?=\d{9,10}$)/, '0')
  return digits && /^0\d{9,10}$/.test(digits) ? digits : null
}

export function readEmail(given: unknown): string | null {
  const email = textOf(given)
  return email && email.length <= 254 && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email) ? email : null
}

/** Where the session at the provider is ended, as a claim says it; null unless it is an address of the issuer's own host. */
export function readLogoutUrl(given: unknown, issuer: string): string | null {
  const text = textOf(given)
  if (!text || text.length > 2000 || !URL.canParse(text)) return null
  const { protocol, host, username, password } = new URL(text)
  const own = new URL(issuer)
  return protocol === own.protocol && host === own.host && !username && !password ? text : null
}
