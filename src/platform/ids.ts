import { randomFillSync } from 'node:crypto'

// Every request takes some random bytes; the system is asked for them in large portions.
const portion = Buffer.allocUnsafe(8192)
let taken = portion.length

function takeRandomBytes(count: number): Buffer {
  if (taken + count > portion.length) {
    randomFillSync(portion)
    taken = 0
  }
  taken += count
  return portion.subarray(taken - count, taken)
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

/**
 * A UUID version 7 (RFC 9562 §5.7): its first 48 bits are the milliseconds of `nowMs`, the next twelve count within one
 * (§6.2, method 1), so keys of one process grow in the order they are made.
 */
export function makeId(nowMs: number = Date.now()): string {
  const bytes = Buffer.from(takeRandomBytes(16))
  bytes.writeUInt16BE(0x7000 | countWithin(nowMs, bytes.readUInt16BE(6)), 6)
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether `text` is a key as `makeId` writes it: what is not, is asked of no database. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

// No vowels and nothing that reads as something else on paper or by telephone (0/O, 1/I/L, 5/S, 2/Z).
const alphabet = '346789BCDFGHJKMNPQRTVWXY'
const fairBytes = 256 - (256 % alphabet.length)

/** A short reference a person can read out, e.g. `4F7K-92QX`; `groups` of four characters, 18 bits each. */
export function makeReference(groups = 3): string {
  let letters = ''
  while (letters.length < groups * 4) {
    // A byte above the last whole multiple of the alphabet would favour its first letters.
    for (const byte of takeRandomBytes(groups * 5))
      if (byte < fairBytes) letters += alphabet[byte % alphabet.length]
  }
  return Array.from({ length: groups }, (_, index) => letters.slice(index * 4, index * 4 + 4)).join('-')
}

/** A reference of `groups` groups, however it was typed; null when it cannot be one. */
export function readReference(typed: string, groups = 3): string | null {
  const plain = typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const isReference = plain.length === groups * 4 && [...plain].every((letter) => alphabet.includes(letter))
  return isReference ? plain.replace(/(.{4})(?=.)/g, '$1-') : null
}
