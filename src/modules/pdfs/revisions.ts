import type { CrossReferenceSection } from './cross-references.ts'
import type { PdfRevision } from './pdf-file.ts'
import { PdfProblem, pdfLimits } from './problem.ts'

/** An ending of the file: what `startxref` names, and the byte after `%%EOF` and its line end. */
export type Ending = Readonly<{ names: number; end: number }>

/** Every `startxref ... %%EOF` of the bytes, from the first. */
export function listEndings(bytes: Uint8Array): readonly Ending[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const endings: Ending[] = []
  for (let at = text.indexOf('startxref'); at >= 0; at = text.indexOf('startxref', at + 9)) {
    const found = text.toString('latin1', at, at + 64).match(/^startxref\s+(\d{1,15})\s+%%EOF(\r\n|\r|\n)?/)
    if (found) endings.push({ names: Number(found[1]), end: at + found[0].length })
    if (endings.length > pdfLimits.sections * 4) throw new PdfProblem('too_complex', 'too many endings')
  }
  return endings
}

/**
 * Puts the sections together to revisions. A section that no ending names belongs to the newer one that does: in a
 * linearised file both sections are one saving.
 */
export function listRevisions(
  sections: readonly CrossReferenceSection[],
  endings: readonly Ending[],
): readonly PdfRevision[] {
  const revisions: { start: number; end: number; sections: CrossReferenceSection[] }[] = []
  for (const section of sections) {
    const ending = endings.find(({ names, end }) => names === section.start && end > section.start)
    const newer = revisions.at(-1)
    if (ending) revisions.push({ start: section.start, end: ending.end, sections: [section] })
    else newer?.sections.push(section)
  }
  return revisions.reverse()
}
