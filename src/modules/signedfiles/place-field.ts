import {
  array,
  dictionary,
  entriesOf,
  findAcroForm,
  isArray,
  isDictionary,
  isRef,
  listFields,
  listPages,
  listSignatureFields,
  name,
  type PdfArray,
  type PdfFile,
  type PdfObject,
  type PdfPage,
  type PdfRef,
  ref,
  textString,
  withEntries,
} from '#modules/pdfs'
import { SignatureProblem } from './signature-problem.ts'

/** Objects of an update that is being put together; `add` gives a new one its number. */
export type Update = Readonly<{
  pdf: PdfFile
  changes: ReadonlyMap<number, PdfObject>
  add: (object: PdfObject) => PdfRef
  set: (number: number, object: PdfObject) => void
  /** The object as this update has it so far. */
  resolve: (object: PdfObject | undefined) => PdfObject
}>

export function beginUpdate(pdf: PdfFile): Update {
  const changes = new Map<number, PdfObject>()
  let next = pdf.nextNumber
  return {
    pdf,
    changes,
    add(object) {
      changes.set(next, object)
      next += 1
      return ref(next - 1)
    },
    set: (number, object) => changes.set(number, object),
    resolve: (object) =>
      isRef(object) && changes.has(object.number) ? (changes.get(object.number) ?? null) : pdf.resolve(object),
  }
}

/** Where a signature stands: a page and a rectangle in its coordinates, and what it looks like. Null: it is not seen. */
export type Place = Readonly<{ page: PdfPage; rectangle: readonly number[]; look: PdfRef | null }>

/** Puts a signature field with its value on a page and into the form; an empty field of that name is signed instead. */
export function placeField(update: Update, fieldName: string, value: PdfRef, place: Place): void {
  const existing = listFields(update.pdf).find((field) => field.name === fieldName)
  if (existing) {
    signExisting(update, existing, value, place.look)
    return
  }
  const field = update.add(
    dictionary({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: textString(fieldName),
      V: value,
      // Printed and locked: PDF/A wants every annotation printed (ISO 19005-2 §6.3.2).
      F: 132,
      Rect: array(...place.rectangle),
      P: place.page.ref,
      AP: place.look ? dictionary({ N: place.look }) : undefined,
    }),
  )
  appendTo(update, place.page.ref.number, 'Annots', field)
  addToForm(update, field)
}

function signExisting(
  update: Update,
  field: ReturnType<typeof listFields>[number],
  value: PdfRef,
  look: PdfRef | null,
): void {
  const { ref: own, dictionary: old, type, value: signed } = field
  if (type !== 'Sig' || signed !== null || !own || old.entries.has('Kids')) {
    throw new SignatureProblem('field_unfit', field.name)
  }
  const looks = look ? { AP: dictionary({ N: look }), F: 132 } : {}
  update.set(own.number, withEntries(old, { V: value, ...looks }))
  const form = update.pdf.catalog.entries.get('AcroForm')
  writeForm(update, form, { SigFlags: 3 })
}

/** The first name of its kind that no field has. */
export function chooseFieldName(pdf: PdfFile, stem: string): string {
  const taken = new Set(listFields(pdf).map((field) => field.name))
  let number = 1
  while (taken.has(`${stem}${number}`)) number += 1
  return `${stem}${number}`
}

/** The page by its number from 1, or from the end when negative. Throws `page_missing`. */
export function findPage(pdf: PdfFile, number: number): PdfPage {
  const page = listPages(pdf).at(number > 0 ? number - 1 : number)
  if (!page || number === 0) throw new SignatureProblem('page_missing', `page ${number}`)
  return page
}

/** A certification that allows no changes allows no signature either (ISO 32000-1 §12.8.2.2). Throws `closed`. */
export function refuseClosed(pdf: PdfFile): void {
  const entryOf = (object: PdfObject | undefined, key: string): PdfObject =>
    pdf.resolve(entriesOf(pdf.resolve(object)).get(key))
  for (const { value } of listSignatureFields(pdf)) {
    const references = entryOf(value, 'Reference')
    for (const reference of isArray(references) ? references.items : []) {
      if (entryOf(entryOf(reference, 'TransformParams'), 'P') === 1) {
        throw new SignatureProblem('closed', 'the certification of the file allows no changes')
      }
    }
  }
}

function addToForm(update: Update, field: PdfRef): void {
  const form = update.pdf.catalog.entries.get('AcroForm')
  const fields = findAcroForm(update.pdf)?.entries.get('Fields')
  const known = update.pdf.resolve(fields)
  const grown = isArray(known) ? array(...known.items, field) : array(field)
  if (isRef(fields)) update.set(fields.number, grown)
  writeForm(update, form, { SigFlags: 3, ...(isRef(fields) ? {} : { Fields: grown }) })
}

function writeForm(
  update: Update,
  form: PdfObject | undefined,
  entries: Readonly<Record<string, PdfObject>>,
): void {
  const { pdf } = update
  const old = findAcroForm(pdf) ?? dictionary({ Fields: array() })
  const fresh = withEntries(old, entries)
  if (isRef(form)) update.set(form.number, fresh)
  else update.set(pdf.catalogRef.number, withEntries(pdf.catalog, { AcroForm: update.add(fresh) }))
}

/** Appends to an array that stands in the entry of an object, or in an object of its own. */
function appendTo(update: Update, number: number, key: string, item: PdfObject): void {
  const owner = update.resolve(ref(number))
  if (!isDictionary(owner)) throw new TypeError(`object ${number} is no dictionary`)
  const known = owner.entries.get(key)
  const list = update.resolve(known)
  const grown: PdfArray = isArray(list) ? array(...list.items, item) : array(item)
  if (isRef(known)) update.set(known.number, grown)
  else update.set(number, withEntries(owner, { [key]: grown }))
}
