import type { CrossReference, CrossReferences } from './cross-references.ts'
import { decodeStream } from './filters.ts'
import { isRef, isStream, type PdfObject } from './objects.ts'
import { parseNumberedObject, parseObject } from './parse-object.ts'
import type { PdfOddity } from './pdf-file.ts'
import { type Budget, PdfProblem, pdfLimits } from './problem.ts'
import { readToken } from './tokens.ts'

/** Reads objects when they are asked for. */
export type ObjectLoader = Readonly<{
  findObject: (number: number) => PdfObject
  resolve: (object: PdfObject | undefined) => PdfObject
}>

type OpenContainer = Readonly<{ bytes: Uint8Array; places: readonly (readonly [number, number])[] }>

const mostNested = 20
const mostCached = 5_000
const mostContainers = 16

/** A loader over the bytes; oddities that it meets are added to `oddities`. */
export function makeLoader(
  bytes: Uint8Array,
  entries: CrossReferences,
  budget: Budget,
  oddities: Set<PdfOddity>,
): ObjectLoader {
  const cache = new Map<number, PdfObject>()
  const containers = new Map<number, OpenContainer>()
  let nested = 0

  function findObject(number: number): PdfObject {
    const known = cache.get(number)
    if (known !== undefined) return known
    if (nested >= mostNested) throw new PdfProblem('too_complex', 'objects need each other without end')
    nested++
    try {
      const found = loadOrNull(number)
      if (cache.size >= mostCached) cache.clear()
      cache.set(number, found)
      return found
    } finally {
      nested--
    }
  }

  function loadOrNull(number: number): PdfObject {
    try {
      return load(number, entries.get(number))
    } catch (error) {
      if (!(error instanceof PdfProblem) || error.code === 'too_complex') throw error
      oddities.add('object_unreadable')
      return null
    }
  }

  function load(number: number, entry: CrossReference | undefined): PdfObject {
    if (entry === undefined || entry.kind === 'free') return null
    if (entry.kind === 'in_stream') return loadFromStream(number, entry.container, entry.index)
    const cursor = { bytes, position: entry.offset, budget, inFile: true }
    const found = entry.offset < bytes.length ? parseNumberedObject(cursor, resolve) : null
    if (found?.number === number && found.generation === entry.generation) return found.object
    oddities.add('object_misplaced')
    return null
  }

  function loadFromStream(number: number, container: number, index: number): PdfObject {
    const { bytes: inflated, places } = openContainer(container)
    const place = places[index]
    if (place?.[0] === number) {
      return parseObject({ bytes: inflated, position: place[1], budget, inFile: false })
    }
    oddities.add('object_misplaced')
    return null
  }

  function openContainer(number: number): OpenContainer {
    const open = containers.get(number)
    if (open) return open
    const stream = entries.get(number)?.kind === 'at' ? findObject(number) : null
    if (!isStream(stream)) throw new PdfProblem('malformed', `no stream of objects ${number}`)
    const opened = readContainer(decodeStream(stream, budget, resolve), stream.dictionary.entries, budget)
    if (containers.size >= mostContainers) containers.clear()
    containers.set(number, opened)
    return opened
  }

  function resolve(object: PdfObject | undefined): PdfObject {
    let found = object ?? null
    for (let hops = 0; isRef(found); hops++) {
      if (hops >= mostNested) throw new PdfProblem('too_complex', 'a reference to a reference without end')
      found = findObject(found.number)
    }
    return found
  }

  return { findObject, resolve }
}

/** The table at the head of a stream of objects: numbers and where they begin. */
function readContainer(
  bytes: Uint8Array,
  entries: ReadonlyMap<string, PdfObject>,
  budget: Budget,
): OpenContainer {
  const [count, first] = [entries.get('N'), entries.get('First')]
  if (typeof count !== 'number' || typeof first !== 'number' || count > pdfLimits.objects) {
    throw new PdfProblem('malformed', 'a stream of objects without its table')
  }
  const cursor = { bytes, position: 0, budget, inFile: false }
  const places: (readonly [number, number])[] = []
  for (let index = 0; index < count; index++) {
    const [number, offset] = [readToken(cursor), readToken(cursor)]
    if (number.kind !== 'number' || offset.kind !== 'number') break
    places.push([number.value, first + offset.value])
  }
  return { bytes, places }
}
