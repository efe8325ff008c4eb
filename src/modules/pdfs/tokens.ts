import { type Budget, PdfProblem, spend } from './problem.ts'

/** A place in some bytes. `inFile`: whether positions are positions in the file, not in an inflated stream. */
export type Cursor = { bytes: Uint8Array; position: number; budget: Budget; inFile: boolean }

/** One word of the file (ISO 32000-1 §7.2); `start` is where it begins. */
export type Token = Readonly<
  | { kind: 'number'; value: number; integer: boolean; start: number }
  | { kind: 'name'; value: string; start: number }
  | { kind: 'string'; bytes: Uint8Array; hex: boolean; start: number; end: number }
  | { kind: 'word'; value: string; start: number }
  | { kind: 'end'; start: number }
>

const space = 1
const delimiter = 2
const classes = new Uint8Array(256)
for (const code of [0, 9, 10, 12, 13, 32]) classes[code] = space
for (const char of '()<>[]{}/%') classes[char.charCodeAt(0)] = delimiter

const longestWord = 128
const longestName = 4096

/** Whether the byte is white space (ISO 32000-1 table 1). */
export const isSpace = (code: number | undefined): boolean => code !== undefined && classes[code] === space
const isRegular = (code: number | undefined): boolean => code !== undefined && classes[code] === 0

/** Steps over white space and comments. */
export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor
  const start = cursor.position
  let position = start
  let comment = false
  for (; position < bytes.length; position++) {
    const code = bytes[position] ?? 0
    if (code === 0x25) comment = true
    else if (code === 10 || code === 13) comment = false
    else if (!comment && classes[code] !== space) break
  }
  spend(cursor.budget, position - start + 1)
  cursor.position = position
}

/** The next token; at the end of the bytes `end`. Throws `malformed` for what is no token. */
export function readToken(cursor: Cursor): Token {
  skipSpace(cursor)
  const { bytes, position: start } = cursor
  const code = bytes[start]
  if (code === undefined) return { kind: 'end', start }
  if (code === 0x2f) return readName(cursor, start)
  if (code === 0x28) return readLiteral(cursor, start)
  if (code === 0x3c && bytes[start + 1] !== 0x3c) return readHex(cursor, start)
  if (classes[code] === delimiter) return readDelimiter(cursor, start, code)
  return readRegular(cursor, start)
}

function readDelimiter(cursor: Cursor, start: number, code: number): Token {
  const double = (code === 0x3c || code === 0x3e) && cursor.bytes[start + 1] === code
  if (code === 0x3e && !double) throw new PdfProblem('malformed', `a lone > at ${start}`)
  cursor.position = start + (double ? 2 : 1)
  return { kind: 'word', value: String.fromCharCode(code).repeat(double ? 2 : 1), start }
}

function readRegular(cursor: Cursor, start: number): Token {
  const { bytes } = cursor
  let end = start
  let plain = true
  let value = 0
  for (; isRegular(bytes[end]) && end - start <= longestWord; end++) {
    const digit = (bytes[end] ?? 0) - 0x30
    plain = plain && digit >= 0 && digit <= 9
    value = value * 10 + digit
  }
  if (end - start > longestWord) throw new PdfProblem('malformed', `an endless word at ${start}`)
  spend(cursor.budget, end - start)
  cursor.position = end
  if (plain && end - start <= 15) return { kind: 'number', value, integer: true, start }
  const text = latin(bytes, start, end)
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
    return { kind: 'number', value: Number(text), integer: !text.includes('.'), start }
  }
  return { kind: 'word', value: text, start }
}

function readName(cursor: Cursor, start: number): Token {
  const { bytes } = cursor
  let end = start + 1
  while (isRegular(bytes[end]) && end - start <= longestName) end++
  if (end - start > longestName) throw new PdfProblem('malformed', `an endless name at ${start}`)
  spend(cursor.budget, end - start)
  cursor.position = end
  const written = latin(bytes, start + 1, end)
  const value = written.includes('#')
    ? written.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : written
  return { kind: 'name', value, start }
}

/** Byte by byte: spreading a part of the file costs more than the words are long. */
function latin(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

function readHex(cursor: Cursor, start: number): Token {
  const { bytes } = cursor
  const close = bytes.indexOf(0x3e, start)
  spend(cursor.budget, (close < 0 ? bytes.length : close) - start)
  if (close < 0) throw new PdfProblem('malformed', `a string without end at ${start}`)
  const found = new Uint8Array(Math.ceil((close - start - 1) / 2))
  let digits = 0
  for (let position = start + 1; position < close; position++) {
    const code = bytes[position] ?? 0
    const digit = hexDigit(code)
    if (digit < 0 && classes[code] !== space) throw new PdfProblem('malformed', `no hex digit at ${position}`)
    if (digit < 0) continue
    found[digits >> 1] = (found[digits >> 1] ?? 0) | (digits % 2 === 0 ? digit << 4 : digit)
    digits++
  }
  cursor.position = close + 1
  return { kind: 'string', bytes: found.subarray(0, (digits + 1) >> 1), hex: true, start, end: close + 1 }
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

function readLiteral(cursor: Cursor, start: number): Token {
  const end = findLiteralEnd(cursor, start)
  const { bytes } = cursor
  const found = new Uint8Array(end - start)
  let length = 0
  for (let position = start + 1; position < end - 1; ) {
    const code = bytes[position] ?? 0
    if (code === 0x5c) {
      const [value, next] = readEscape(bytes, position + 1)
      if (value !== null) found[length++] = value
      position = next
    } else {
      found[length++] = code
      position++
    }
  }
  cursor.position = end
  return { kind: 'string', bytes: found.subarray(0, length), hex: false, start, end }
}

function findLiteralEnd(cursor: Cursor, start: number): number {
  const { bytes } = cursor
  let open = 0
  for (let position = start; position < bytes.length; position++) {
    const code = bytes[position]
    if (code === 0x5c) position++
    else if (code === 0x28) open++
    else if (code === 0x29 && --open === 0) {
      spend(cursor.budget, position - start)
      return position + 1
    }
  }
  spend(cursor.budget, bytes.length - start)
  throw new PdfProblem('malformed', `a string without end at ${start}`)
}

/** What stands after a backslash, and where to go on (ISO 32000-1 table 3). */
function readEscape(bytes: Uint8Array, position: number): readonly [number | null, number] {
  const code = bytes[position] ?? 0
  if (code >= 0x30 && code <= 0x37) return readOctal(bytes, position)
  if (code === 13) return [null, position + (bytes[position + 1] === 10 ? 2 : 1)]
  if (code === 10) return [null, position + 1]
  return [escapes[String.fromCharCode(code)] ?? code, position + 1]
}

function readOctal(bytes: Uint8Array, start: number): readonly [number, number] {
  let value = 0
  let position = start
  for (; position < start + 3; position++) {
    const code = bytes[position] ?? 0
    if (code < 0x30 || code > 0x37) break
    value = value * 8 + code - 0x30
  }
  return [value & 0xff, position]
}

/** Takes a search from the budget; `found` is -1 when it ran to the end. */
export function spendSearch(cursor: Cursor, start: number, found: number): void {
  spend(cursor.budget, (found < 0 ? cursor.bytes.length : found) - start)
}
