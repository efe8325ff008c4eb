import { listFieldNumbers } from './compare-form.ts'
import type { Comparison } from './comparison.ts'
import { entriesOf, isArray, isName, isRef, type PdfDictionary, type PdfObject } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { PdfProblem } from './problem.ts'
import { listDifferentKeys, sameObject } from './same-object.ts'
import { listPages, type PdfPage } from './structure.ts'

// Each of before is looked for among those of after.
const mostAnnotations = 5_000

/** Compares the pages: which there are, what they show, and what is laid over them. */
export function comparePages(comparison: Comparison): void {
  const { before, after, report } = comparison
  const [old, fresh] = [listPages(before), listPages(after)]
  const sameOrder = old.length === fresh.length && old.every((page, at) => sameObject(page.ref, fresh[at]?.ref))
  if (!sameOrder) report('pages_changed', `${old.length} → ${fresh.length}`)
  const fields = listFieldNumbers(after)
  const now = new Map(fresh.map((page) => [page.ref.number, page]))
  for (const [index, page] of old.entries()) {
    const later = now.get(page.ref.number)
    if (later) comparePage(comparison, page, later, { where: String(index + 1), fields })
  }
  freezeNodes(comparison)
}

/** The nodes between the catalog and the pages hold what pages take over: size, resources, rotation. */
function freezeNodes({ before, freeze, isTouched, report }: Comparison): void {
  const nodes = listNodeNumbers(before)
  for (const number of nodes) {
    if (isTouched(number)) report('pages_changed', `${number} 0 R`)
    for (const [key, value] of entriesOf(before.findObject(number))) {
      if (key !== 'Kids' && key !== 'Parent') freeze(value, 'page_content_changed', key)
    }
  }
}

/** The numbers of the nodes above the pages. */
export function listNodeNumbers(pdf: PdfFile): ReadonlySet<number> {
  const nodes = new Set<number>()
  const open: PdfObject[] = [pdf.catalog.entries.get('Pages') ?? null]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const kids = pdf.resolve(entriesOf(pdf.resolve(next)).get('Kids'))
    if (!isRef(next) || nodes.has(next.number) || !isArray(kids)) continue
    nodes.add(next.number)
    for (const kid of kids.items) open.push(kid)
  }
  return nodes
}

type PagePlace = Readonly<{ where: string; fields: ReadonlySet<number> }>

function comparePage(comparison: Comparison, old: PdfPage, fresh: PdfPage, place: PagePlace): void {
  const keys = listDifferentKeys(old.dictionary, fresh.dictionary).filter((key) => key !== 'Annots')
  if (keys.length > 0) comparison.report('page_content_changed', `${place.where}: ${keys.join(', ')}`)
  for (const [key, value] of old.dictionary.entries) {
    if (key === 'Annots' || key === 'Parent') continue
    comparison.freeze(value, 'page_content_changed', place.where)
  }
  compareAnnotations(comparison, old.dictionary, fresh.dictionary, place)
}

function annotationsOf(pdf: PdfFile, page: PdfDictionary): readonly PdfObject[] {
  const list = pdf.resolve(page.entries.get('Annots'))
  return isArray(list) ? list.items : []
}

function compareAnnotations(
  comparison: Comparison,
  old: PdfDictionary,
  fresh: PdfDictionary,
  { where, fields }: PagePlace,
): void {
  const { before, after, report, freeze } = comparison
  const was = annotationsOf(before, old)
  const is = annotationsOf(after, fresh)
  if (was.length > mostAnnotations || is.length > mostAnnotations) {
    throw new PdfProblem('too_complex', 'too many annotations')
  }
  const isField = (item: PdfObject): boolean => isRef(item) && fields.has(item.number)
  const kept = is.filter((item) => was.some((known) => sameObject(known, item)))
  if (kept.length < was.length) report('annotation_removed', where)
  else if (!kept.every((item, index) => sameObject(item, was[index]))) report('annotation_changed', where)
  for (const item of was) if (!isField(item)) freeze(item, 'annotation_changed', where)
  for (const item of is) {
    if (kept.includes(item) || isField(item)) continue
    report('annotation_added', `${where}: ${subtypeOf(after, item)}`)
  }
}

function subtypeOf(pdf: PdfFile, item: PdfObject): string {
  const subtype = pdf.resolve(entriesOf(pdf.resolve(item)).get('Subtype'))
  return isName(subtype) ? subtype.value : '?'
}
