import { spawnSync } from 'node:child_process'
import { inflateSync } from 'node:zlib'

/** The text of a PDF that Typst wrote, in the order it was set: enough to see in a test what a person would read. */
export function readPdfText(pdf: Buffer): string {
  const streams = [...listStreams(pdf)]
  const maps = streams.filter((stream) => stream.includes('beginbf')).map(readCharacterMap)
  return streams
    .filter((stream) => stream.includes(' Tf'))
    .map((stream) => readContent(stream, maps))
    .join('\n')
}

function* listStreams(pdf: Buffer): Generator<string> {
  let start = pdf.indexOf('stream\n')
  while (start >= 0) {
    const end = pdf.indexOf('endstream', start)
    yield inflate(pdf.subarray(start + 7, end)).toString('latin1')
    start = pdf.indexOf('\nstream\n', end) + 1 || -1
  }
}

function inflate(content: Buffer): Buffer {
  try {
    return inflateSync(content)
  } catch {
    return content // not compressed
  }
}

/** A ToUnicode map: glyph number to text (ISO 32000-2 §9.10.3). */
function readCharacterMap(stream: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, from = '', text = ''] of stream.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gim)) {
    map.set(Number.parseInt(from, 16), Buffer.from(text, 'hex').swap16().toString('utf16le'))
  }
  return map
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function readContent(stream: string, maps: readonly Map<number, string>[]): string {
  let map = maps[0]
  let text = ''
  for (const [token, font, words] of stream.matchAll(
    /\/F(\d+) [\d.]+ Tf|\(((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*)\)|\bET\b/g,
  )) {
    if (font) map = maps[Number(font)]
    else if (token === 'ET') text += ' '
    else if (words) text += readWords(words, map)
  }
  return text
}

function readWords(words: string, map: Map<number, string> | undefined): string {
  const bytes = words.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(Number.parseInt(escaped, 8)) : (escapes[escaped] ?? escaped),
  )
  const glyphs = Array.from(
    { length: bytes.length / 2 },
    (_, index) => bytes.charCodeAt(index * 2) * 256 + bytes.charCodeAt(index * 2 + 1),
  )
  return glyphs.map((glyph) => map?.get(glyph) ?? '').join('')
}

/** The text of any PDF as poppler's `pdftotext` reads it, which knows its fonts by name; lines run together. */
export function extractPdfText(pdf: Uint8Array): string {
  const { status, stdout, stderr } = spawnSync('pdftotext', ['-', '-'], {
    input: pdf,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`pdftotext: ${stderr}`)
  return stdout.toString('utf8').replace(/\s+/g, ' ')
}
