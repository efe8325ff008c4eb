import { decodeStream } from './filters.ts'
import { entriesOf, isArray, isName, isStream, type PdfDictionary, type PdfObject } from './objects.ts'
import { parseNumberedObject, parseObject } from './parse-object.ts'
import { type Budget, PdfProblem, pdfLimits, spend } from './problem.ts'
import { type Cursor, readToken, skipSpace } from './tokens.ts'

/** Where an object stands: at a byte of the file, inside a stream of objects, or nowhere any more. */
export type CrossReference =
  | Readonly<{ kind: 'at'; offset: number; generation: number }>
  | Readonly<{ kind: 'in_stream'; container: number; index: number }>
  | Readonly<{ kind: 'free' }>

/** Where objects stand, by their number. */
export type CrossReferences = Readonly<{
  get: (number: number) => CrossReference | undefined
  has: (number: number) => boolean
  keys: () => Iterable<number>
}>

/** One section of cross-references: what one saving of the file wrote. `start` is the byte that `startxref` names. */
export type CrossReferenceSection = Readonly<{
  start: number
  style: 'table' | 'stream'
  entries: ReadonlyMap<number, CrossReference>
  trailer: PdfDictionary
}>

const noObject = (): PdfObject => null

/** Reads the section that stands at `start`; a hybrid one takes in its `/XRefStm` (ISO 32000-1 §7.5.8.4). */
export function readSection(bytes: Uint8Array, start: number, budget: Budget): CrossReferenceSection {
  const cursor: Cursor = { bytes, position: start, budget, inFile: true }
  const first = readToken(cursor)
  if (first.kind === 'word' && first.value === 'xref') return readTable(cursor, start)
  cursor.position = start
  return readReferenceStream(cursor, start)
}

function readTable(cursor: Cursor, start: number): CrossReferenceSection {
  const entries = new Map<number, CrossReference>()
  for (;;) {
    const first = readToken(cursor)
    if (first.kind === 'word' && first.value === 'trailer') break
    const count = readToken(cursor)
    if (first.kind !== 'number' || count.kind !== 'number') {
      throw new PdfProblem('malformed', `no cross-references at ${first.start}`)
    }
    readRows(cursor, entries, first.value, count.value)
  }
  const trailer = parseObject(cursor)
  if (trailer === null || typeof trailer !== 'object' || trailer.kind !== 'dictionary') {
    throw new PdfProblem('malformed', 'a trailer without dictionary')
  }
  return { start, style: 'table', entries: withHidden(cursor, entries, trailer), trailer }
}

function readRows(cursor: Cursor, entries: Map<number, CrossReference>, first: number, count: number): void {
  if (entries.size + count > pdfLimits.objects) throw new PdfProblem('too_complex', 'too many objects')
  for (let number = first; number < first + count; number++) {
    const [offset, generation, kind] = [readToken(cursor), readToken(cursor), readToken(cursor)]
    const readable = offset.kind === 'number' && generation.kind === 'number' && kind.kind === 'word'
    if (!(readable && (kind.value === 'n' || kind.value === 'f'))) {
      throw new PdfProblem('malformed', `a row of cross-references is wrong at ${offset.start}`)
    }
    if (entries.has(number)) continue
    const used = kind.value === 'n' && offset.value > 0
    entries.set(
      number,
      used ? { kind: 'at', offset: offset.value, generation: generation.value } : { kind: 'free' },
    )
  }
}

/** In a hybrid file the stream holds the objects that the table calls free. */
function withHidden(
  cursor: Cursor,
  entries: Map<number, CrossReference>,
  trailer: PdfDictionary,
): ReadonlyMap<number, CrossReference> {
  const hidden = trailer.entries.get('XRefStm')
  if (typeof hidden !== 'number') return entries
  const { bytes, budget } = cursor
  const section = readReferenceStream(
    { bytes, position: checkedOffset(bytes, hidden), budget, inFile: true },
    hidden,
  )
  for (const [number, entry] of section.entries) {
    if (!entries.has(number) || entries.get(number)?.kind === 'free') entries.set(number, entry)
  }
  return entries
}

/** The offset; throws `malformed` when it lies outside the bytes. */
export function checkedOffset(bytes: Uint8Array, offset: number): number {
  if (Number.isInteger(offset) && offset >= 0 && offset < bytes.length) return offset
  throw new PdfProblem('malformed', `nothing can stand at ${offset}`)
}

