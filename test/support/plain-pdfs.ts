import { deflateSync } from 'node:zlib'
import {
  array,
  byteString,
  dictionary,
  isStream,
  name,
  type PdfDictionary,
  type PdfObject,
  ref,
  serialise,
  stream,
} from '#modules/pdfs'

/** How a file keeps its cross-references: a table, a stream with packed objects, or a table that hides a stream. */
export type PlainStyle = 'table' | 'stream' | 'hybrid'

export type PlainPdf = Readonly<{
  style?: PlainStyle
  /** A line of text on each page. */
  pages?: readonly string[]
  /** Objects beside those of the pages, by number from 100 on. */
  objects?: ReadonlyMap<number, PdfObject>
  /** Entries of the catalog beside its pages. */
  catalog?: Readonly<Record<string, PdfObject>>
  /** Entries of every page beside its text. */
  page?: Readonly<Record<string, PdfObject>>
}>

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

/** The content of a page: one line of text at the top. */
export const pageContent = (text: string): PdfObject =>
  stream(dictionary({}), latin(`BT /F1 18 Tf 60 760 Td (${text}) Tj ET`))

/** A small PDF made by hand: 1 catalog, 2 pages, 3 font, then a page and its content for each text. */
export function makePlainPdf({
  style = 'table',
  pages = ['A decision'],
  objects = new Map(),
  catalog = {},
  page = {},
}: PlainPdf = {}): Buffer {
  const all = new Map<number, PdfObject>([
    [1, dictionary({ Type: name('Catalog'), Pages: ref(2), ...catalog })],
    [2, pageTree(pages.length)],
    [3, dictionary({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') })],
  ])
  for (const [index, text] of pages.entries()) {
    all.set(10 + index * 2, plainPage(11 + index * 2, page))
    all.set(11 + index * 2, pageContent(text))
  }
  for (const [number, object] of objects) all.set(number, object)
  return writePlainPdf(all, style)
}

const pageTree = (count: number): PdfDictionary =>
  dictionary({
    Type: name('Pages'),
    Count: count,
    Kids: array(...Array.from({ length: count }, (_, index) => ref(10 + index * 2))),
  })

const plainPage = (content: number, extra: Readonly<Record<string, PdfObject>>): PdfDictionary =>
  dictionary({
    Type: name('Page'),
    Parent: ref(2),
    MediaBox: array(0, 0, 595, 842),
    Contents: ref(content),
    Resources: dictionary({ Font: dictionary({ F1: ref(3) }) }),
    ...extra,
  })

/** A whole file of these objects; the catalog is object 1. */
export function writePlainPdf(objects: ReadonlyMap<number, PdfObject>, style: PlainStyle = 'table'): Buffer {
  const parts: Buffer[] = [latin('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')]
  const offsets = new Map<number, number>()
  let size = sizeOf(parts)
  const push = (number: number, object: PdfObject): void => {
    const written = Buffer.concat([latin(`${number} 0 obj\n`), serialise(object), latin('\nendobj\n')])
    offsets.set(number, size)
    size += written.length
    parts.push(written)
  }
  const packed = style === 'table' ? [] : [...objects].filter(([, object]) => !isStream(object))
  for (const [number, object] of objects) if (style === 'table' || isStream(object)) push(number, object)
  const next = [...objects.keys()].reduce((most, number) => Math.max(most, number), 0) + 1
  if (packed.length > 0) push(next, packObjects(packed))
  if (style === 'table') return Buffer.concat([...parts, writeTable(offsets, next, sizeOf(parts), '')])
  const places = new Map(packed.map(([number], index) => [number, [2, next, index] as const]))
  return style === 'stream'
    ? Buffer.concat([...parts, writeStream(offsets, places, next + 1, sizeOf(parts))])
    : writeHybrid(parts, offsets, places, next + 1)
}

const sizeOf = (parts: readonly Buffer[]): number => parts.reduce((sum, part) => sum + part.length, 0)

function packObjects(packed: readonly (readonly [number, PdfObject])[]): PdfObject {
  const bodies = packed.map(([number, object]) => ({
    number,
    body: `${serialise(object).toString('latin1')} `,
  }))
  let offset = 0
  const head = bodies.map(({ number, body }) => {
    const pair = `${number} ${offset}`
    offset += body.length
    return pair
  })
  const table = `${head.join(' ')} `
  const bytes = deflateSync(latin(table + bodies.map(({ body }) => body).join('')))
  const entries = { Type: name('ObjStm'), N: packed.length, First: table.length, Filter: name('FlateDecode') }
  return stream(dictionary(entries), bytes)
}

const identity = array(byteString(Buffer.alloc(16, 7)), byteString(Buffer.alloc(16, 7)))

function writeTable(offsets: ReadonlyMap<number, number>, size: number, start: number, hidden: string): Buffer {
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number)
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const trailer = serialise(dictionary({ Size: size, Root: ref(1), ID: identity })).toString('latin1')
  const whole = trailer.replace(/>>$/, `${hidden}>>`)
  return latin(`xref\n0 ${size}\n${rows.join('')}trailer\n${whole}\nstartxref\n${start}\n%%EOF\n`)
}

type Places = ReadonlyMap<number, readonly [number, number, number]>

function referenceStream(offsets: ReadonlyMap<number, number>, places: Places, own: number): Buffer {
  const rows = Buffer.alloc((own + 1) * 7)
  for (let number = 0; number <= own; number++) {
    const offset = offsets.get(number)
    const row = offset === undefined ? (places.get(number) ?? [0, 0, 65_535]) : [1, offset, 0]
    rows.writeUInt8(row[0] ?? 0, number * 7)
    rows.writeUInt32BE(row[1] ?? 0, number * 7 + 1)
    rows.writeUInt16BE(row[2] ?? 0, number * 7 + 5)
  }
  const entries = { Type: name('XRef'), Size: own + 1, W: array(1, 4, 2), Root: ref(1), ID: identity }
  const object = stream(dictionary({ ...entries, Filter: name('FlateDecode') }), deflateSync(rows))
  return Buffer.concat([latin(`${own} 0 obj\n`), serialise(object), latin('\nendobj\n')])
}

function writeStream(offsets: ReadonlyMap<number, number>, places: Places, own: number, start: number): Buffer {
  const section = referenceStream(new Map(offsets).set(own, start), places, own)
  return Buffer.concat([section, latin(`startxref\n${start}\n%%EOF\n`)])
}

/** The catalog stands in the stream that only newer readers look at (§7.5.8.4), like every packed object. */
function writeHybrid(
  parts: readonly Buffer[],
  offsets: ReadonlyMap<number, number>,
  places: Places,
  own: number,
): Buffer {
  const hiddenAt = sizeOf(parts)
  const section = referenceStream(new Map(), places, own)
  const table = writeTable(offsets, own + 1, hiddenAt + section.length, `/XRefStm ${hiddenAt}`)
  return Buffer.concat([...parts, section, table])
}
