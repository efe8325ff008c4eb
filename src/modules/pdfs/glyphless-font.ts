import { deflateSync } from 'node:zlib'

/** Width of every character of the font, in thousandths of its size. */
export const glyphWidth = 500

const unitsPerEm = 1000

type Table = Readonly<{ tag: string; bytes: Buffer }>

/** Numbers one after another: `[bytes, value]`. */
function pack(...fields: readonly (readonly [1 | 2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of fields) {
    bytes.writeUIntBE(value < 0 ? value + 2 ** (size * 8) : value, at, size)
    at += size
  }
  return bytes
}

const shorts = (...values: readonly number[]): Buffer => pack(...values.map((value) => [2, value] as const))

/** The tables a TrueType font inside a PDF must have (ISO 32000-1 §9.9): two glyphs, neither with an outline. */
function tables(): Table[] {
  const head = Buffer.concat([
    pack([4, 0x00010000], [4, 0x00010000], [4, 0], [4, 0x5f0f3cf5], [2, 0x000b], [2, unitsPerEm]),
    Buffer.alloc(16),
    shorts(0, 0, glyphWidth, unitsPerEm, 0, 8, 2, 0, 0),
  ])
  const hhea = Buffer.concat([
    pack([4, 0x00010000]),
    shorts(800, -200, 0, glyphWidth, 0, 0, glyphWidth, 1, 0, 0, 0, 0, 0, 0, 0, 2),
  ])
  return [
    { tag: 'glyf', bytes: Buffer.alloc(4) },
    { tag: 'head', bytes: head },
    { tag: 'hhea', bytes: hhea },
    { tag: 'hmtx', bytes: shorts(glyphWidth, 0, glyphWidth, 0) },
    { tag: 'loca', bytes: shorts(0, 0, 0) },
    {
      tag: 'maxp',
      bytes: Buffer.concat([pack([4, 0x00010000]), shorts(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)]),
    },
  ]
}

function checksum(bytes: Buffer): number {
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}

/**
 * A TrueType font of a few hundred bytes whose characters have a width and nothing to see: for the text that lies behind a
 * picture. Glyph 1 stands for every character; glyph 0 (.notdef) is used for none, as PDF/A-2 wants it (§6.2.11.8).
 */
export function makeGlyphlessFont(): Buffer {
  const parts = tables()
  const headBytes = 12 + parts.length * 16
  const directory: Buffer[] = [
    pack([4, 0x00010000], [2, parts.length], [2, 64], [2, 2], [2, parts.length * 16 - 64]),
  ]
  const bodies: Buffer[] = []
  let at = headBytes
  for (const { tag, bytes } of parts) {
    directory.push(Buffer.from(tag, 'latin1'), pack([4, checksum(bytes)], [4, at], [4, bytes.length]))
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    bodies.push(padded)
    at += padded.length
  }
  return Buffer.concat([...directory, ...bodies])
}

/** Every two-byte code is glyph 1. */
export const makeGlyphMap = (): Buffer => deflateSync(Buffer.alloc(131_072).fill(Buffer.from([0, 1])))

/** Every two-byte code is the UTF-16 unit of the same number, so that what is copied out is what was read. */
export function makeUnicodeMap(): Buffer {
  const hex = (value: number) => value.toString(16).padStart(2, '0').toUpperCase()
  const ranges = Array.from({ length: 256 }, (_, high) => `<${hex(high)}00> <${hex(high)}FF> <${hex(high)}00>`)
  const blocks = [0, 100, 200].map((from) => {
    const block = ranges.slice(from, from + 100)
    return `${block.length} beginbfrange\n${block.join('\n')}\nendbfrange`
  })
  return deflateSync(
    Buffer.from(`/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`),
  )
}