function readReferenceStream(cursor: Cursor, start: number): CrossReferenceSection {
  skipSpace(cursor)
  const { object } = parseNumberedObject(cursor, noObject)
  if (!isStream(object) || !isName(object.dictionary.entries.get('Type'), 'XRef')) {
    throw new PdfProblem('malformed', `no cross-references at ${start}`)
  }
  const trailer = object.dictionary
  const widths = numbersOf(trailer.entries.get('W'))
  if (widths.length !== 3 || widths.some((width) => width > 8)) {
    throw new PdfProblem('malformed', 'cross-references of unknown width')
  }
  const packed = decodeStream(object, cursor.budget, (found) => found)
  const size = trailer.entries.get('Size')
  const index = numbersOf(trailer.entries.get('Index') ?? { kind: 'array', items: [0, size ?? 0] })
  return { start, style: 'stream', entries: unpackEntries(packed, widths, index, cursor.budget), trailer }
}

function numbersOf(object: PdfObject | undefined): readonly number[] {
  if (!isArray(object)) return []
  return object.items.map((item) => {
    if (typeof item === 'number' && Number.isInteger(item) && item >= 0) return item
    throw new PdfProblem('malformed', 'a number was expected')
  })
}

function unpackEntries(
  packed: Uint8Array,
  widths: readonly number[],
  index: readonly number[],
  budget: Budget,
): ReadonlyMap<number, CrossReference> {
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths
  const entries = new Map<number, CrossReference>()
  const width = typeWidth + secondWidth + thirdWidth
  if (width === 0) throw new PdfProblem('malformed', 'cross-references without width')
  let at = 0
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const [first = 0, count = 0] = [index[pair], index[pair + 1]]
    for (let number = first; number < first + count && at + width <= packed.length; number++, at += width) {
      const type = typeWidth === 0 ? 1 : bigEndian(packed, at, typeWidth)
      const second = bigEndian(packed, at + typeWidth, secondWidth)
      const third = bigEndian(packed, at + typeWidth + secondWidth, thirdWidth)
      if (!entries.has(number)) entries.set(number, entryOf(type, second, third))
    }
  }
  if (entries.size > pdfLimits.objects) throw new PdfProblem('too_complex', 'too many objects')
  spend(budget, packed.length)
  return entries
}

function bigEndian(bytes: Uint8Array, start: number, width: number): number {
  let value = 0
  for (let position = start; position < start + width; position++) value = value * 256 + (bytes[position] ?? 0)
  return value
}

function entryOf(type: number, second: number, third: number): CrossReference {
  if (type === 1) return { kind: 'at', offset: second, generation: third }
  return type === 2 ? { kind: 'in_stream', container: second, index: third } : { kind: 'free' }
}

/** Where `startxref` at or before `end` points to, and where the file ends after it; null when there is none. */
export function findStart(bytes: Uint8Array, end: number): Readonly<{ start: number; word: number }> | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const word = text.subarray(0, end).lastIndexOf('startxref', undefined, 'latin1')
  if (word < 0) return null
  const found = text
    .toString('latin1', word, Math.min(word + 40, bytes.length))
    .match(/^startxref\s+(\d{1,15})\s/)
  return found ? { start: Number(found[1]), word } : null
}

/** The sections from the newest to the oldest, along `/Prev`; each only once. */
export function readSections(
  bytes: Uint8Array,
  start: number,
  budget: Budget,
): readonly CrossReferenceSection[] {
  const sections: CrossReferenceSection[] = []
  const seen = new Set<number>()
  let next: number | null = start
  while (next !== null) {
    if (seen.has(next)) throw new PdfProblem('malformed', 'the cross-references go round in a circle')
    if (sections.length >= pdfLimits.sections) throw new PdfProblem('too_complex', 'too many updates')
    seen.add(next)
    const section = readSection(bytes, checkedOffset(bytes, next), budget)
    sections.push(section)
    const previous = entriesOf(section.trailer).get('Prev')
    if (previous !== undefined && typeof previous !== 'number') {
      throw new PdfProblem('malformed', 'the place of older cross-references is no number')
    }
    next = previous ?? null
  }
  return sections
}
