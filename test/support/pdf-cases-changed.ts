import {
  array,
  dictionary,
  isArray,
  listPages,
  name,
  type PdfFile,
  type PdfObject,
  readPdf,
  ref,
  stream,
  textString,
  withEntries,
} from '#modules/pdfs'
import { type PdfCase, update } from '#test/pdf-sample'
import { makePlainPdf, pageContent } from '#test/plain-pdfs'
import type { Holder, SigningKit } from '#test/signed-pdfs'

/** Files that were changed by a later revision, innocently or not (shadow attacks: NDSS 2021). */
export async function listChangedCases(kit: SigningKit): Promise<readonly PdfCase[]> {
  const an = await kit.issue()
  return [...(await listContent(kit, an)), ...(await listShadows(kit, an))]
}

export const bad = (
  name: string,
  pdf: Uint8Array,
  codes: readonly string[],
  rest: Partial<PdfCase> = {},
): PdfCase => ({
  name,
  pdf,
  verdict: 'invalid',
  codes,
  difference: 'changes',
  ...rest,
})

/** Both refuse it, each for its own reason. */
export const agreed = ({ difference: _, ...rest }: PdfCase): PdfCase => rest

export const firstPage = (pdf: PdfFile) => listPages(pdf)[0] ?? { ref: ref(0), dictionary: dictionary({}) }

export function changePage(bytes: Uint8Array, entries: Readonly<Record<string, PdfObject>>): Uint8Array {
  return update(bytes, (pdf) => [[firstPage(pdf).ref.number, withEntries(firstPage(pdf).dictionary, entries)]])
}

export function changeCatalog(bytes: Uint8Array, entries: Readonly<Record<string, PdfObject>>): Uint8Array {
  return update(bytes, (pdf) => [[pdf.catalogRef.number, withEntries(pdf.catalog, entries)]])
}

export function addAnnotation(bytes: Uint8Array, annotation: PdfObject): Uint8Array {
  return update(bytes, (pdf) => {
    const { ref: place, dictionary: page } = firstPage(pdf)
    const listed = pdf.resolve(page.entries.get('Annots'))
    const items = isArray(listed) ? listed.items : []
    return [
      [place.number, withEntries(page, { Annots: array(...items, ref(pdf.nextNumber)) })],
      [pdf.nextNumber, annotation],
    ]
  })
}

export const note = (subtype: string): PdfObject =>
  dictionary({
    Type: name('Annot'),
    Subtype: name(subtype),
    Rect: array(50, 740, 400, 790),
    Contents: textString('Rejected'),
  })

async function listContent(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const signed = await kit.sign(makePlainPdf({ pages: ['one', 'two'] }), an, { stamped: true })
  const packed = await kit.sign(makePlainPdf({ style: 'stream' }), an)
  return [
    bad(
      'the text of a page replaced',
      update(signed, () => [[11, pageContent('Another decision')]]),
      ['page_content_changed'],
    ),
    bad(
      'the text of a page replaced (cross-references: stream)',
      update(packed, () => [[11, pageContent('Another decision')]]),
      ['page_content_changed'],
    ),
    bad('a page leads to other text', changePage(signed, { Contents: ref(13) }), ['page_content_changed']),
    bad('text added to a page', addText(signed), ['page_content_changed']),
    bad('a page cut by its box', changePage(signed, { CropBox: array(0, 0, 300, 300) }), [
      'page_content_changed',
    ]),
    bad('a page turned', changePage(signed, { Rotate: 180 }), ['page_content_changed']),
    bad('a page added', addPage(signed), ['pages_changed']),
    bad(
      'a page taken out',
      update(signed, () => [[2, pageTree([ref(10)])]]),
      ['pages_changed'],
    ),
    bad(
      'pages in another order',
      update(signed, () => [[2, pageTree([ref(12), ref(10)])]]),
      ['pages_changed'],
    ),
    bad('a note laid over the text', addAnnotation(signed, note('FreeText')), ['annotation_added']),
    bad('a stamp laid over the text', addAnnotation(signed, note('Stamp')), ['annotation_added']),
    bad('a link laid over the text', addAnnotation(signed, note('Link')), ['annotation_added']),
    bad(
      'a script that runs when the file opens',
      changeCatalog(signed, {
        OpenAction: dictionary({ S: name('JavaScript'), JS: textString('app.alert(1)') }),
      }),
      ['catalog_changed'],
    ),
    bad(
      'files attached',
      changeCatalog(signed, { Names: dictionary({ EmbeddedFiles: dictionary({ Names: array() }) }) }),
      ['catalog_changed'],
    ),
    bad('the view of the file changed', changeCatalog(signed, { PageMode: name('UseOutlines') }), [
      'catalog_changed',
    ]),
    bad(
      'signed again after a page was replaced',
      await kit.sign(
        update(signed, () => [[11, pageContent('Another')]]),
        await kit.issue(),
      ),
      ['page_content_changed'],
    ),
    bad(
      'proven and stamped after a page was replaced',
      await kit.stampFile(await kit.prove(update(signed, () => [[11, pageContent('Another')]]))),
      ['page_content_changed'],
    ),
  ]
}

