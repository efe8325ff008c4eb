/** The door: what the rest of the system may use of pdfs. */
export type { PdfChange, PdfChangeKind } from './comparison.ts'
export type { CrossReference, CrossReferenceSection } from './cross-references.ts'
export { decodePdfStream } from './decode-pdf-stream.ts'
export { listDuplicateObjects } from './duplicate-objects.ts'
export { listChanges } from './list-changes.ts'
export {
  array,
  byteString,
  dictionary,
  entriesOf,
  isArray,
  isDictionary,
  isName,
  isRef,
  isStream,
  isString,
  name,
  type PdfArray,
  type PdfDictionary,
  type PdfName,
  type PdfObject,
  type PdfRef,
  type PdfStream,
  type PdfString,
  readTextString,
  ref,
  stream,
  textString,
  withEntries,
} from './objects.ts'
export type { PdfFile, PdfOddity, PdfRevision } from './pdf-file.ts'
export { PdfProblem, type PdfProblemCode } from './problem.ts'
export { readPdf, readRevision } from './read-pdf.ts'
export { serialise } from './serialise.ts'
export {
  findAcroForm,
  findSecurityStore,
  listFields,
  listPages,
  listSignatureFields,
  type PdfField,
  type PdfPage,
} from './structure.ts'
export {
  type PlacedWord,
  type ScannedDocument,
  type ScannedPage,
  writeScannedPdf,
} from './write-scanned-pdf.ts'
export { type PdfChanges, writeUpdate } from './write-update.ts'
