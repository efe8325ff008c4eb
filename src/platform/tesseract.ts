import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createWorker, OEM, type Page, type Word } from 'tesseract.js'

/** A word as it was read: its place in pixels of the picture, and how sure the reading is (0 to 100). */
export type ReadWord = Readonly<{ text: string; x0: number; y0: number; x1: number; y1: number; sure: number }>
/** The lines of a page in the order they are read, each with its words. `sure`: of the page as a whole. */
export type PageText = Readonly<{ lines: readonly (readonly ReadWord[])[]; sure: number }>

const require = createRequire(import.meta.url)
const folderOf = (language: string, kind: string): string =>
  join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), kind)

/** Everything lies in packages: nothing is fetched, nothing is written. */
const offline = { cacheMethod: 'none', errorHandler: () => undefined } as const

/** Reads Vietnamese text of a picture (JPEG or PNG). To be used in a process of its own: it holds some 150 MB. */
export async function openTextReader(): Promise<(picture: Uint8Array) => Promise<PageText>> {
  const langPath = folderOf('vie', '4.0.0_best_int')
  const reader = await createWorker('vie', OEM.LSTM_ONLY, { ...offline, langPath })
  return async (picture) => {
    const { data } = await reader.recognize(Buffer.from(picture), {}, { text: false, blocks: true })
    return toPageText(data)
  }
}

const toPageText = ({ blocks, confidence }: Page): PageText => ({
  sure: confidence,
  lines: (blocks ?? [])
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ lines }) => lines)
    .map(({ words }) => words.map(toWord).filter(({ text }) => text !== ''))
    .filter((words) => words.length > 0),
})

const toWord = ({ text, bbox, confidence }: Word): ReadWord => ({
  text: text.normalize('NFC').trim(),
  x0: bbox.x0,
  y0: bbox.y0,
  x1: bbox.x1,
  y1: bbox.y1,
  sure: Math.round(confidence),
})

/** Quarter turns, in degrees clockwise, that put a page upright; 0 when there is too little text to say. */
export type TurnNeeded = (picture: Uint8Array) => Promise<number>

// Below this the reader guesses: a page that lies right must not be turned.
const sureEnough = 1.2

/** Says which way up a page lies. It holds some 80 MB. */
export async function openOrientationReader(): Promise<TurnNeeded> {
  const legacy = { legacyCore: true, legacyLang: true, langPath: folderOf('osd', '4.0.0') }
  const reader = await createWorker('osd', OEM.TESSERACT_ONLY, { ...offline, ...legacy })
  return async (picture) => {
    const found = await reader.detect(Buffer.from(picture)).catch(() => null)
    const { orientation_degrees: turn, orientation_confidence: sure } = found?.data ?? {}
    return turn && sure && sure >= sureEnough ? turn : 0
  }
}
