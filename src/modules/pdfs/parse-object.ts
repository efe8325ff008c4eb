import { entriesOf, isRef, name, type PdfDictionary, type PdfObject, ref } from './objects.ts'
import { PdfProblem, pdfLimits } from './problem.ts'
import { type Cursor, readToken, spendSearch, type Token } from './tokens.ts'

/** Reads one object that is no stream; throws `malformed` or `too_complex`. */
export function parseObject(cursor: Cursor, depth = 0): PdfObject {
  return fromToken(cursor, readToken(cursor), depth)
}

const words: Readonly<Record<string, PdfObject>> = { true: true, false: false, null: null }

function fromToken(cursor: Cursor, token: Token, depth: number): PdfObject {
  switch (token.kind) {
    case 'number':
      return readNumberOrRef(cursor, token)
    case 'name':
      return name(token.value)
    case 'string': {
      const { bytes, hex, start, end } = token
      return { kind: 'string', bytes, hex, place: cursor.inFile ? { start, end } : null }
    }
    case 'word':
      return readContainer(cursor, token.value, token.start, depth)
    case 'end':
      throw new PdfProblem('malformed', 'an object is cut off')
  }
}

function readContainer(cursor: Cursor, word: string, start: number, depth: number): PdfObject {
  if (depth > pdfLimits.depth) throw new PdfProblem('too_complex', `nested too deeply at ${start}`)
  if (word === '[') return readArray(cursor, depth + 1)
  if (word === '<<') return readDictionary(cursor, depth + 1)
  const known = words[word]
  if (known === undefined || !Object.hasOwn(words, word)) {
    throw new PdfProblem('malformed', `no object at ${start}`)
  }
  return known
}

/** `12 0 R` begins like a number. */
function readNumberOrRef(cursor: Cursor, first: Token & { kind: 'number' }): PdfObject {
  const { position } = cursor
  if (first.integer && first.value >= 0 && couldGoOn(cursor)) {
    const second = readToken(cursor)
    if (second.kind === 'number' && second.integer && isLetterR(cursor)) {
      return ref(first.value, second.value)
    }
  }
  cursor.position = position
  return first.value
}

/** Whether white space and a digit follow: cheaper than to read the next token of every number twice. */
function couldGoOn(cursor: Cursor): boolean {
  const { bytes, position } = cursor
  const [next, after] = [bytes[position] ?? 0, bytes[position + 1] ?? 0]
  return next <= 32 && (after <= 32 || (after >= 0x30 && after <= 0x39))
}

function isLetterR(cursor: Cursor): boolean {
  const next = readToken(cursor)
  return next.kind === 'word' && next.value === 'R'
}

function readArray(cursor: Cursor, depth: number): PdfObject {
  const items: PdfObject[] = []
  for (;;) {
    const token = readToken(cursor)
    if (token.kind === 'word' && token.value === ']') return { kind: 'array', items }
    items.push(fromToken(cursor, token, depth))
  }
}

function readDictionary(cursor: Cursor, depth: number): PdfDictionary {
  const entries = new Map<string, PdfObject>()
  const repeated: string[] = []
  for (;;) {
    const token = readToken(cursor)
    if (token.kind === 'word' && token.value === '>>') return { kind: 'dictionary', entries, repeated }
    if (token.kind !== 'name') throw new PdfProblem('malformed', `no key at ${token.start}`)
    if (entries.has(token.value)) repeated.push(token.value)
    entries.set(token.value, fromToken(cursor, readToken(cursor), depth))
  }
}

/** An object with the number it says it has; `end` is where it ends. */
export type NumberedObject = Readonly<{
  number: number
  generation: number
  object: PdfObject
  start: number
  end: number
}>

/**
 * Reads `12 0 obj ... endobj` at the cursor. `findLength` gives the `/Length` of a stream that stands elsewhere.
 * A stream whose length is wrong is taken up to its `endstream`.
 */
export function parseNumberedObject(
  cursor: Cursor,
  findLength: (object: PdfObject) => PdfObject,
): NumberedObject {
  const first = readToken(cursor)
  const second = readToken(cursor)
  const word = readToken(cursor)
  const headed = first.kind === 'number' && second.kind === 'number' && word.kind === 'word'
  if (!(headed && word.value === 'obj')) throw new PdfProblem('malformed', `no object at ${first.start}`)
  const object = parseObject(cursor)
  const position = cursor.position
  const next = readEnding(cursor)
  const streamed = next === 'stream' && typeof object === 'object' && object?.kind === 'dictionary'
  const whole = streamed ? readStream(cursor, object, findLength) : object
  if (next !== 'endobj' && !streamed) cursor.position = position
  const { start } = first
  return { number: first.value, generation: second.value, object: whole, start, end: cursor.position }
}

/** The next word; empty when there is none to be read. */
function readEnding(cursor: Cursor): string {
  try {
    const token = readToken(cursor)
    return token.kind === 'word' ? token.value : ''
  } catch (error) {
    if (error instanceof PdfProblem && error.code === 'malformed') return ''
    throw error
  }
}

function readStream(
  cursor: Cursor,
  dictionary: PdfDictionary,
  findLength: (object: PdfObject) => PdfObject,
): PdfObject {
  const { bytes } = cursor
  let start = cursor.position
  if (bytes[start] === 13) start++
  if (bytes[start] === 10) start++
  const written = entriesOf(dictionary).get('Length') ?? null
  const length = isRef(written) ? findLength(written) : written
  const end = endOfStream(cursor, start, typeof length === 'number' ? length : -1)
  return { kind: 'stream', dictionary, raw: bytes.subarray(start, end) }
}

/** Leaves the cursor after `endobj`. */
function endOfStream(cursor: Cursor, start: number, length: number): number {
  const said = start + length
  if (Number.isInteger(length) && length >= 0 && said <= cursor.bytes.length) {
    cursor.position = said
    if (readEndOfStream(cursor)) return said
  }
  const found = Buffer.from(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.length).indexOf(
    'endstream',
    start,
    'latin1',
  )
  spendSearch(cursor, start, found)
  if (found < 0) throw new PdfProblem('malformed', `a stream without end at ${start}`)
  cursor.position = found
  readEndOfStream(cursor)
  return trimEol(cursor.bytes, start, found)
}

function trimEol(bytes: Uint8Array, start: number, end: number): number {
  let trimmed = end
  if (trimmed > start && bytes[trimmed - 1] === 10) trimmed--
  if (trimmed > start && bytes[trimmed - 1] === 13) trimmed--
  return trimmed
}

function readEndOfStream(cursor: Cursor): boolean {
  if (readEnding(cursor) !== 'endstream') return false
  const { position } = cursor
  if (readEnding(cursor) !== 'endobj') cursor.position = position
  return true
}
