import { decodeStream } from './filters.ts'
import type { PdfStream } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { makeBudget } from './problem.ts'

/** The content of a stream without its filters; throws `PdfProblem`, `too_complex` above 32 MB. */
export function decodePdfStream(pdf: PdfFile, stream: PdfStream): Uint8Array {
  return decodeStream(stream, makeBudget(stream.raw.length), pdf.resolve)
}
