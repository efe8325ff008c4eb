import {
  entriesOf,
  isArray,
  isDictionary,
  isName,
  isRef,
  type PdfArray,
  type PdfDictionary,
  type PdfObject,
  type PdfRef,
  readTextString,
} from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { PdfProblem, pdfLimits } from './problem.ts'

/** A page with what it takes over from the nodes above it: `MediaBox`, `CropBox`, `Resources`, `Rotate`. */
export type PdfPage = Readonly<{
  ref: PdfRef
  dictionary: PdfDictionary
  inherited: ReadonlyMap<string, PdfObject>
}>

const inheritable = ['MediaBox', 'CropBox', 'Resources', 'Rotate']

type PageNode = Readonly<{ ref: PdfRef; inherited: ReadonlyMap<string, PdfObject> }>

/** The pages in their order. A node that stands in the tree twice counts once. */
export function listPages(pdf: PdfFile): readonly PdfPage[] {
  const pages: PdfPage[] = []
  const seen = new Set<number>()
  const root = pdf.catalog.entries.get('Pages')
  const open: PageNode[] = isRef(root) ? [{ ref: root, inherited: new Map() }] : []
  for (let node = open.pop(); node; node = open.pop()) {
    const found = pdf.resolve(node.ref)
    if (seen.has(node.ref.number) || !isDictionary(found)) continue
    seen.add(node.ref.number)
    const inherited = inherit(node.inherited, found)
    const kids = pdf.resolve(found.entries.get('Kids'))
    if (isArray(kids)) open.push(...kidNodes(kids, inherited))
    else pages.push({ ref: node.ref, dictionary: found, inherited })
    if (seen.size + open.length > pdfLimits.pages * 2) throw new PdfProblem('too_complex', 'too many pages')
  }
  return pages
}

/** The last first, as a stack wants them. */
function kidNodes({ items }: PdfArray, inherited: PageNode['inherited']): readonly PageNode[] {
  if (items.length > pdfLimits.pages) throw new PdfProblem('too_complex', 'too many pages')
  return items
    .filter(isRef)
    .map((ref) => ({ ref, inherited }))
    .reverse()
}

function inherit(above: ReadonlyMap<string, PdfObject>, node: PdfDictionary): ReadonlyMap<string, PdfObject> {
  const own = inheritable.flatMap((key) => {
    const value = node.entries.get(key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return own.length === 0 ? above : new Map([...above, ...own])
}

/** The interactive form; null when the file has none. */
export function findAcroForm(pdf: PdfFile): PdfDictionary | null {
  const found = pdf.resolve(pdf.catalog.entries.get('AcroForm'))
  return isDictionary(found) ? found : null
}

/** A field of the form. `name` is whole (`a.b.c`); `type`, `value`, `flags` may come from a field above. */
export type PdfField = Readonly<{
  ref: PdfRef | null
  name: string
  type: string | null
  flags: number
  value: PdfObject
  dictionary: PdfDictionary
}>

type Waiting = Readonly<{ object: PdfObject; above: PdfField | null; depth: number }>

/** The fields at the ends of the tree, widgets counted to their field, in their order. */
export function listFields(pdf: PdfFile): readonly PdfField[] {
  const fields: PdfField[] = []
  const seen = new Set<PdfDictionary>()
  const open = waitingFields(pdf, findAcroForm(pdf)?.entries.get('Fields'), null, 0)
  for (let next = open.pop(); next; next = open.pop()) {
    const field = readField(pdf, next)
    if (!field || seen.has(field.dictionary)) continue
    seen.add(field.dictionary)
    const kids = namedKids(pdf, next, field)
    if (kids.length === 0) fields.push(field)
    open.push(...kids)
    if (fields.length + open.length > pdfLimits.fields) throw new PdfProblem('too_complex', 'too many fields')
  }
  return fields
}

/** The last first, as a stack wants them. */
function waitingFields(
  pdf: PdfFile,
  list: PdfObject | undefined,
  above: PdfField | null,
  depth: number,
): Waiting[] {
  const found = pdf.resolve(list)
  if (!isArray(found) || depth > 50) return []
  if (found.items.length > pdfLimits.fields) throw new PdfProblem('too_complex', 'too many fields')
  return found.items.map((object) => ({ object, above, depth })).reverse()
}

/** Kids with a name of their own are fields; without, they are the field's widgets. */
function namedKids(pdf: PdfFile, { depth }: Waiting, field: PdfField): Waiting[] {
  const kids = waitingFields(pdf, field.dictionary.entries.get('Kids'), field, depth + 1)
  return kids.filter(({ object }) => entriesOf(pdf.resolve(object)).has('T'))
}

function readField(pdf: PdfFile, { object, above }: Waiting): PdfField | null {
  const dictionary = pdf.resolve(object)
  if (!isDictionary(dictionary)) return null
  const { entries } = dictionary
  const own = readTextString(pdf.resolve(entries.get('T')))
  const type = pdf.resolve(entries.get('FT'))
  const flags = pdf.resolve(entries.get('Ff'))
  return {
    ref: isRef(object) ? object : null,
    name: [above?.name, own].filter((part) => part !== undefined && part !== null).join('.'),
    type: isName(type) ? type.value : (above?.type ?? null),
    flags: typeof flags === 'number' ? flags : (above?.flags ?? 0),
    value: entries.has('V') ? pdf.resolve(entries.get('V')) : (above?.value ?? null),
    dictionary,
  }
}

/** The fields for signatures, signed or not, as the form lists them. */
export function listSignatureFields(pdf: PdfFile): readonly PdfField[] {
  return listFields(pdf).filter(({ type }) => type === 'Sig')
}

/** The document security store (ETSI EN 319 142-1 §5.4.2): what proves signatures later; null when there is none. */
export function findSecurityStore(pdf: PdfFile): PdfDictionary | null {
  const found = pdf.resolve(pdf.catalog.entries.get('DSS'))
  return isDictionary(found) ? found : null
}
