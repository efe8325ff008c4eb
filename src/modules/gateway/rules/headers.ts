/** Headers as Node hands them over: lower case, one value or several. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Hop-by-hop (RFC 9110 7.6.1), and what could tell who is behind (PR-REST 4.3, filtered headers). */
const filtered = new Set([
  ...[
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'trailer',
  ],
  ...['transfer-encoding', 'upgrade', 'expect', 'host', 'user-agent', 'server'],
])

/** These we set ourselves, whoever else did. `authorization` and cookies are for us: the provider must not have them. */
const ours = new Set([
  ...[
    'x-road-client',
    'x-road-service',
    'x-road-id',
    'x-road-request-id',
    'x-road-request-hash',
    'x-road-error',
  ],
  ...['x-road-security-server', 'authorization', 'cookie', 'set-cookie', 'forwarded', 'x-forwarded-for'],
  ...['x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'],
])

const nothing: ReadonlySet<string> = new Set()

/** What the sender itself says is for the next hop only. */
function named(connection: Headers[string]): ReadonlySet<string> {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return nothing
  const names = [connection].flat().flatMap((value) => value.toLowerCase().split(','))
  return new Set(names.map((name) => name.trim()))
}

/** The headers that are passed on unmodified, in either direction. */
export function passHeaders(headers: Headers): Record<string, string | readonly string[]> {
  const hop = named(headers.connection)
  const passed: Record<string, string | readonly string[]> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined && !filtered.has(name) && !ours.has(name) && !hop.has(name)) passed[name] = value
  }
  return passed
}

/** The name a message goes by: 1 to 128 plain characters, as the caller chose it. Null: not usable. */
export const readMessageId = (given: string): string | null =>
  /^[A-Za-z0-9._:@-]{1,128}$/.test(given) ? given : null

const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : 1)

/**
 * The text whose hash stands for the headers of a request in `X-Road-Request-Hash`: method and target, then what was passed
 * on, `name:value` by name, each line ended by CR LF.
 */
export function writeHeaderText(method: string, target: string, headers: Headers): string {
  let text = `${method} ${target}\r\n`
  for (const name of Object.keys(headers).sort(byCodeUnits)) {
    const value = headers[name] ?? []
    if (typeof value === 'string') text += `${name}:${value}\r\n`
    else for (const one of value) text += `${name}:${one}\r\n`
  }
  return text
}

/** Of these only the first counts when one is sent several times, as Node has it. */
const single = new Set([
  ...['age', 'content-length', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'retry-after'],
])

/** Headers with one value each: what was sent several times is one list (RFC 9110 5.3). */
export function joinRepeated(headers: Headers): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name] ?? ''
    if (typeof value === 'string') joined[name] = value
    else joined[name] = single.has(name) ? (value[0] ?? '') : value.join(', ')
  }
  return joined
}
