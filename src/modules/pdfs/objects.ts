/** `12 0 R`: an object that stands elsewhere in the file. */
export type PdfRef = Readonly<{ kind: 'ref'; number: number; generation: number }>

/** `/Name`; each char is one byte, `#xx` already read. */
export type PdfName = Readonly<{ kind: 'name'; value: string }>

/** `place`: the bytes of the file where it stands, brackets and all; null when it came out of an object stream. */
export type PdfString = Readonly<{
  kind: 'string'
  bytes: Uint8Array
  hex: boolean
  place: Readonly<{ start: number; end: number }> | null
}>

export type PdfArray = Readonly<{ kind: 'array'; items: readonly PdfObject[] }>

/** `repeated`: keys that stand in it twice; readers differ in which they believe, we take the last. */
export type PdfDictionary = Readonly<{
  kind: 'dictionary'
  entries: ReadonlyMap<string, PdfObject>
  repeated: readonly string[]
}>

/** `raw`: the bytes as they stand, still filtered. */
export type PdfStream = Readonly<{ kind: 'stream'; dictionary: PdfDictionary; raw: Uint8Array }>

/** One object. Numbers, booleans and null stand for themselves. */
export type PdfObject =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfArray
  | PdfDictionary
  | PdfStream
  | PdfRef

/** `12 0 R`. */
export const ref = (number: number, generation = 0): PdfRef => ({ kind: 'ref', number, generation })

/** `/value`. */
export const name = (value: string): PdfName => ({ kind: 'name', value })

/** `[...]`. */
export const array = (...items: readonly PdfObject[]): PdfArray => ({ kind: 'array', items })

/** `<<...>>`; entries that are undefined are left out. */
export function dictionary(entries: Readonly<Record<string, PdfObject | undefined>>): PdfDictionary {
  const kept = Object.entries(entries).filter((entry): entry is [string, PdfObject] => entry[1] !== undefined)
  return { kind: 'dictionary', entries: new Map(kept), repeated: [] }
}

/** A stream; `/Length` is written from `raw`. */
export const stream = (entries: PdfDictionary, raw: Uint8Array): PdfStream => ({
  kind: 'stream',
  dictionary: entries,
  raw,
})

/** A string of bytes, in hex or between parentheses. */
export const byteString = (bytes: Uint8Array, hex = true): PdfString => ({
  kind: 'string',
  bytes,
  hex,
  place: null,
})

/** A text string (ISO 32000-1 §7.9.2.2): ASCII as it is, everything else UTF-16 with its mark. */
export function textString(text: string): PdfString {
  const plain = /^[\x20-\x7e]*$/.test(text)
  if (plain) return byteString(Buffer.from(text, 'latin1'), false)
  return byteString(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]), true)
}

/** The words of a text string: UTF-16 or UTF-8 by its mark, else Latin-1, which is near enough to PDFDocEncoding. */
export function readTextString(object: PdfObject): string | null {
  if (!isString(object)) return null
  const bytes = Buffer.from(object.bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2))
    return Buffer.from(even).swap16().toString('utf16le')
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8')
  return bytes.toString('latin1')
}

const kindOf = (object: PdfObject | undefined): string =>
  typeof object === 'object' && object !== null ? object.kind : ''

export const isRef = (object: PdfObject | undefined): object is PdfRef => kindOf(object) === 'ref'
export const isString = (object: PdfObject | undefined): object is PdfString => kindOf(object) === 'string'
export const isArray = (object: PdfObject | undefined): object is PdfArray => kindOf(object) === 'array'
export const isStream = (object: PdfObject | undefined): object is PdfStream => kindOf(object) === 'stream'
export const isDictionary = (object: PdfObject | undefined): object is PdfDictionary =>
  kindOf(object) === 'dictionary'

/** Whether it is a name, and this one when `value` is given. */
export function isName(object: PdfObject | undefined, value?: string): object is PdfName {
  return kindOf(object) === 'name' && (value === undefined || (object as PdfName).value === value)
}

/** The entries of a dictionary or of a stream's dictionary; empty for anything else. */
export function entriesOf(object: PdfObject | undefined): ReadonlyMap<string, PdfObject> {
  if (isDictionary(object)) return object.entries
  return isStream(object) ? object.dictionary.entries : noEntries
}

const noEntries: ReadonlyMap<string, PdfObject> = new Map()

/** A copy of the dictionary with some entries set; undefined takes one out. */
export function withEntries(
  old: PdfDictionary,
  changes: Readonly<Record<string, PdfObject | undefined>>,
): PdfDictionary {
  return dictionary({ ...Object.fromEntries(old.entries), ...changes })
}
