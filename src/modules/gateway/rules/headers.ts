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

/** What the sender itself says is for the next hop only. */
const named = (headers: Headers): string[] =>
  [headers.connection ?? []].flat().flatMap((value) =>
    value
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )

/** The headers that are passed on unmodified, in either direction. */
export function passHeaders(headers: Headers): Record<string, string | readonly string[]> {
  const hop = new Set(named(headers))
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | readonly string[]] =>
        entry[1] !== undefined && !filtered.has(entry[0]) && !ours.has(entry[0]) && !hop.has(entry[0]),
    ),
  )
}

/** The name a message goes by: 1 to 128 plain characters, as the caller chose it. Null: not usable. */
export const readMessageId = (given: string): string | null =>
  /^[A-Za-z0-9._:@-]{1,128}$/.test(given) ? given : null

/**
 * The text whose hash stands for the headers of a request in `X-Road-Request-Hash`: method and target, then what was passed
 * on, `name:value` by name, each line ended by CR LF.
 */
export function writeHeaderText(method: string, target: string, headers: Headers): string {
  const lines = Object.keys(headers)
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((name) => [headers[name] ?? []].flat().map((value) => `${name}:${value}`))
  return [`${method} ${target}`, ...lines, ''].join('\r\n')
}
