import QRCode from 'qrcode'
import {
  array,
  dictionary,
  entriesOf,
  isArray,
  isRef,
  isStream,
  listPages,
  name,
  type PdfFile,
  type PdfObject,
  type PdfRef,
  readPdf,
  stream,
} from '#modules/pdfs'
import { printPdf } from '#platform/pdf'
import type { Update } from './place-field.ts'

/** What a signature looks like, and where: millimetres from the top left of the page as it is shown. */
export type Appearance = Readonly<{
  /** From 1, or from the end when negative. */
  page: number
  x: number
  y: number
  width: number
  height: number
  lines: readonly string[]
  /** A signature in blue, a seal in red, on nothing. */
  imagePng?: Uint8Array
  border?: 'red' | 'blue' | 'none'
  /** What a QR code beside the lines says. */
  qr?: string
}>

const pointsPerMm = 72 / 25.4

// The largest letters with which the lines fit; they are set by the same press as our papers, so fonts are embedded.
const template = `#let data = json(bytes(sys.inputs.data))
#let ink = ("red": rgb("#c8102e"), "blue": rgb("#1b3fa0"), "none": rgb("#1b1b1b")).at(data.border)
#set page(width: data.width * 1mm, height: data.height * 1mm, margin: 0mm, fill: none)
#set text(font: "Tinos", lang: "vi", fill: ink, hyphenate: false)
#set par(leading: 0.35em, spacing: 0.35em)
#let inset = if data.border == "none" { 0mm } else { 1mm }
#let content(size) = text(size: size, data.lines.map(line => [#line]).join(linebreak()))
#let sheet(body) = if data.border == "none" { body } else {
  pad(0.4pt, rect(width: 100%, height: 100%, inset: inset, stroke: 0.8pt + ink, body))
}
#sheet(layout(space => {
  let code = if data.qr == none { 0pt } else { calc.min(space.height, space.width * 0.4) }
  let wide = space.width - if code == 0pt { 0pt } else { code + 1mm }
  let room = if data.image == none { space.height } else { space.height * 0.45 }
  let fits(size) = measure(block(width: wide, content(size))).height <= room
  let unbroken = (10pt, 9pt, 8pt, 7pt, 6pt).find(size => fits(size) and measure(content(size)).width <= wide)
  let size = if unbroken != none { unbroken } else { (8pt, 7pt, 6pt, 5pt, 4pt, 3pt).find(fits) }
  let words = if data.lines.len() == 0 { none } else {
    block(width: wide, align(if code == 0pt { center } else { left }, content(if size == none { 2pt } else { size })))
  }
  let taken = if words == none { 0pt } else { measure(words).height }
  let picture = if data.image == none { none } else {
    box(width: wide, height: space.height - taken - if words == none { 0pt } else { 1pt },
      image(bytes(data.image), width: 100%, height: 100%, fit: "contain"))
  }
  let column = box(width: wide, height: space.height, align(center + horizon, stack(spacing: 1pt,
    ..(picture, words).filter(part => part != none))))
  if code == 0pt { column } else {
    stack(dir: ltr, spacing: 1mm, box(height: space.height, align(horizon,
      image(bytes(data.qr), width: code, height: code))), column)
  }
}))`

/** Draws what is seen of a signature, as an object of the update. A turned page shows it upright all the same. */
export async function drawAppearance(update: Update, appearance: Appearance, turn: number): Promise<PdfRef> {
  const { width, height, lines, imagePng, border = 'none', qr } = appearance
  const data = {
    width,
    height,
    lines: lines.map((line) => line.normalize('NFC')),
    border,
    image: imagePng ? [...imagePng] : null,
    qr: qr === undefined ? null : await QRCode.toString(qr, { type: 'svg', margin: 0 }),
  }
  const drawn = readPdf(await printPdf(template, data))
  return takeOver(update, drawn, { size: [width * pointsPerMm, height * pointsPerMm], turn })
}

type Frame = Readonly<{ size: readonly [number, number]; turn: number }>

const turns: Readonly<Record<number, readonly number[]>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
}

/** The drawn page as a form of the other file (ISO 32000-1 §8.10), with everything it needs. */
function takeOver(update: Update, drawn: PdfFile, { size, turn }: Frame): PdfRef {
  const [page] = listPages(drawn)
  const content = drawn.resolve(page?.dictionary.entries.get('Contents'))
  if (!page || !isStream(content)) throw new TypeError('the press drew no page')
  const copy = makeCopier(update, drawn)
  const group = page.dictionary.entries.get('Group')
  const form = dictionary({
    Type: name('XObject'),
    Subtype: name('Form'),
    BBox: array(0, 0, ...size),
    Matrix: array(...(turns[turn] ?? [1, 0, 0, 1, 0, 0])),
    Resources: copy(page.inherited.get('Resources') ?? dictionary({})),
    Group: group === undefined ? undefined : copy(group),
    Filter: content.dictionary.entries.get('Filter'),
  })
  return update.add(stream(form, content.raw))
}

/** Copies objects with all they refer to; each once. */
function makeCopier(update: Update, from: PdfFile): (object: PdfObject) => PdfObject {
  const copies = new Map<number, PdfRef>()
  const copyRef = ({ number }: PdfRef): PdfRef => {
    const known = copies.get(number)
    if (known) return known
    const own = update.add(null)
    copies.set(number, own)
    update.set(own.number, copy(from.findObject(number)))
    return own
  }
  const copyEntries = (object: PdfObject) =>
    dictionary(Object.fromEntries([...entriesOf(object)].map(([key, value]) => [key, copy(value)])))
  const copy = (object: PdfObject): PdfObject => {
    if (isRef(object)) return copyRef(object)
    if (isArray(object)) return array(...object.items.map(copy))
    if (isStream(object)) return stream(copyEntries(object), object.raw)
    return entriesOf(object).size > 0 ? copyEntries(object) : object
  }
  return copy
}
