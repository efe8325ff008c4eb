import { type CrossReference, type CrossReferenceSection, findStart, readSections } from './cross-references.ts'
import { makeLoader } from './object-loader.ts'
import { entriesOf, isDictionary, isRef, type PdfDictionary } from './objects.ts'
import type { PdfFile, PdfOddity } from './pdf-file.ts'
import { type Budget, makeBudget, PdfProblem, pdfLimits } from './problem.ts'
import { salvage } from './repair.ts'
import { listEndings, listRevisions } from './revisions.ts'

const headWithin = 1024

/**
 * Reads a PDF. The bytes are kept, not copied. Throws `PdfProblem`, and nothing else: `not_a_pdf` without `%PDF-` in its
 * first bytes, `truncated` without an ending, `encrypted`, `malformed` when nothing can be made of it, `too_complex`.
 */
export function readPdf(bytes: Uint8Array): PdfFile {
  const oddities = new Set<PdfOddity>()
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = text.subarray(0, headWithin).indexOf('%PDF-', 0, 'latin1')
  if (head < 0) throw new PdfProblem('not_a_pdf', 'no %PDF- at its beginning')
  if (head > 0) oddities.add('bytes_before_start')
  const ending = listEndings(bytes).at(-1)
  if (!ending || ending.names === 0) throw new PdfProblem('truncated', 'the file has no ending')
  const rest = text.subarray(ending.end)
  if (rest.includes(' obj') && !rest.toString('latin1', Math.max(0, rest.length - 32)).includes('%%EOF')) {
    throw new PdfProblem('truncated', 'the file breaks off in an update')
  }
  if (rest.toString('latin1', 0, 4096).trim() !== '') oddities.add('bytes_after_end')
  const budget = makeBudget(bytes.length)
  try {
    const start = findStart(bytes, ending.end)?.start ?? ending.names
    return assemble(bytes, readSections(bytes, start, budget), budget, oddities)
  } catch (error) {
    if (!(error instanceof PdfProblem) || error.code !== 'malformed') throw error
    return repaired(bytes, budget, oddities)
  }
}

function repaired(bytes: Uint8Array, budget: Budget, oddities: Set<PdfOddity>): PdfFile {
  oddities.add('repaired')
  const { entries, trailer } = salvage(bytes, budget)
  return assemble(bytes, [{ start: 0, style: 'table', entries, trailer }], budget, oddities)
}

function assemble(
  bytes: Uint8Array,
  sections: readonly CrossReferenceSection[],
  budget: Budget,
  oddities: Set<PdfOddity>,
): PdfFile {
  const trailer = newestTrailer(sections)
  const entries = mergeEntries(sections)
  const loader = makeLoader(bytes, entries, budget, oddities)
  const catalogRef = trailer.entries.get('Root')
  const catalog = loader.resolve(catalogRef)
  if (!isRef(catalogRef) || !isDictionary(catalog)) throw new PdfProblem('malformed', 'the file has no catalog')
  return {
    bytes,
    trailer,
    catalog,
    catalogRef,
    sections,
    revisions: oddities.has('repaired') ? [] : listRevisions(sections, listEndings(bytes)),
    entries,
    nextNumber: nextNumber(entries, trailer),
    ...loader,
    listOddities: () => [...oddities],
  }
}

function newestTrailer(sections: readonly CrossReferenceSection[]): PdfDictionary {
  const locked = sections.some(({ trailer }) => (trailer.entries.get('Encrypt') ?? null) !== null)
  if (locked) throw new PdfProblem('encrypted', 'the file is encrypted')
  const newest = sections[0]
  if (!newest) throw new PdfProblem('malformed', 'no cross-references')
  return newest.trailer
}

function mergeEntries(sections: readonly CrossReferenceSection[]): ReadonlyMap<number, CrossReference> {
  if (sections.length === 1 && sections[0]) return sections[0].entries
  const merged = new Map<number, CrossReference>()
  for (const { entries } of sections.toReversed())
    for (const [number, entry] of entries) merged.set(number, entry)
  if (merged.size > pdfLimits.objects) throw new PdfProblem('too_complex', 'too many objects')
  return merged
}

function nextNumber(entries: ReadonlyMap<number, unknown>, trailer: PdfDictionary): number {
  const size = entriesOf(trailer).get('Size')
  let next = typeof size === 'number' && Number.isInteger(size) && size > 0 && size < 2 ** 31 ? size : 1
  for (const number of entries.keys()) next = Math.max(next, number + 1)
  return next
}
