import {
  array,
  dictionary,
  entriesOf,
  isArray,
  name,
  type PdfObject,
  ref,
  stream,
  textString,
  withEntries,
} from '#modules/pdfs'
import { addAnnotation, bad, note } from '#test/pdf-cases-changed'
import { certification } from '#test/pdf-cases-good'
import { type PdfCase, swap, update } from '#test/pdf-sample'
import { makePlainPdf, pageContent } from '#test/plain-pdfs'
import { addField, type Holder, type SigningKit } from '#test/signed-pdfs'

/** Forms that were filled in after signing, by leave or not, and lines of revisions that were bent. */
export async function listFormCases(kit: SigningKit): Promise<readonly PdfCase[]> {
  const an = await kit.issue()
  return [...(await listForms(kit, an)), ...(await listHistories(kit, an))]
}

/** A form with one text field, `Amount`, and what a signer says about it. */
function withText(): Uint8Array {
  const widget = dictionary({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Tx'),
    T: textString('Amount'),
    V: textString('100'),
    Rect: array(60, 600, 260, 620),
    P: ref(10),
    AP: dictionary({ N: ref(101) }),
  })
  const look = stream(
    dictionary({ Type: name('XObject'), Subtype: name('Form'), BBox: array(0, 0, 200, 20) }),
    Buffer.from('(100) Tj'),
  )
  const form = dictionary({ Fields: array(ref(100)) })
  return makePlainPdf({
    objects: new Map<number, PdfObject>([
      [100, widget],
      [101, look],
    ]),
    catalog: { AcroForm: form },
    page: { Annots: array(ref(100)) },
  })
}

const fillIn = (bytes: Uint8Array): Uint8Array =>
  update(bytes, (pdf) => {
    const field = pdf.findObject(100)
    return field !== null && typeof field === 'object' && field.kind === 'dictionary'
      ? [[100, withEntries(field, { V: textString('900') })]]
      : []
  })

async function listForms(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const form = withText()
  const binh = await kit.issue({ commonName: 'Trần Thị Bình' })
  const signed = await kit.sign(form, an)
  const certified = (level: number) =>
    kit.signByOpenssl(form, { holder: an, entries: { Reference: array(certification(level)) } })
  const lock = dictionary({
    TransformMethod: name('FieldMDP'),
    TransformParams: dictionary({ Action: name('Include'), Fields: array(textString('Amount')) }),
  })
  const locked = kit.signByOpenssl(form, { holder: an, entries: { Reference: array(lock) } })
  const free = (
    name: string,
    pdf: Uint8Array,
    codes: readonly string[],
    verdict: 'valid' | 'indeterminate',
  ): PdfCase => ({
    name,
    pdf,
    verdict,
    codes,
    ...(verdict === 'valid' ? {} : { difference: 'changes' as const }),
  })
  return [
    free('a field filled in, nothing said about it', fillIn(signed), ['field_filled'], 'indeterminate'),
    free(
      'a field looks otherwise than it reads',
      update(signed, () => [[101, stream(dictionary({}), Buffer.from('(900) Tj'))]]),
      ['field_filled'],
      'indeterminate',
    ),
    free('a field filled in, as certified', fillIn(certified(2)), ['field_filled'], 'valid'),
    bad('a field filled in, certified against it', fillIn(certified(1)), ['field_filled'], {
      difference: 'permitted',
    }),
    bad('a locked field filled in', fillIn(locked), ['field_filled'], { difference: 'permitted' }),
    bad(
      'signed, certified against it',
      kit.signByOpenssl(certified(1), { holder: binh, fieldName: 'Second' }),
      ['signature_added'],
      { difference: 'permitted' },
    ),
    bad('a note, certified for filling in', addAnnotation(certified(2), note('FreeText')), [
      'annotation_added',
    ]),
    free(
      'a note, certified for notes',
      addAnnotation(certified(3), note('Text')),
      ['annotation_added'],
      'indeterminate',
    ),
    bad(
      'the text replaced, certified for notes',
      update(certified(3), () => [[11, pageContent('Another')]]),
      ['page_content_changed'],
    ),
    bad('a field added that covers the text', coverByField(signed), ['field_added']),
    bad('a field moved over the text', moveField(signed), ['form_changed']),
    free(
      'certified after another signature',
      kit.signByOpenssl(signed, {
        holder: binh,
        fieldName: 'Late',
        entries: { Reference: array(certification(2)) },
      }),
      ['certifies_late'],
      'indeterminate',
    ),
  ]
}

function coverByField(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => {
    const changes = new Map<number, PdfObject>()
    const widget = { Type: name('Annot'), Subtype: name('Widget'), FT: name('Tx'), T: textString('Cover') }
    addField(
      pdf,
      changes,
      ref(pdf.nextNumber),
      dictionary({ ...widget, Rect: array(0, 0, 595, 842), P: ref(10) }),
    )
    return changes
  })
}

function moveField(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => [
    [100, dictionary({ ...Object.fromEntries(entriesOf(pdf.findObject(100))), Rect: array(0, 700, 595, 842) })],
  ])
}

/** The line of revisions itself. */
async function listHistories(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const signed = await kit.sign(makePlainPdf(), an)
  const two = await kit.sign(signed, await kit.issue({ commonName: 'Trần Thị Bình' }))
  return [
    bad(
      'the signature taken out of the form',
      update(signed, (pdf) => [[pdf.catalogRef.number, dictionary({ Type: name('Catalog'), Pages: ref(2) })]]),
      ['signature_removed'],
      { difference: 'removed' },
    ),
    bad('one of two signatures taken out', dropField(two), ['signature_removed'], { difference: 'removed' }),
    bad('a signature dictionary written anew', rewriteSignature(signed), ['gap_not_contents']),
    bad('the reason of a signature changed', rewriteSignature(signed, { Reason: textString('As agreed') }), [
      'gap_not_contents',
    ]),
    bad(
      'a later revision passes over the signed one',
      swap(
        update(signed, (pdf) => [[pdf.nextNumber, true]]),
        '/Prev ',
        '/Prex ',
        signed.length,
      ),
      ['only_part_covered'],
      { difference: 'structure' },
    ),
  ]
}

function dropField(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => {
    const form = pdf.resolve(pdf.catalog.entries.get('AcroForm'))
    const listed = pdf.resolve(entriesOf(form).get('Fields'))
    const kept = isArray(listed) ? listed.items.slice(1) : []
    return [
      [
        pdf.catalogRef.number,
        withEntries(pdf.catalog, { AcroForm: dictionary({ Fields: array(...kept), SigFlags: 3 }) }),
      ],
    ]
  })
}

function rewriteSignature(bytes: Uint8Array, entries: Readonly<Record<string, PdfObject>> = {}): Uint8Array {
  return update(bytes, (pdf) => {
    const number = [...pdf.entries.keys()].find((one) => entriesOf(pdf.findObject(one)).has('ByteRange')) ?? 0
    const old = pdf.findObject(number)
    return old !== null && typeof old === 'object' && old.kind === 'dictionary'
      ? [[number, withEntries(old, entries)]]
      : []
  })
}
