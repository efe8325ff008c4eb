import {
  type CrossReferenceSection,
  type CrossReferences,
  findStart,
  readSections,
} from './cross-references.ts'
import { makeLoader } from './object-loader.ts'
import { entriesOf, isDictionary, isRef, type PdfDictionary } from './objects.ts'
import type { PdfFile, PdfOddity } from './pdf-file.ts'
import { type Budget, makeBudget, PdfProblem } from './problem.ts'
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
    const sections = readSections(bytes, start, budget)
    return assemble(
      { bytes, sections, revisions: listRevisions(sections, listEndings(bytes)) },
      budget,
      oddities,
    )
  } catch (error) {
    if (!(error instanceof PdfProblem) || error.code !== 'malformed') throw error
    return repaired(bytes, budget, oddities)
  }
}

function repaired(bytes: Uint8Array, budget: Budget, oddities: Set<PdfOddity>): PdfFile {
  oddities.add('repaired')
  const { entries, trailer } = salvage(bytes, budget)
  const sections = [{ start: 0, style: 'table' as const, entries, trailer }]
  return assemble({ bytes, sections, revisions: [] }, budget, oddities)
}

/**
 * The file as one of its revisions left it: what reading its bytes up to there would give, without reading its
 * cross-references again.
 */
export function readRevision(pdf: PdfFile, index: number): PdfFile {
  const revisions = pdf.revisions.slice(0, index + 1)
  const last = revisions.at(-1)
  if (!last || index === pdf.revisions.length - 1) return pdf
  const bytes = pdf.bytes.subarray(0, last.end)
  const sections = revisions.toReversed().flatMap((revision) => revision.sections)
  return assemble({ bytes, sections, revisions }, makeBudget(bytes.length), new Set())
}

type Parts = Pick<PdfFile, 'bytes' | 'sections' | 'revisions'>

function assemble({ bytes, sections, revisions }: Parts, budget: Budget, oddities: Set<PdfOddity>): PdfFile {
  const trailer = newestTrailer(sections)
  const entries = layEntries(sections)
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
    revisions,
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

/** The newest word on each object. The tables are not copied together: of a large file that would take much memory. */
function layEntries(sections: readonly CrossReferenceSection[]): CrossReferences {
  const layers = sections.map(({ entries }) => entries)
  if (layers.length === 1 && layers[0]) return layers[0]
  return {
    get: (number) => layers.find((layer) => layer.has(number))?.get(number),
    has: (number) => layers.some((layer) => layer.has(number)),
    *keys() {
      for (const [depth, layer] of layers.entries()) {
        for (const number of layer.keys()) {
          if (!layers.slice(0, depth).some((newer) => newer.has(number))) yield number
        }
      }
    },
  }
}

function nextNumber(entries: CrossReferences, trailer: PdfDictionary): number {
  const size = entriesOf(trailer).get('Size')
  let next = typeof size === 'number' && Number.isInteger(size) && size > 0 && size < 2 ** 31 ? size : 1
  for (const number of entries.keys()) next = Math.max(next, number + 1)
  return next
}
