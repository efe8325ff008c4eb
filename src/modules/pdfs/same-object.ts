import type { PdfArray, PdfDictionary, PdfObject, PdfStream, PdfString } from './objects.ts'

/** Whether two objects say the same; references are compared by number, not followed. */
export function sameObject(left: PdfObject | undefined, right: PdfObject | undefined): boolean {
  const [one, other] = [left ?? null, right ?? null]
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return one === other
  if (one.kind !== other.kind) return false
  switch (one.kind) {
    case 'ref':
      return one.number === (other as typeof one).number
    case 'name':
      return one.value === (other as typeof one).value
    case 'string':
      return sameBytes(one.bytes, (other as PdfString).bytes)
    case 'array':
      return sameItems(one, other as PdfArray)
    case 'dictionary':
      return listDifferentKeys(one, other as PdfDictionary).length === 0
    case 'stream':
      return sameStream(one, other as PdfStream)
  }
}

const sameBytes = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0

const sameItems = (left: PdfArray, right: PdfArray): boolean =>
  left.items.length === right.items.length &&
  left.items.every((item, index) => sameObject(item, right.items[index]))

const sameStream = (left: PdfStream, right: PdfStream): boolean =>
  sameBytes(left.raw, right.raw) &&
  listDifferentKeys(left.dictionary, right.dictionary).every((key) => key === 'Length')

/** The keys whose values differ, those of one side only among them. */
export function listDifferentKeys(left: PdfDictionary, right: PdfDictionary): readonly string[] {
  const keys = new Set([...left.entries.keys(), ...right.entries.keys()])
  return [...keys].filter((key) => !sameObject(left.entries.get(key), right.entries.get(key)))
}
