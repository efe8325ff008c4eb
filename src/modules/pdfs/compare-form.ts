import type { Comparison } from './comparison.ts'
import {
  entriesOf,
  isArray,
  isDictionary,
  isName,
  isRef,
  type PdfDictionary,
  type PdfObject,
} from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { listDifferentKeys, sameObject } from './same-object.ts'
import { findAcroForm, listFields, type PdfField } from './structure.ts'

// What filling in a field, or signing one that was empty, sets on the field or its widget.
const fillKeys = new Set(['V', 'AP', 'AS', 'M', 'I', 'RV'])
const signKeys = new Set(['V', 'AP', 'AS', 'M', 'MK', 'F', 'DA', 'DR'])
const formKeys = new Set(['Fields', 'SigFlags'])

/** Compares the interactive form: fields filled in, signed, added; anything else changes the form. */
export function compareForm(comparison: Comparison): void {
  const { before, after, report } = comparison
  const [old, fresh] = [findAcroForm(before), findAcroForm(after)]
  if (!fresh) {
    if (old) report('form_changed', 'AcroForm')
    return
  }
  compareFormEntries(comparison, old, fresh)
  const was = byName(listFields(before))
  const is = byName(listFields(after))
  for (const [name, field] of was) {
    const now = is.get(name)
    if (now) compareField(comparison, field, now)
    else report('form_changed', name)
  }
  for (const [name, field] of is) if (!was.has(name)) reportNewField(comparison, field)
}

/** Two fields of one name: the later is another one, told apart by a number. */
function byName(fields: readonly PdfField[]): ReadonlyMap<string, PdfField> {
  const named = new Map<string, PdfField>()
  for (const field of fields) {
    let name = field.name
    for (let copy = 2; named.has(name); copy++) name = `${field.name} (${copy})`
    named.set(name, field)
  }
  return named
}

function compareFormEntries(comparison: Comparison, old: PdfDictionary | null, fresh: PdfDictionary): void {
  const keys = old ? listDifferentKeys(old, fresh) : [...fresh.entries.keys()]
  for (const key of keys) {
    if (!mayDiffer(comparison, key, old, fresh)) comparison.report('form_changed', key)
  }
  for (const [key, value] of old?.entries ?? []) {
    if (key === 'DR') freezeKnown(comparison, comparison.before.resolve(value), fresh.entries.get('DR'))
    else if (!formKeys.has(key)) comparison.freeze(value, 'form_changed', key)
  }
}

function mayDiffer(
  comparison: Comparison,
  key: string,
  old: PdfDictionary | null,
  fresh: PdfDictionary,
): boolean {
  if (formKeys.has(key)) return true
  if (key === 'DA') return !old?.entries.has('DA')
  return key === 'DR' && onlyGrown(comparison, old?.entries.get('DR'), fresh.entries.get('DR'))
}

/** Whether every resource of before is there as it was; makers of signatures add fonts of their own. */
function onlyGrown(comparison: Comparison, left: PdfObject | undefined, right: PdfObject | undefined): boolean {
  const { before, after } = comparison
  const grown = after.resolve(right)
  return [...entriesOf(before.resolve(left))].every(([kind, resources]) => {
    const now = entriesOf(after.resolve(entriesOf(grown).get(kind)))
    if (now.size === 0) return sameObject(resources, entriesOf(grown).get(kind))
    return [...entriesOf(before.resolve(resources))].every(([key, value]) => sameObject(value, now.get(key)))
  })
}

/** The dictionaries of resources may grow by `onlyGrown`; what stood in them may not change. */
function freezeKnown(comparison: Comparison, resources: PdfObject, right: PdfObject | undefined): void {
  if (!onlyGrown(comparison, resources, right)) comparison.report('form_changed', 'DR')
  for (const kind of entriesOf(resources).values()) {
    for (const value of entriesOf(comparison.before.resolve(kind)).values()) {
      comparison.freeze(value, 'form_changed', 'DR')
    }
  }
}

const isSigned = (field: PdfField): boolean => isDictionary(field.value)

