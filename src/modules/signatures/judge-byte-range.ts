import { entriesOf, isArray, isDictionary, isString, type PdfDictionary, type PdfFile } from '#modules/pdfs'
import type { Finding, SignatureReport } from './report.ts'

/** What a signature of a PDF covers (ISO 32000-1 §12.8.1): all but its own `/Contents`. */
export type SignedRange = Readonly<{
  /** The bytes before and after the gap; null when the range makes no sense. */
  parts: readonly [Uint8Array, Uint8Array] | null
  /** The first byte that is no longer covered. */
  end: number
  contents: Uint8Array
  /** The revision that it signed, by its place in `pdf.revisions`; null when it ends in the midst of one. */
  revision: number | null
  coverage: SignatureReport['coverage']
  findings: readonly Finding[]
}>

const mostContents = 4 * 1024 * 1024

/** Judges `/ByteRange` and `/Contents`: universal forgeries, wrapping, and signatures of a part of the file end here. */
export function judgeByteRange(pdf: PdfFile, signature: PdfDictionary): SignedRange {
  const contents = pdf.resolve(signature.entries.get('Contents'))
  const bytes = isString(contents) ? contents.bytes : new Uint8Array()
  const range = readRange(pdf, signature)
  const nothing = { parts: null, end: 0, contents: bytes, revision: null, coverage: 'part' } as const
  const doubled = signature.repeated.filter((key) => key === 'ByteRange' || key === 'Contents')
  if (doubled.length > 0) return { ...nothing, findings: [grave('byte_range_doubled', doubled.join(', '))] }
  if (!range) return { ...nothing, findings: [grave('byte_range_missing')] }
  if (bytes.length > mostContents || bytes.every((byte) => byte === 0)) {
    return { ...nothing, findings: [grave('contents_missing')] }
  }
  const wrong = judgeRange(pdf, range, isString(contents) ? contents.place : null)
  if (wrong) return { ...nothing, findings: [wrong] }
  const [, firstLength = 0, second = 0, secondLength = 0] = range
  const end = second + secondLength
  const revision = findRevision(pdf, end)
  return {
    parts: [pdf.bytes.subarray(0, firstLength), pdf.bytes.subarray(second, end)],
    end,
    contents: bytes,
    revision,
    coverage: coverageOf(pdf, end, revision),
    findings: isPartial(pdf, end, revision) ? [grave('only_part_covered', `${end}/${pdf.bytes.length}`)] : [],
  }
}

/** It ends in the midst of a revision, or objects that no cross-references know stand after the last. */
function isPartial(pdf: PdfFile, end: number, revision: number | null): boolean {
  if (end === pdf.bytes.length) return false
  if (revision === null) return true
  const last = pdf.revisions.at(-1)?.end ?? 0
  return Buffer.from(pdf.bytes.buffer, pdf.bytes.byteOffset + last, pdf.bytes.length - last).includes(' obj')
}

const grave = (code: string, detail?: string): Finding => ({
  code,
  weight: 'grave',
  ...(detail ? { detail } : {}),
})

function readRange(pdf: PdfFile, signature: PdfDictionary): readonly number[] | null {
  const found = pdf.resolve(signature.entries.get('ByteRange'))
  if (!isArray(found) || found.items.length < 4 || found.items.length > 100) return null
  const numbers = found.items.map((item) => pdf.resolve(item))
  const whole = numbers.filter((item): item is number => Number.isInteger(item))
  return whole.length === numbers.length ? whole : null
}

function judgeRange(
  pdf: PdfFile,
  range: readonly number[],
  place: Readonly<{ start: number; end: number }> | null,
): Finding | null {
  const [first = 0, firstLength = 0, second = 0, secondLength = 0] = range
  const detail = range.join(' ')
  if (range.length !== 4) return grave('byte_range_parts', detail)
  if (first !== 0) return grave('byte_range_start', detail)
  const sane = firstLength > 0 && second > firstLength && secondLength > 0
  if (!sane || second + secondLength > pdf.bytes.length) return grave('byte_range_outside', detail)
  if (!place || place.start !== firstLength || place.end !== second) return grave('gap_not_contents', detail)
  return null
}

/** A signature may leave out the line end after the `%%EOF` of its revision. */
function findRevision(pdf: PdfFile, end: number): number | null {
  const found = pdf.revisions.findIndex((revision) => {
    const between = Buffer.from(pdf.bytes.subarray(end, revision.end)).toString('latin1')
    return end <= revision.end && revision.end - end <= 2 && between.trim() === ''
  })
  if (found >= 0) return found
  return end === pdf.bytes.length && pdf.revisions.length > 0 ? pdf.revisions.length - 1 : null
}

function coverageOf(pdf: PdfFile, end: number, revision: number | null): SignatureReport['coverage'] {
  const rest = pdf.bytes.length - end <= 2 ? Buffer.from(pdf.bytes.subarray(end)).toString('latin1') : 'more'
  if (rest.trim() === '') return 'whole_file'
  return revision === null ? 'part' : 'earlier_revision'
}

/** How much may be changed after a certification: 1 nothing, 2 forms and signatures, 3 remarks too (§12.8.2.2); null none. */
export function certifiedPermission(pdf: PdfFile, signature: PdfDictionary): number | null {
  const found = transformParameters(pdf, signature, 'DocMDP')
  if (!found) return null
  const level = pdf.resolve(found.get('P'))
  return typeof level === 'number' ? level : 2
}

/** Fields that a signature locks (§12.8.2.4): whether a field of this name is one of them. */
export function lockedFields(pdf: PdfFile, signature: PdfDictionary): (name: string) => boolean {
  const found = transformParameters(pdf, signature, 'FieldMDP')
  if (!found) return () => false
  const list = pdf.resolve(found.get('Fields'))
  const names = isArray(list) ? list.items.map((item) => textOf(pdf, item)) : []
  const action = entriesOf(pdf.resolve({ kind: 'dictionary', entries: found, repeated: [] })).get('Action')
  const listed = (name: string): boolean => names.some((one) => name === one || name.startsWith(`${one}.`))
  const kind = action && typeof action === 'object' && action.kind === 'name' ? action.value : 'All'
  if (kind === 'Include') return listed
  return kind === 'Exclude' ? (name) => !listed(name) : () => true
}

function textOf(pdf: PdfFile, item: Parameters<PdfFile['resolve']>[0]): string {
  const found = pdf.resolve(item)
  return isString(found) ? Buffer.from(found.bytes).toString('latin1') : ''
}

function transformParameters(pdf: PdfFile, signature: PdfDictionary, method: string) {
  const references = pdf.resolve(signature.entries.get('Reference'))
  for (const item of isArray(references) ? references.items : []) {
    const reference = entriesOf(pdf.resolve(item))
    const named = pdf.resolve(reference.get('TransformMethod'))
    const parameters = pdf.resolve(reference.get('TransformParams'))
    const isMeant =
      named !== null && typeof named === 'object' && named.kind === 'name' && named.value === method
    if (isMeant) return isDictionary(parameters) ? parameters.entries : new Map()
  }
  return null
}