const pageTree = (kids: readonly PdfObject[]): PdfObject =>
  dictionary({ Type: name('Pages'), Count: kids.length, Kids: array(...kids) })

function addText(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => {
    const { ref: place, dictionary: page } = firstPage(pdf)
    return [
      [place.number, withEntries(page, { Contents: array(ref(11), ref(pdf.nextNumber)) })],
      [pdf.nextNumber, pageContent('not')],
    ]
  })
}

function addPage(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => [
    [2, pageTree([ref(10), ref(12), ref(pdf.nextNumber)])],
    [
      pdf.nextNumber,
      withEntries(firstPage(pdf).dictionary, { Contents: ref(pdf.nextNumber + 1), Annots: array() }),
    ],
    [pdf.nextNumber + 1, pageContent('An appendix')],
  ])
}

/** What was prepared before signing so that it can be turned later. */
async function listShadows(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const cover = stream(
    dictionary({ Type: name('XObject'), Subtype: name('Form'), BBox: array(0, 0, 595, 842) }),
    Buffer.from('1 1 1 rg 0 700 595 142 re f'),
  )
  const resources = dictionary({ Font: dictionary({ F1: ref(3) }), XObject: dictionary({ Cover: ref(100) }) })
  const covered = new Map<number, PdfObject>([
    [11, stream(dictionary({}), Buffer.from('BT /F1 18 Tf 60 760 Td (Hidden) Tj ET /Cover Do'))],
    [100, cover],
  ])
  const hiding = await kit.sign(makePlainPdf({ objects: covered, page: { Resources: resources } }), an)
  const plain = await kit.sign(makePlainPdf(), an)
  const open = new Map([...covered].filter(([number]) => number !== 100))
  const dangling = await kit.sign(makePlainPdf({ objects: open, page: { Resources: resources } }), an)
  const spare = new Map<number, PdfObject>([
    [200, pageContent('Another decision')],
    [201, dictionary({ Type: name('Catalog'), Pages: ref(202) })],
    [202, pageTree([ref(203)])],
    [
      203,
      dictionary({
        Type: name('Page'),
        Parent: ref(202),
        MediaBox: array(0, 0, 595, 842),
        Contents: ref(200),
        Resources: dictionary({ Font: dictionary({ F1: ref(3) }) }),
      }),
    ],
  ])
  const prepared = await kit.sign(makePlainPdf({ objects: spare }), an)
  const twoNotes = makePlainPdf({
    objects: new Map([[100, note('FreeText')]]),
    page: { Annots: array(ref(100)) },
  })
  const noted = await kit.sign(twoNotes, an)
  return [
    bad(
      'shadow, hide: what covered the text is emptied',
      update(hiding, () => [[100, stream(dictionary({}), Buffer.alloc(0))]]),
      ['page_content_changed'],
    ),
    bad(
      'shadow, hide: what covered the text is gone',
      update(hiding, () => [[100, null]]),
      ['page_content_changed'],
    ),
    bad(
      'shadow, replace: the font is another',
      update(plain, () => [[3, dictionary({ Type: name('Font'), Subtype: name('Type3') })]]),
      ['page_content_changed'],
    ),
    bad(
      'shadow, replace: what the page lacked is supplied',
      update(dangling, () => [[100, cover]]),
      ['page_content_changed'],
    ),
    agreed(
      bad('shadow, hide and replace: a prepared catalog takes over', swapRoot(prepared, 201), [
        'signature_removed',
      ]),
    ),
    bad('shadow, hide and replace: prepared pages take over', changeCatalog(prepared, { Pages: ref(202) }), [
      'pages_changed',
    ]),
    bad(
      'shadow, replace: a note says something else',
      update(noted, () => [[100, note('Stamp')]]),
      ['annotation_changed'],
    ),
    bad(
      'shadow, hide: a note is gone',
      changePage(noted, { Annots: array(...annotationsOf(noted).slice(1)) }),
      ['annotation_removed'],
    ),
  ]
}

function annotationsOf(bytes: Uint8Array): readonly PdfObject[] {
  const pdf = readPdf(bytes)
  const listed = pdf.resolve(firstPage(pdf).dictionary.entries.get('Annots'))
  return isArray(listed) ? listed.items : []
}

function swapRoot(bytes: Uint8Array, root: number): Uint8Array {
  const updated = update(bytes, (pdf) => [[pdf.nextNumber, true]])
  const text = Buffer.from(updated).toString('latin1')
  const at = text.lastIndexOf('/Root 1 0 R')
  return Buffer.from(`${text.slice(0, at)}/Root ${root} 0 R${text.slice(at + 11)}`, 'latin1')
}