function reportNewField({ report }: Comparison, field: PdfField): void {
  if (field.type !== 'Sig') report('field_added', field.name)
  else if (isSigned(field)) reportSignature(report, field)
  else report('signature_field_added', field.name)
}

function reportSignature(report: Comparison['report'], { value, name }: PdfField): void {
  const stamp = isName(entriesOf(value).get('Type'), 'DocTimeStamp')
  report(stamp ? 'document_timestamp_added' : 'signature_added', name)
}

function compareField(comparison: Comparison, old: PdfField, fresh: PdfField): void {
  const { report } = comparison
  const sameKind = old.type === fresh.type && old.flags === fresh.flags && sameObject(old.ref, fresh.ref)
  if (!sameKind) {
    report('form_changed', old.name)
    return
  }
  const differing = differingKeys(comparison, old, fresh)
  if (old.type === 'Sig' && isSigned(old)) {
    if (differing.length > 0) report('signature_changed', old.name)
    for (const part of [old.dictionary, ...widgetsOf(comparison.before, old.dictionary)]) {
      freezeEntries(comparison, part, new Set(), 'signature_changed', old.name)
    }
    return
  }
  judgeOpenField(comparison, old, fresh, differing)
}

function judgeOpenField(
  comparison: Comparison,
  old: PdfField,
  fresh: PdfField,
  differing: readonly string[],
): void {
  const { report } = comparison
  const allowed = old.type === 'Sig' ? signKeys : fillKeys
  if (differing.some((key) => !allowed.has(key))) report('form_changed', old.name)
  if (old.type === 'Sig' && isSigned(fresh)) reportSignature(report, fresh)
  else if (differing.length > 0 || isRewritten(comparison, old)) report('field_filled', old.name)
  for (const part of [old.dictionary, ...widgetsOf(comparison.before, old.dictionary)]) {
    freezeEntries(comparison, part, allowed, 'form_changed', old.name)
  }
}

/** Its value or appearance stands in an object of its own, and that one was touched. */
function isRewritten({ before, isTouched }: Comparison, { dictionary }: PdfField): boolean {
  return [dictionary, ...widgetsOf(before, dictionary)].some((part) => {
    const looks = [...entriesOf(before.resolve(part.entries.get('AP'))).values()]
    return [part.entries.get('V'), part.entries.get('AP'), ...looks].some(
      (value) => isRef(value) && isTouched(value.number),
    )
  })
}

function freezeEntries(
  comparison: Comparison,
  part: PdfDictionary,
  except: ReadonlySet<string>,
  kind: 'signature_changed' | 'form_changed',
  where: string,
): void {
  for (const [key, value] of part.entries) {
    if (!except.has(key) && key !== 'Parent' && key !== 'P') comparison.freeze(value, kind, where)
  }
}

function differingKeys({ before, after }: Comparison, old: PdfField, fresh: PdfField): readonly string[] {
  const own = listDifferentKeys(old.dictionary, fresh.dictionary)
  const [left, right] = [widgetsOf(before, old.dictionary), widgetsOf(after, fresh.dictionary)]
  if (left.length !== right.length) return [...own, 'Kids']
  return [...own, ...left.flatMap((widget, index) => listDifferentKeys(widget, right[index] ?? widget))]
}

/** The widgets of a field that are objects of their own. */
export function widgetsOf(pdf: PdfFile, field: PdfDictionary): readonly PdfDictionary[] {
  const kids = pdf.resolve(field.entries.get('Kids'))
  return isArray(kids) ? kids.items.map(pdf.resolve).filter(isDictionary) : []
}

/** The numbers of every field and widget, those above others too: they are judged as fields. */
export function listFieldNumbers(pdf: PdfFile): ReadonlySet<number> {
  const numbers = new Set<number>()
  const open: PdfObject[] = [findAcroForm(pdf)?.entries.get('Fields') ?? null]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const list = pdf.resolve(next)
    for (const item of isArray(list) ? list.items : []) {
      if (!isRef(item) || numbers.has(item.number)) continue
      numbers.add(item.number)
      open.push(entriesOf(pdf.findObject(item.number)).get('Kids') ?? null)
    }
  }
  return numbers
}
