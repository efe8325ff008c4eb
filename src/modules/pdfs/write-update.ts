import { createHash } from 'node:crypto'
import type { CrossReference } from './cross-references.ts'
import { array, byteString, dictionary, isArray, isString, name, type PdfObject, stream } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { PdfProblem } from './problem.ts'
import { serialise } from './serialise.ts'

/** Objects of an update by their number: new ones from `pdf.nextNumber` on, or old ones that are written anew. */
export type PdfChanges = ReadonlyMap<number, PdfObject>

type Written = Readonly<{ number: number; generation: number; offset: number }>

/**
 * The file with an update after it: every byte of before stays where it is. The cross-references are a table or a stream,
 * as the newest of the file are. Throws `malformed` for a repaired file, which an update cannot point back to.
 */
export function writeUpdate(pdf: PdfFile, changes: PdfChanges): Uint8Array {
  if (pdf.listOddities().includes('repaired')) {
    throw new PdfProblem('malformed', 'a repaired file cannot be updated')
  }
  const parts: Uint8Array[] = [pdf.bytes]
  let offset = pdf.bytes.length
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes)
    offset += bytes.length
  }
  if (pdf.bytes.at(-1) !== 10) push(Buffer.from('\n'))
  const written: Written[] = []
  for (const [number, object] of [...changes].sort(([left], [right]) => left - right)) {
    const generation = generationOf(pdf.entries.get(number))
    written.push({ number, generation, offset })
    push(wrap(number, generation, object))
  }
  const start = offset
  if (pdf.sections[0]?.style === 'stream') push(referenceStream(pdf, written, start))
  else push(referenceTable(pdf, written, start))
  push(Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}

const generationOf = (entry: CrossReference | undefined): number =>
  entry?.kind === 'at' ? entry.generation : 0

const wrap = (number: number, generation: number, object: PdfObject): Buffer =>
  Buffer.concat([Buffer.from(`${number} ${generation} obj\n`), serialise(object), Buffer.from('\nendobj\n')])

/** Numbers that follow each other stand in one run. */
function runsOf(written: readonly Written[]): readonly (readonly Written[])[] {
  const runs: Written[][] = []
  for (const row of written) {
    const run = runs.at(-1)
    if (run && run.at(-1)?.number === row.number - 1) run.push(row)
    else runs.push([row])
  }
  return runs
}

function sizeAfter(pdf: PdfFile, written: readonly Written[]): number {
  return Math.max(pdf.nextNumber, (written.at(-1)?.number ?? 0) + 1)
}

/** What a trailer keeps from the one before; the second half of its id changes with every saving (§14.4). */
function trailerEntries(pdf: PdfFile, size: number, start: number): Record<string, PdfObject | undefined> {
  const { entries } = pdf.trailer
  const id = pdf.resolve(entries.get('ID'))
  const first = isArray(id) ? pdf.resolve(id.items[0]) : null
  const fresh = createHash('sha256')
    .update(`${start}`)
    .update(pdf.bytes.subarray(-4096))
    .digest()
    .subarray(0, 16)
  return {
    Size: size,
    Root: entries.get('Root'),
    Info: entries.get('Info'),
    ID: array(isString(first) ? byteString(first.bytes) : byteString(fresh), byteString(fresh)),
    Prev: pdf.sections[0]?.start ?? 0,
  }
}

function referenceTable(pdf: PdfFile, written: readonly Written[], start: number): Buffer {
  const rows = runsOf(written).map((run) => {
    const lines = run.map(
      ({ offset, generation }) =>
        `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`,
    )
    return `${run[0]?.number} ${run.length}\n${lines.join('')}`
  })
  const trailer = serialise(dictionary(trailerEntries(pdf, sizeAfter(pdf, written), start)))
  return Buffer.concat([Buffer.from(`xref\n${rows.join('')}trailer\n`), trailer, Buffer.from('\n')])
}

/** The stream of cross-references is an object itself and stands in its own list. */
function referenceStream(pdf: PdfFile, written: readonly Written[], start: number): Buffer {
  const own = sizeAfter(pdf, written)
  const rows = [...written, { number: own, generation: 0, offset: start }]
  const packed = Buffer.alloc(rows.length * 8)
  for (const [index, { offset, generation }] of rows.entries()) {
    packed.writeUInt8(1, index * 8)
    packed.writeUIntBE(offset, index * 8 + 1, 5)
    packed.writeUInt16BE(generation, index * 8 + 6)
  }
  const trailer = dictionary({
    Type: name('XRef'),
    ...trailerEntries(pdf, own + 1, start),
    W: array(1, 5, 2),
    Index: array(...runsOf(rows).flatMap((run) => [run[0]?.number ?? 0, run.length])),
  })
  return wrap(own, 0, stream(trailer, packed))
}
