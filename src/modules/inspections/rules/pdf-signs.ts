/** What a scan of a PDF's bytes can come upon, that keeps it from being taken. */
export type PdfSign = Readonly<{ code: 'encrypted' | 'active_content' | 'polyglot'; found: string }>

/**
 * What a document does by itself: scripts, starting programs, files inside it. Every script stands beside its kind
 * (`/S /JavaScript`, ISO 32000-2 §12.6.4.17), so its code (`/JS`) need not be looked for, which chance would find in any
 * picture.
 */
const active = /^\/(JavaScript|Launch|EmbeddedFiles?|RichMedia)$/
const encrypted = /^[\s\0]*(?:\d+\s+\d+\s+R|<<)/

/** What a piece of a PDF shows: the first sign that keeps it from being taken, or where streams of objects are. */
export type PdfPiece = Readonly<{ sign: PdfSign | null; objectStreams: readonly number[] }>

const slash = 0x2f
const firstLetters = new Set([...'JLEROjlero#'].map((char) => char.charCodeAt(0)))

/**
 * Looks at every name that begins in the first `beginIn` bytes of a piece. Names are found by their slash: the rest of the
 * bytes is passed by quickly.
 */
export function scanPdfPiece(piece: Buffer, beginIn: number = piece.length): PdfPiece {
  const objectStreams: number[] = []
  for (let at = piece.indexOf(slash); at >= 0 && at < beginIn; at = piece.indexOf(slash, at + 1)) {
    if (!firstLetters.has(piece[at + 1] ?? 0)) continue
    const text = piece.toString('latin1', at, at + 96)
    const written = /^\/[\w#]+/.exec(text)?.[0] ?? ''
    const name = readName(written)
    if (name === '/ObjStm') objectStreams.push(at)
    const sign = signOf(name, text.slice(written.length))
    if (sign) return { sign, objectStreams }
  }
  return { sign: null, objectStreams }
}

function signOf(name: string, rest: string): PdfSign | null {
  if (active.test(name)) return { code: 'active_content', found: name }
  return name === '/Encrypt' && encrypted.test(rest) ? { code: 'encrypted', found: name } : null
}

/** A letter of a name may be written as `#` and its code (§7.3.5). */
const readName = (name: string): string =>
  name.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/**
 * Whether something else stands before the beginning or after the end: a file that is a PDF to one program and a page,
 * a script or an archive to another.
 */
export function findSecondFile(head: Buffer, tail: Buffer): PdfSign | null {
  const start = head.subarray(0, 1024).toString('latin1')
  if (!start.startsWith('%PDF-')) return { code: 'polyglot', found: 'before %PDF' }
  if (/<(?:script|html|!doctype|svg|\?php)\b/i.test(start)) return { code: 'polyglot', found: 'HTML' }
  if (start.includes('PK\x03\x04') || endsAsArchive(tail)) return { code: 'polyglot', found: 'ZIP' }
  const end = tail.lastIndexOf('%%EOF')
  const isBlank = end < 0 || tail.subarray(end + '%%EOF'.length).every((byte) => blanks.has(byte))
  return isBlank ? null : { code: 'polyglot', found: 'after %%EOF' }
}

const blanks = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x20])

/** A ZIP ends with a record whose comment reaches to the last byte (APPNOTE §4.3.16), whatever stands before it. */
function endsAsArchive(tail: Buffer): boolean {
  for (
    let at = tail.indexOf('PK\x05\x06', 0, 'latin1');
    at >= 0;
    at = tail.indexOf('PK\x05\x06', at + 1, 'latin1')
  ) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true
  }
  return false
}

/** A PDF ends with the place of its cross-reference table (ISO 32000-2 §7.5.5): one cut off on the way does not. */
export const isWholePdf = (tail: Buffer): boolean => {
  const end = tail.lastIndexOf('%%EOF')
  return end >= 0 && tail.subarray(Math.max(0, end - 2_048), end).includes('startxref')
}
