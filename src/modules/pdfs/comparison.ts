import type { CrossReference } from './cross-references.ts'
import { isRef, type PdfObject } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { sameObject } from './same-object.ts'

/**
 * What a later revision did to an earlier one. The first line is what signing, stamping and filling in do; everything
 * else changes what a reader sees or may see.
 */
export type PdfChangeKind =
  | 'security_store'
  | 'signature_added'
  | 'document_timestamp_added'
  | 'signature_field_added'
  | 'field_filled'
  | 'metadata_changed'
  | 'structure_changed'
  | 'field_added'
  | 'form_changed'
  | 'annotation_added'
  | 'annotation_changed'
  | 'annotation_removed'
  | 'pages_changed'
  | 'page_content_changed'
  | 'catalog_changed'
  | 'signature_changed'
  | 'object_replaced'
  | 'history_rewritten'

/** One change; `where` names the field, the page or the key. */
export type PdfChange = Readonly<{ kind: PdfChangeKind; where: string }>

/** Two revisions side by side, and what was found different so far. */
export type Comparison = Readonly<{
  before: PdfFile
  after: PdfFile
  report: (kind: PdfChangeKind, where: string) => void
  /** Whether the object of this number says something else afterwards; one that was missing and is there now does. */
  isTouched: (number: number) => boolean
  /** Says that a number is judged by a rule of its own: `freeze` stops before it. */
  leaveOut: (number: number) => void
  /** Nothing that the value leads to may have been touched. */
  freeze: (value: PdfObject | undefined, kind: PdfChangeKind, where: string) => void
  listChanges: () => readonly PdfChange[]
}>

const mostReported = 50

/** Begins a comparison; the bytes of `before` must be the first bytes of `after`. */
export function compare(before: PdfFile, after: PdfFile): Comparison {
  const changes = new Map<string, PdfChange>()
  const touched = new Map<number, boolean>()
  const seen = new Set<number>()

  function report(kind: PdfChangeKind, where: string): void {
    if (changes.size < mostReported) changes.set(`${kind} ${where}`, { kind, where })
  }

  function isTouched(number: number): boolean {
    if (sameEntry(before, after, number)) return false
    const found = touched.get(number) ?? !sameObject(before.findObject(number), after.findObject(number))
    touched.set(number, found)
    return found
  }

  function freeze(value: PdfObject | undefined, kind: PdfChangeKind, where: string): void {
    const open: PdfObject[] = [value ?? null]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (isRef(next)) open.push(freezeObject(next.number, kind, where))
      else pushParts(open, next)
    }
  }

  /** What the object leads to; null when it was looked at before. */
  function freezeObject(number: number, kind: PdfChangeKind, where: string): PdfObject {
    if (seen.has(number)) return null
    seen.add(number)
    if (isTouched(number)) report(kind, `${where} (${number} 0 R)`)
    return before.findObject(number)
  }

  return {
    before,
    after,
    report,
    isTouched,
    leaveOut: (number) => seen.add(number),
    freeze,
    listChanges: () => [...changes.values()],
  }
}

function pushParts(open: PdfObject[], object: PdfObject): void {
  if (object === null || typeof object !== 'object') return
  if (object.kind === 'array') for (const item of object.items) open.push(item)
  if (object.kind === 'dictionary') for (const value of object.entries.values()) open.push(value)
  if (object.kind === 'stream') for (const value of object.dictionary.entries.values()) open.push(value)
}

/** The same place in bytes that are the same: nothing needs to be read. */
function sameEntry(before: PdfFile, after: PdfFile, number: number): boolean {
  const [left, right] = [before.entries.get(number), after.entries.get(number)]
  if (left?.kind !== 'in_stream' || right?.kind !== 'in_stream') return samePlace(left, right)
  const sameSlot = left.container === right.container && left.index === right.index
  return sameSlot && samePlace(before.entries.get(left.container), after.entries.get(left.container))
}

function samePlace(left: CrossReference | undefined, right: CrossReference | undefined): boolean {
  if (left?.kind === 'at' && right?.kind === 'at') return left.offset === right.offset
  const gone = (entry: CrossReference | undefined): boolean => entry === undefined || entry.kind === 'free'
  return gone(left) && gone(right)
}
