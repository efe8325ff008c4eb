import { randomFillSync } from 'node:crypto'

// Every request takes some random bytes; the system is asked for them in large portions, and each is used once.
const portion = Buffer.allocUnsafe(8192)
let taken = portion.length

/** Where in the portion the next `count` random bytes begin. */
function takeRandomBytes(count: number): number {
  if (taken + count > portion.length) {
    randomFillSync(portion)
    taken = 0
  }
  taken += count
  return taken - count
}

const largestCount = 0xfff
let countedMs = -1
let count = 0

/** Begins each millisecond low enough that some three thousand ids follow before the count is full. */
function countWithin(ms: number, random: number): number {
  count = ms === countedMs ? Math.min(count + 1, largestCount) : random & 0x3ff
  countedMs = ms
  return count
}

let writtenMs = -1
let writtenHead = ''

/** The first 48 bits and the version, as text; many ids are made in the same millisecond. */
function headOf(ms: number): string {
  if (ms === writtenMs) return writtenHead
  const hex = ms.toString(16).padStart(12, '0')
  writtenHead = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
  writtenMs = ms
  return writtenHead
}

/**
 * A UUID version 7 (RFC 9562 §5.7): its first 48 bits are the milliseconds of `nowMs`, the next twelve count within one
 * (§6.2, method 1), so keys of one process grow in the order they are made.
 */
export function makeId(nowMs: number = Date.now()): string {
  const at = takeRandomBytes(10)
  const counted = countWithin(nowMs, portion.readUInt16BE(at)).toString(16).padStart(3, '0')
  portion[at + 2] = ((portion[at + 2] ?? 0) & 0x3f) | 0x80
  const tail = portion.toString('hex', at + 2, at + 10)
  return `${headOf(nowMs)}${counted}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

/** How a key is written, as a pattern of a schema. */
export const idPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'

const written = new RegExp(idPattern)

/** Whether `text` is a key as `makeId` writes it: what is not, is asked of no database. */
export const isId = (text: string): boolean => written.test(text)

// No vowels and nothing that reads as something else on paper or by telephone (0/O, 1/I/L, 5/S, 2/Z).
const alphabet = '346789BCDFGHJKMNPQRTVWXY'
const fairBytes = 256 - (256 % alphabet.length)

/** A short reference a person can read out, e.g. `4F7K-92QX`; `groups` of four characters, 18 bits each. */
export function makeReference(groups = 3): string {
  let text = ''
  for (let letters = 0; letters < groups * 4; ) {
    const byte = portion[takeRandomBytes(1)] ?? 0
    // A byte above the last whole multiple of the alphabet would favour its first letters.
    if (byte >= fairBytes) continue
    if (letters > 0 && letters % 4 === 0) text += '-'
    text += alphabet[byte % alphabet.length]
    letters += 1
  }
  return text
}

/** A reference of `groups` groups, however it was typed; null when it cannot be one. */
export function readReference(typed: string, groups = 3): string | null {
  const plain = typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const isReference = plain.length === groups * 4 && [...plain].every((letter) => alphabet.includes(letter))
  return isReference ? plain.replace(/(.{4})(?=.)/g, '$1-') : null
}
