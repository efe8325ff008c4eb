import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { glyphWidth, makeGlyphlessFont, makeGlyphMap, makeUnicodeMap } from './glyphless-font.ts'

/** A word and its place in the picture, in pixels from the top left. */
export type PlacedWord = Readonly<{ text: string; x0: number; y0: number; x1: number; y1: number }>

/** A page: a JPEG in colour (three components), how many dots an inch of paper has, and the words of each line. */
export type ScannedPage = Readonly<{
  jpeg: Uint8Array
  width: number
  height: number
  dotsPerInch: number
  lines: readonly (readonly PlacedWord[])[]
}>

/** What the file says of itself. `colourProfile`: an ICC profile of sRGB. `madeAt`: RFC 3339. */
export type ScannedDocument = Readonly<{ title: string; madeAt: string; colourProfile: Uint8Array }>

const catalog = 1
const pageTree = 2
const metadata = 3
const profile = 4
const font = 5
const firstOfPages = 11

/**
 * Writes pictures of pages as a PDF/A-2b at their true size, with the words that were read behind them: invisible, to be
 * searched and copied. Page after page: memory does not grow with their number.
 */
export async function* writeScannedPdf(
  pages: AsyncIterable<ScannedPage>,
  document: ScannedDocument,
): AsyncGenerator<Buffer> {
  const out = openOutput()
  yield out.raw(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'))
  yield out.object(catalog, catalogBody)
  const describing = Buffer.from(describe(document))
  yield out.stream(metadata, '/Type /Metadata /Subtype /XML', describing)
  yield out.stream(profile, '/N 3 /Filter /FlateDecode', deflateSync(document.colourProfile))
  for (const piece of writeFont(out)) yield piece
  const kids: number[] = []
  for await (const page of pages) {
    const [picture, content, leaf] = [0, 1, 2].map((index) => firstOfPages + kids.length * 3 + index) as [
      number,
      number,
      number,
    ]
    yield out.stream(picture, pictureOf(page), page.jpeg)
    yield out.stream(content, '/Filter /FlateDecode', deflateSync(contentOf(page)))
    yield out.object(leaf, leafOf(page, { picture, content }))
    kids.push(leaf)
  }
  yield out.object(pageTree, `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map(refer).join(' ')}] >>`)
  yield out.end()
}

const refer = (number: number): string => `${number} 0 R`
const round = (value: number): string => String(Math.round(value * 1000) / 1000)

/** Keeps where each object begins, and a fingerprint of all for the name of the file. */
function openOutput() {
  const offsets = new Map<number, number>()
  const hash = createHash('md5')
  let at = 0
  const raw = (bytes: Buffer): Buffer => {
    at += bytes.length
    hash.update(bytes)
    return bytes
  }
  const begin = (number: number): void => void offsets.set(number, at)
  return {
    raw,
    object: (number: number, body: string): Buffer => {
      begin(number)
      return raw(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`))
    },
    stream: (number: number, entries: string, bytes: Uint8Array): Buffer => {
      begin(number)
      const head = `${number} 0 obj\n<< ${entries} /Length ${bytes.length} >>\nstream\n`
      return raw(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\nendstream\nendobj\n')]))
    },
    end: (): Buffer => {
      const size = Math.max(...offsets.keys()) + 1
      const lines = Array.from({ length: size }, (_, number) => {
        const offset = offsets.get(number)
        return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`
      })
      const id = `<${hash.digest('hex').toUpperCase()}>`
      const trailer = `<< /Size ${size} /Root ${refer(catalog)} /ID [${id} ${id}] >>`
      return Buffer.from(`xref\n0 ${size}\n${lines.join('')}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`)
    },
  }
}

type Output = ReturnType<typeof openOutput>

const catalogBody = `<< /Type /Catalog /Pages ${refer(pageTree)} /Metadata ${refer(metadata)} /Lang (vi)
/ViewerPreferences << /DisplayDocTitle true >>
/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${refer(profile)} >>] >>`

