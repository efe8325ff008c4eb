import { Temporal } from 'temporal-polyfill'

/** One value of ASN.1 in its DER form (BER's endless lengths are read too). `whole` has its tag and length, `body` not. */
export type Der = Readonly<{ tag: number; whole: Uint8Array; body: Uint8Array; children: readonly Der[] }>

/** The bytes are no ASN.1, or not of the shape that was asked for. */
export class DerProblem extends Error {
  override readonly name = 'DerProblem'
}

const deepest = 40
const mostValues = 400_000

type Reading = { bytes: Uint8Array; values: number }

/** Reads one value at the beginning of the bytes; what follows it is ignored. Throws `DerProblem`. */
export function readDer(bytes: Uint8Array): Der {
  return readValue({ bytes, values: 0 }, 0, bytes.length, 0)
}

type Head = Readonly<{ tag: number; start: number; length: number | null }>

function readHead({ bytes }: Reading, at: number, end: number): Head {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || at + 2 > end) {
    throw new DerProblem(`no value at ${at}`)
  }
  if (first < 0x80) return { tag, start: at + 2, length: first }
  const size = first & 0x7f
  if (size === 0) return { tag, start: at + 2, length: null }
  if (size > 4) throw new DerProblem(`too long a length at ${at}`)
  let length = 0
  for (let index = 0; index < size; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  return { tag, start: at + 2 + size, length }
}

function readValue(reading: Reading, at: number, end: number, depth: number): Der {
  if (depth > deepest || ++reading.values > mostValues) throw new DerProblem('too complex')
  const { tag, start, length } = readHead(reading, at, end)
  const { bytes } = reading
  const said = length === null ? null : start + length
  const constructed = (tag & 0x20) !== 0
  if ((said ?? 0) > end || (said === null && !constructed)) throw new DerProblem(`cut off at ${at}`)
  const children: Der[] = []
  let next = start
  while (constructed && !isAtEnd(bytes, next, said)) {
    const child = readValue(reading, next, said ?? end, depth + 1)
    children.push(child)
    next += child.whole.length
  }
  const body = bytes.subarray(start, said ?? next)
  return { tag, whole: bytes.subarray(at, said ?? next + 2), body, children }
}

function isAtEnd(bytes: Uint8Array, at: number, end: number | null): boolean {
  return end === null ? bytes[at] === 0 && bytes[at + 1] === 0 : at >= end
}

/** The child at the index; throws `DerProblem` when there is none. */
export function childOf(value: Der | undefined, index: number): Der {
  const found = value?.children.at(index)
  if (!found) throw new DerProblem(`no part ${index}`)
  return found
}

/** The first child with the tag; `0xa0` is [0] with parts, `0x80` a plain [0]. */
export const findTagged = (value: Der, tag: number): Der | undefined =>
  value.children.find((child) => child.tag === tag)

/** An object identifier in its dotted form. */
export function readOid(value: Der | undefined): string {
  if (value?.tag !== 6) throw new DerProblem('no object identifier')
  const parts: number[] = []
  let part = 0
  for (const byte of value.body) {
    part = part * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(part / 40))
      parts.push(first, part - first * 40)
    } else {
      parts.push(part)
    }
    part = 0
  }
  return parts.join('.')
}

/** An integer in hexadecimal without leading zeros: serial numbers do not fit into numbers. */
export function readHexInteger(value: Der | undefined): string {
  if (value?.tag !== 2 && value?.tag !== 10) throw new DerProblem('no integer')
  return Buffer.from(value.body)
    .toString('hex')
    .replace(/^0+(?=.)/, '')
}

/** The bytes of an octet string, whose parts BER may keep apart. */
export function readOctets(value: Der | undefined): Uint8Array {
  if (value?.tag === 4) return value.body
  if (value?.tag === 0x24) return Buffer.concat(value.children.map(readOctets))
  throw new DerProblem('no octet string')
}

/** The bytes of a bit string of whole bytes. */
export function readBits(value: Der | undefined): Uint8Array {
  if (value?.tag !== 3) throw new DerProblem('no bit string')
  return value.body.subarray(1)
}

/** An instant: UTCTime (until 2049) or GeneralizedTime, both in UTC. */
export function readTime(value: Der | undefined): Temporal.Instant {
  const text = Buffer.from(value?.body ?? []).toString('latin1')
  const found = text.match(/^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{1,9})?Z$/)
  if (!found || (value?.tag !== 0x17 && value?.tag !== 0x18)) throw new DerProblem('no time')
  const [, year = '', month, day, hour, minute, second, fraction = ''] = found
  const century = Number(year) < 50 ? '20' : '19'
  const full = year.length === 4 ? year : `${century}${year}`
  try {
    return Temporal.Instant.from(`${full}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`)
  } catch {
    throw new DerProblem('no such time')
  }
}
