import { inflateSync } from 'node:zlib'
import { isArray, isDictionary, isName, type PdfDictionary, type PdfObject, type PdfStream } from './objects.ts'
import { type Budget, PdfProblem, pdfLimits, spend } from './problem.ts'

/**
 * The bytes of a stream without its filters. Only Flate with its predictors: what streams of objects and of
 * cross-references use. Throws `malformed` for another filter or broken data, `too_complex` above `inflatedBytes`.
 */
export function decodeStream(
  stream: PdfStream,
  budget: Budget,
  find: (object: PdfObject) => PdfObject,
): Uint8Array {
  const { entries } = stream.dictionary
  const filters = listOf(find(entries.get('Filter') ?? null), find)
  const parameters = listOf(find(entries.get('DecodeParms') ?? null), find)
  if (filters.length > 2) throw new PdfProblem('too_complex', 'many filters')
  return filters.reduce<Uint8Array>((bytes, filter, position) => {
    if (!isName(filter, 'FlateDecode') && !isName(filter, 'Fl')) {
      throw new PdfProblem('malformed', 'a filter that is not read here')
    }
    const parms = parameters[position]
    return unpredict(inflate(bytes, budget), isDictionary(parms) ? parms : null)
  }, stream.raw)
}

function listOf(object: PdfObject, find: (object: PdfObject) => PdfObject): readonly PdfObject[] {
  if (object === null) return []
  return isArray(object) ? object.items.slice(0, 10).map(find) : [object]
}

function inflate(bytes: Uint8Array, budget: Budget): Uint8Array {
  try {
    const inflated = inflateSync(bytes, { maxOutputLength: pdfLimits.inflatedBytes })
    spend(budget, inflated.length + bytes.length)
    return inflated
  } catch (error) {
    if (error instanceof PdfProblem) throw error
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new PdfProblem('too_complex', 'a stream inflates beyond all measure')
    }
    throw new PdfProblem('malformed', 'a stream does not inflate')
  }
}

function numberIn(parameters: PdfDictionary, key: string, otherwise: number): number {
  const value = parameters.entries.get(key)
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536 ? value : otherwise
}

function unpredict(bytes: Uint8Array, parameters: PdfDictionary | null): Uint8Array {
  const predictor = parameters ? numberIn(parameters, 'Predictor', 1) : 1
  if (!parameters || predictor === 1) return bytes
  if (predictor < 10) throw new PdfProblem('malformed', 'a predictor that is not read here')
  const bits = numberIn(parameters, 'Colors', 1) * numberIn(parameters, 'BitsPerComponent', 8)
  const sample = Math.max(1, bits >> 3)
  const row = Math.ceil((bits * numberIn(parameters, 'Columns', 1)) / 8)
  return unfilterRows(bytes, row, sample)
}

/** The filters of PNG (RFC 2083 §6). */
function unfilterRows(bytes: Uint8Array, row: number, sample: number): Uint8Array {
  const rows = Math.floor(bytes.length / (row + 1))
  const found = new Uint8Array(rows * row)
  for (let index = 0; index < rows; index++) unfilterRow(bytes, found, { index, row, sample })
  return found
}

type Row = Readonly<{ index: number; row: number; sample: number }>

function unfilterRow(bytes: Uint8Array, found: Uint8Array, { index, row, sample }: Row): void {
  const source = index * (row + 1)
  const filter = bytes[source] ?? 0
  const target = index * row
  const above = (column: number): number => (index > 0 && column >= 0 ? (found[target - row + column] ?? 0) : 0)
  for (let column = 0; column < row; column++) {
    const left = column >= sample ? (found[target + column - sample] ?? 0) : 0
    const guess = predicted(filter, left, above(column), above(column - sample))
    found[target + column] = (bytes[source + 1 + column] ?? 0) + guess
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4:
      return paeth(left, up, corner)
    default:
      return 0
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
