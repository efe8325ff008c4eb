import type { CrossReference } from './cross-references.ts'
import { decodeStream } from './filters.ts'
import {
  dictionary,
  isDictionary,
  isName,
  isRef,
  isStream,
  type PdfDictionary,
  type PdfObject,
  ref,
} from './objects.ts'
import { type NumberedObject, parseNumberedObject, parseObject } from './parse-object.ts'
import { type Budget, PdfProblem, pdfLimits } from './problem.ts'
import { readToken } from './tokens.ts'

export type Salvage = Readonly<{ entries: ReadonlyMap<number, CrossReference>; trailer: PdfDictionary }>

/**
 * Looks for every object in a file whose cross-references are useless; of several with one number the last counts. Only
 * for a file that has its end: what is cut off is not repaired. Throws `malformed` when no catalog is found.
 */
export function salvage(bytes: Uint8Array, budget: Budget): Salvage {
  const entries = new Map<number, CrossReference>()
  let trailer: PdfDictionary | null = null
  for (const found of findNumberedObjects(bytes, budget)) {
    entries.set(found.number, { kind: 'at', offset: found.start, generation: found.generation })
    const parts = isStream(found.object) ? found.object.dictionary : found.object
    if (!isDictionary(parts)) continue
    trailer = trailerFrom(found, parts) ?? trailer
    if (isName(parts.entries.get('Type'), 'ObjStm')) addContained(entries, found, budget)
  }
  const last = lastTrailer(bytes, budget) ?? trailer
  if (!last) throw new PdfProblem('malformed', 'no catalog is to be found')
  return { entries, trailer: last }
}

/** A stream of cross-references is a trailer; for want of any, a catalog makes one. */
function trailerFrom(found: NumberedObject, parts: PdfDictionary): PdfDictionary | null {
  const type = parts.entries.get('Type')
  if (isName(type, 'Catalog')) return dictionary({ Root: ref(found.number, found.generation) })
  return isName(type, 'XRef') && isRef(parts.entries.get('Root')) ? parts : null
}

function* findNumberedObjects(bytes: Uint8Array, budget: Budget): Generator<NumberedObject> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = text.indexOf(' obj')
  for (let count = 0; at >= 0; count++) {
    if (count > pdfLimits.objects) throw new PdfProblem('too_complex', 'too many objects')
    const found = readAt(text, at, budget)
    if (found) yield found
    at = text.indexOf(' obj', Math.max(at + 4, found?.end ?? 0))
  }
}

function readAt(text: Buffer, at: number, budget: Budget): NumberedObject | null {
  const head = text.toString('latin1', Math.max(0, at - 20), at).match(/(?:^|[^\d])(\d{1,10}\s+\d{1,5})$/)?.[1]
  if (!head) return null
  try {
    const cursor = { bytes: text, position: at - head.length, budget, inFile: true }
    return parseNumberedObject(cursor, () => null)
  } catch (error) {
    if (error instanceof PdfProblem && error.code === 'malformed') return null
    throw error
  }
}

function addContained(entries: Map<number, CrossReference>, container: NumberedObject, budget: Budget): void {
  if (!isStream(container.object)) return
  const count = container.object.dictionary.entries.get('N')
  if (typeof count !== 'number' || count > pdfLimits.objects) return
  const bytes = decodeStream(container.object, budget, (found: PdfObject) => found)
  const cursor = { bytes, position: 0, budget, inFile: false }
  for (let index = 0; index < count; index++) {
    const number = readToken(cursor)
    if (number.kind !== 'number' || readToken(cursor).kind !== 'number') return
    entries.set(number.value, { kind: 'in_stream', container: container.number, index })
  }
}

function lastTrailer(bytes: Uint8Array, budget: Budget): PdfDictionary | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = text.lastIndexOf('trailer')
  if (at < 0) return null
  try {
    const found = parseObject({ bytes, position: at + 7, budget, inFile: true })
    return isDictionary(found) && isRef(found.entries.get('Root')) ? found : null
  } catch (error) {
    if (error instanceof PdfProblem && error.code === 'malformed') return null
    throw error
  }
}
