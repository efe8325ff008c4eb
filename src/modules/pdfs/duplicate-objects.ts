import type { PdfFile } from './pdf-file.ts'

const mostListed = 20

/**
 * Object numbers that one saving of the file wrote twice: readers that search for objects see another file than those
 * that follow the cross-references, and a later revision can swap them. At most 20.
 */
export function listDuplicateObjects(pdf: PdfFile): readonly number[] {
  const text = Buffer.from(pdf.bytes.buffer, pdf.bytes.byteOffset, pdf.bytes.length)
  const ends = pdf.revisions.map(({ end }) => end)
  const duplicates = new Set<number>()
  let revision = 0
  let seen = new Set<number>()
  for (let at = text.indexOf(' obj'); at >= 0; at = text.indexOf(' obj', at + 4)) {
    while (at >= (ends[revision] ?? Number.POSITIVE_INFINITY)) {
      revision++
      seen = new Set()
    }
    const number = numberBefore(text, at)
    if (number === null || !pdf.entries.has(number)) continue
    if (seen.has(number)) duplicates.add(number)
    seen.add(number)
    if (duplicates.size >= mostListed) break
  }
  return [...duplicates]
}

/** Only where an object may begin: after another, after a line of cross-references, or after the head of the file. */
function numberBefore(text: Buffer, at: number): number | null {
  const head = text.toString('latin1', Math.max(0, at - 40), at)
  const found = head.match(/(?:endobj|%%EOF|%[^\r\n]*)\s*[\r\n]\s*(\d{1,10})\s+\d{1,5}$/)
  return found ? Number(found[1]) : null
}
