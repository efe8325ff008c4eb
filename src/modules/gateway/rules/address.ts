/** Where a call goes: the words of the offering, and what is passed on to its provider exactly as it came. */
export type CallAddress = Readonly<{
  instance: string
  class: string
  member: string
  subsystem: string
  offering: string
  /** '' or '/v1/...': never dot segments, encoded slashes or anything that must be read twice. */
  path: string
  /** '' or '?...', unmodified (PR-REST 4.5). */
  query: string
}>

export type AddressFault =
  | 'too_long'
  | 'not_r1'
  | 'identifier'
  | 'characters'
  | 'encoding'
  | 'encoded_separator'
  | 'control_character'
  | 'double_encoding'
  | 'dot_segment'
  | 'empty_segment'

export type ReadAddress =
  | Readonly<{ ok: true; address: CallAddress }>
  | Readonly<{ ok: false; fault: AddressFault }>

/** The limit that PR-REST 4.2 names. */
const longestAddress = 2000

const isCode = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(text)

/** What RFC 3986 lets stand in a segment (pchar), percent signs included. */
const segmentCharacters = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%]*$/
/** Whatever is printed, as programs write queries (`a[b]=1`): what it says is read by the provider alone. */
const queryCharacters = /^[!-~]*$/

/**
 * Reads the raw target of a request, `/r1/{instance}/{class}/{member}/{subsystem}/{offering}[/path][?query]` (PR-REST 4.1),
 * with suspicion (4.2): what two readers could understand differently is refused, and nothing is repaired.
 */
export function readAddress(target: string): ReadAddress {
  const fault = (what: AddressFault): ReadAddress => ({ ok: false, fault: what })
  if (target.length > longestAddress) return fault('too_long')
  const mark = target.indexOf('?')
  const whole = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark)
  const [root, protocol, instance = '', memberClass = '', member = '', subsystem = '', offering = '', ...rest] =
    whole.split('/')
  if (root !== '' || protocol !== 'r1') return fault('not_r1')
  const words = [instance, memberClass, member, subsystem, offering]
  if (!words.every(isCode)) return fault('identifier')
  const wrong = rest.map((segment, index) => faultOfSegment(segment, index === rest.length - 1)).find(Boolean)
  const found = wrong ?? faultOfQuery(query)
  if (found) return fault(found)
  const path = rest.length === 0 ? '' : `/${rest.join('/')}`
  return { ok: true, address: { instance, class: memberClass, member, subsystem, offering, path, query } }
}

function faultOfSegment(segment: string, isLast: boolean): AddressFault | null {
  if (segment === '') return isLast ? null : 'empty_segment'
  if (!segmentCharacters.test(segment)) return 'characters'
  const decoded = decode(segment)
  if (decoded === null) return 'encoding'
  // Some servers cut what follows a semicolon before they look for dots.
  const [name = ''] = decoded.split(';')
  if (/^\.+$/.test(name.trim())) return 'dot_segment'
  // Without a percent sign it is plain characters, judged above.
  if (decoded === segment) return null
  return faultOfText(decoded) ?? (/[/\\]/.test(decoded) ? 'encoded_separator' : null)
}

function faultOfQuery(query: string): AddressFault | null {
  if (!queryCharacters.test(query) || query.includes('#')) return 'characters'
  if (/%(?![0-9A-Fa-f]{2})/.test(query)) return 'encoding'
  return /%([01][0-9A-Fa-f]|7[Ff])/.test(query) ? 'control_character' : null
}

function faultOfText(decoded: string): AddressFault | null {
  if (hasControl(decoded)) return 'control_character'
  // What still looks encoded after it was decoded would be decoded again by somebody.
  return /%[0-9A-Fa-f]{2}/.test(decoded) ? 'double_encoding' : null
}

const hasControl = (text: string): boolean => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)

/** Decodes UTF-8 strictly: overlong forms, half characters and lone percent signs are null. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
