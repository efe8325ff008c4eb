/**
 * Why a file is no PDF that we read. `truncated`: its end is missing. `encrypted`: it asks for a password or hides behind
 * an empty one. `too_complex`: reading it would cost more than an honest file ever does.
 */
export type PdfProblemCode = 'not_a_pdf' | 'truncated' | 'encrypted' | 'malformed' | 'too_complex'

/** The only error that reading a file throws; `detail` is for the log, in English. */
export class PdfProblem extends Error {
  override readonly name = 'PdfProblem'
  readonly code: PdfProblemCode
  readonly detail: string
  constructor(code: PdfProblemCode, detail: string) {
    super(`${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}

/** What a file may cost us. Every limit ends in `too_complex`. */
export const pdfLimits = {
  /** Nested arrays and dictionaries. */
  depth: 100,
  objects: 1_000_000,
  /** Sections of cross-references, each an update. */
  sections: 1_000,
  pages: 20_000,
  fields: 20_000,
  /** Bytes that one stream of objects or cross-references may inflate to. */
  inflatedBytes: 32 * 1024 * 1024,
} as const

/** Bytes that may be looked at altogether, so that overlapping objects and endless searches come to an end. */
export type Budget = { left: number }

/** Enough to read every byte of an honest file some times over. */
export const makeBudget = (sizeBytes: number): Budget => ({ left: 64 * 1024 * 1024 + sizeBytes * 16 })

/** Takes from the budget; throws `too_complex` when nothing is left. */
export function spend(budget: Budget, bytes: number): void {
  budget.left -= bytes
  if (budget.left < 0) throw new PdfProblem('too_complex', 'reading costs more than the file is worth')
}
