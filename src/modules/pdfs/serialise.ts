import type { PdfDictionary, PdfObject, PdfString } from './objects.ts'

/** The bytes of an object as they stand in a file. */
export function serialise(object: PdfObject): Buffer {
  const parts: Buffer[] = []
  append(parts, object)
  return Buffer.concat(parts)
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')

function append(parts: Buffer[], object: PdfObject): void {
  if (object === null || typeof object !== 'object') {
    parts.push(latin(typeof object === 'number' ? writeNumber(object) : String(object)))
    return
  }
  switch (object.kind) {
    case 'ref':
      parts.push(latin(`${object.number} ${object.generation} R`))
      return
    case 'name':
      parts.push(latin(writeName(object.value)))
      return
    case 'string':
      parts.push(writeString(object))
      return
    case 'array':
      appendArray(parts, object.items)
      return
    case 'dictionary':
      appendDictionary(parts, object)
      return
    case 'stream':
      appendDictionary(parts, withLength(object.dictionary, object.raw.length))
      parts.push(latin('\nstream\n'), Buffer.from(object.raw), latin('\nendstream'))
  }
}

function appendArray(parts: Buffer[], items: readonly PdfObject[]): void {
  parts.push(latin('['))
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(latin(' '))
    append(parts, item)
  }
  parts.push(latin(']'))
}

function appendDictionary(parts: Buffer[], { entries }: PdfDictionary): void {
  parts.push(latin('<<'))
  for (const [key, value] of entries) {
    parts.push(latin(`${writeName(key)} `))
    append(parts, value)
    parts.push(latin('\n'))
  }
  parts.push(latin('>>'))
}

function withLength({ entries, repeated }: PdfDictionary, length: number): PdfDictionary {
  return { kind: 'dictionary', entries: new Map(entries).set('Length', length), repeated }
}

/** Never with an exponent, which PDF does not know. */
const writeNumber = (value: number): string =>
  Number.isInteger(value) ? value.toFixed(0) : value.toFixed(6).replace(/\.?0+$/, '')

const writeName = (value: string): string =>
  `/${value.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

function writeString({ bytes, hex }: PdfString): Buffer {
  if (hex) return latin(`<${Buffer.from(bytes).toString('hex')}>`)
  const escaped = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&')
    .replaceAll('\r', '\\r')
  return latin(`(${escaped})`)
}
