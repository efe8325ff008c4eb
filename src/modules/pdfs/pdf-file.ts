import type { CrossReferenceSection, CrossReferences } from './cross-references.ts'
import type { PdfDictionary, PdfObject, PdfRef } from './objects.ts'

/**
 * What is odd about a file that we read all the same. `repaired`: its cross-references were useless and its objects were
 * looked for; `bytes_after_end`, `bytes_before_start`: something stands outside the PDF; `object_misplaced`: an object is
 * not where the cross-references say, `object_unreadable`: it is there and makes no sense. Both count as null.
 */
export type PdfOddity =
  | 'repaired'
  | 'bytes_after_end'
  | 'bytes_before_start'
  | 'object_misplaced'
  | 'object_unreadable'

/** One saving of the file: it ends at `end`, the byte after its `%%EOF` and line end. */
export type PdfRevision = Readonly<{ start: number; end: number; sections: readonly CrossReferenceSection[] }>

/** A PDF as it stands at the end of its bytes. Objects are read when they are asked for; asking never fails on them. */
export type PdfFile = Readonly<{
  bytes: Uint8Array
  /** The newest trailer. */
  trailer: PdfDictionary
  catalog: PdfDictionary
  catalogRef: PdfRef
  /** The newest first. */
  sections: readonly CrossReferenceSection[]
  /** The oldest first; empty in a repaired file. */
  revisions: readonly PdfRevision[]
  /** Where each object stands, the newest word on it. */
  entries: CrossReferences
  /** The first object number that nothing uses. */
  nextNumber: number
  /** The object; null when there is none. Throws only `too_complex`. */
  findObject: (number: number) => PdfObject
  /** The object itself, or what the reference stands for. */
  resolve: (object: PdfObject | undefined) => PdfObject
  /** What was odd so far; grows while objects are read. */
  listOddities: () => readonly PdfOddity[]
}>