/** The composite font of the words (ISO 32000-1 §9.7), all of it inside the file. */
function* writeFont(out: Output): Generator<Buffer> {
  const [descendant, descriptor, program, glyphs, unicode] = [1, 2, 3, 4, 5].map((step) => font + step) as [
    number,
    number,
    number,
    number,
    number,
  ]
  yield out.object(
    font,
    `<< /Type /Font /Subtype /Type0 /BaseFont /Glyphless /Encoding /Identity-H /DescendantFonts [${refer(descendant)}] /ToUnicode ${refer(unicode)} >>`,
  )
  yield out.object(
    descendant,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Glyphless /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW ${glyphWidth} /CIDToGIDMap ${refer(glyphs)} /FontDescriptor ${refer(descriptor)} >>`,
  )
  yield out.object(
    descriptor,
    `<< /Type /FontDescriptor /FontName /Glyphless /Flags 4 /FontBBox [0 0 ${glyphWidth} 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 ${refer(program)} >>`,
  )
  const bytes = makeGlyphlessFont()
  yield out.stream(program, `/Length1 ${bytes.length}`, bytes)
  yield out.stream(glyphs, '/Filter /FlateDecode', makeGlyphMap())
  yield out.stream(unicode, '/Filter /FlateDecode', makeUnicodeMap())
}

const pictureOf = ({ width, height }: ScannedPage): string =>
  `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`

const pointsOf = ({ width, height, dotsPerInch }: ScannedPage) => ({
  across: (width * 72) / dotsPerInch,
  up: (height * 72) / dotsPerInch,
})

function leafOf(
  page: ScannedPage,
  { picture, content }: Readonly<{ picture: number; content: number }>,
): string {
  const { across, up } = pointsOf(page)
  return `<< /Type /Page /Parent ${refer(pageTree)} /MediaBox [0 0 ${round(across)} ${round(up)}] /Resources << /XObject << /P ${refer(picture)} >> /Font << /T ${refer(font)} >> >> /Contents ${refer(content)} >>`
}

/** The picture, then its words behind nothing: text rendering mode 3 shows none of them (ISO 32000-1 §9.3.6). */
function contentOf(page: ScannedPage): Buffer {
  const { across, up } = pointsOf(page)
  const words = page.lines.flatMap((line) => placeLine(line, page, up))
  return Buffer.from(
    `q ${round(across)} 0 0 ${round(up)} 0 0 cm /P Do Q\nBT 3 Tr\n${words.join('\n')}\nET\n`,
    'latin1',
  )
}

/** The words of a line stand on one base line, each as wide as it is in the picture. */
function placeLine(line: readonly PlacedWord[], { dotsPerInch }: ScannedPage, up: number): string[] {
  const points = 72 / dotsPerInch
  const top = Math.min(...line.map(({ y0 }) => y0))
  const bottom = Math.max(...line.map(({ y1 }) => y1))
  const size = Math.max(1, (bottom - top) * points * 0.9)
  const base = up - (bottom - (bottom - top) * 0.2) * points
  return line.flatMap(({ text, x0, x1 }) => {
    const units = Buffer.from(text, 'utf16le').swap16()
    if (units.length === 0) return []
    const natural = (units.length / 2) * (glyphWidth / 1000) * size
    const stretch = Math.min(1000, Math.max(1, (((x1 - x0) * points) / natural) * 100))
    const place = `/T ${round(size)} Tf ${round(stretch)} Tz 1 0 0 1 ${round(x0 * points)} ${round(base)} Tm`
    return [`${place} <${units.toString('hex')}0020> Tj`]
  })
}

const escapeXml = (text: string): string => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)

/** What a PDF/A-2b says of itself (ISO 19005-2 §6.6). */
const describe = ({
  title,
  madeAt,
}: ScannedDocument): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>${madeAt}</xmp:CreateDate>
<xmp:CreatorTool>Một Cửa</xmp:CreatorTool>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`
