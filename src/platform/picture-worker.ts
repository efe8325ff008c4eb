import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import sharp, { type Sharp } from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { letPass } from './passing-memory.ts'
import {
  dotsPerInchOf,
  type PageFromFile,
  type PageOrder,
  type PictureFault,
  PictureProblem,
} from './pictures.ts'
import { type GreyPicture, isBlank, measureSkew } from './skew.ts'
import { openOrientationReader, type TurnNeeded } from './tesseract.ts'

// A3 at 200 dots an inch, A4 at 285: nothing larger is held by this process, whatever is sent.
const workedPixels = 8_000_000
const mostPixels = 120_000_000
const analysedSide = 1400
const thumbnailSide = 420
/** What hangs by less is the hand of the printer. */
const leastSkew = 0.15

// libvips would keep the pixels of pages that do not come again.
sharp.cache(false)
sharp.concurrency(1)

type Raw = Readonly<{ data: Buffer; width: number; height: number; dotsPerInch: number }>

const fromRaw = ({ data, width, height }: Raw): Sharp => sharp(data, { raw: { width, height, channels: 3 } })

/** A photograph or a scanner's picture: upright by what its camera says, colours sRGB, no larger than an A3 page. */
async function readPicture(bytes: Uint8Array): Promise<Raw> {
  const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'warning' })
  const { density, width: across, height: down } = await picture.metadata()
  const share = shareOf(across, down)
  const side = Math.round(Math.max(across, down) * share)
  const { data, info } = await picture
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const dotsPerInch = Math.round(dotsPerInchOf({ width: across, height: down }, density ?? null) * share)
  return { data, width, height, dotsPerInch }
}

/** By what a page is made smaller to be worked on; 1 for what an office scans. */
const shareOf = (across: number, down: number): number =>
  Math.min(1, Math.sqrt(workedPixels / Math.max(1, across * down)))

/** One page of a PDF as it looks on paper. A page larger than A3 is made at fewer dots. */
async function renderPage(document: PDFiumDocument, index: number, dotsPerInch: number): Promise<Raw> {
  const page = document.getPage(index)
  const { originalWidth, originalHeight } = page.getOriginalSize()
  const wanted = dotsPerInch / 72
  const scale = wanted * shareOf(originalWidth * wanted, originalHeight * wanted)
  const { data, width, height } = await page.render({ scale, render: 'bitmap', renderFormFields: true })
  const opaque = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .raw()
    .toBuffer()
  return { data: opaque, width, height, dotsPerInch: Math.round(scale * 72) }
}

async function greyOf(raw: Raw, turn: number): Promise<GreyPicture> {
  const { data, info } = await fromRaw(raw)
    .resize({ width: analysedSide, height: analysedSide, fit: 'inside', withoutEnlargement: true })
    .rotate(turn)
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { pixels: new Uint8Array(data), width: info.width, height: info.height }
}

async function readCodes({ pixels, width, height }: GreyPicture): Promise<string[]> {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let at = 0; at < pixels.length; at += 1) data.fill(pixels[at] ?? 0, at * 4, at * 4 + 4)
  const found = await readBarcodes({ data, width, height, colorSpace: 'srgb' } as never, {
    formats: ['QRCode'],
    maxNumberOfSymbols: 4,
    tryHarder: true,
  })
  return found.map(({ text }) => text)
}

/** Straightens a page and says what is on it. */
async function prepare(raw: Raw, turnNeeded: TurnNeeded): Promise<Omit<PageFromFile, 'page' | 'total'>> {
  const upright = await greyOf(raw, 0)
  const [blank, codes] = [isBlank(upright), await readCodes(upright)]
  const seen = await sharp(upright.pixels, {
    raw: { width: upright.width, height: upright.height, channels: 1 },
  })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const turn = blank ? 0 : await turnNeeded(seen)
  const skew = blank ? 0 : measureSkew(turn === 0 ? upright : await greyOf(raw, turn))
  const degrees = Math.abs(skew) < leastSkew ? turn : turn - skew
  // Nothing is cut off: a page that is turned a little gets corners of white. Codes made to measure for it would save a few
  // kilobytes and hold the whole page once more, as numbers.
  const { data, info } = await fromRaw(raw)
    .rotate(degrees, { background: '#fff' })
    .jpeg({ quality: 85, chromaSubsampling: '4:4:4', optimizeCoding: false })
    .toBuffer({ resolveWithObject: true })
  const thumbnail = await sharp(data)
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside' })
    .jpeg({ quality: 72 })
    .toBuffer()
  const { dotsPerInch } = raw
  return { picture: data, thumbnail, ...sizeOf(info), dotsPerInch, turnedDegrees: degrees, blank, codes }
}

const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height })

async function* readRaw({ bytes, mediaType, from, dotsPerInch, mostPages }: PageOrder) {
  if (mediaType !== 'application/pdf') {
    if (from <= 1) yield { raw: await readPicture(bytes), page: 1, total: 1 }
    return
  }
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const total = document.getPageCount()
  if (total === 0) throw new PictureProblem('damaged')
  if (total > mostPages) throw new PictureProblem('too_many_pages')
  for (let page = from; page <= total; page += 1) {
    const raw = await renderPage(document, page - 1, dotsPerInch)
    letPass(raw.data.length)
    yield { raw, page, total }
  }
}

/** Makes one page after another; the next one when the last one was taken. */
async function work(order: PageOrder): Promise<void> {
  const require = createRequire(import.meta.url)
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
  const turnNeeded = await openOrientationReader()
  for await (const { raw, page, total } of readRaw(order)) {
    const made = await prepare(raw, turnNeeded)
    const taken = once(process, 'message')
    process.send?.({ made: { ...made, page, total } })
    await taken
  }
  process.send?.({ end: true })
}

/** Which of our words an error of the readers means. */
function describe(error: unknown): PictureFault {
  if (error instanceof PictureProblem) return error.code
  const text = String(error)
  if (/password/i.test(text)) return 'encrypted'
  return /pixel limit/i.test(text) ? 'too_many_pixels' : 'damaged'
}

// Who asked may be gone: then nobody waits for the pages.
process.once('disconnect', () => process.exit())
process.once('message', (order: PageOrder) => {
  work(order).catch((error: unknown) => process.send?.({ problem: describe(error), cause: String(error) }))
})
