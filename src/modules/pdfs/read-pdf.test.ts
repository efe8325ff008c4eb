import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import {
  array,
  dictionary,
  isStream,
  listFields,
  listPages,
  name,
  type PdfFile,
  type PdfObject,
  PdfProblem,
  readPdf,
  readTextString,
  ref,
  serialise,
  stream,
  textString,
  withEntries,
  writeUpdate,
} from '#modules/pdfs'
import { makePlainPdf, type PlainStyle } from '#test/plain-pdfs'

const styles: readonly PlainStyle[] = ['table', 'stream', 'hybrid']

const codeOf = (bytes: Uint8Array): string => {
  try {
    readPdf(bytes)
    return 'read'
  } catch (error) {
    assert.ok(error instanceof PdfProblem, String(error))
    return error.code
  }
}

/** Reads everything that a judge would look at. */
function exhaust(pdf: PdfFile): void {
  for (const number of pdf.entries.keys()) pdf.findObject(number)
  listPages(pdf)
  listFields(pdf)
}

function firstContent(pdf: PdfFile): string {
  const content = pdf.resolve(listPages(pdf)[0]?.dictionary.entries.get('Contents'))
  assert.ok(isStream(content))
  return Buffer.from(content.raw).toString('latin1')
}

test('a file is read with its cross-references in a table, in a stream, or in both', () => {
  for (const style of styles) {
    const pdf = readPdf(makePlainPdf({ style, pages: ['one', 'two', 'three'] }))
    assert.equal(listPages(pdf).length, 3, style)
    assert.match(firstContent(pdf), /\(one\)/)
    assert.deepEqual(pdf.listOddities(), [])
    assert.deepEqual(
      pdf.revisions.map(({ end }) => end),
      [pdf.bytes.length],
    )
  }
})

test('an update keeps every byte, adds a revision and is found first', () => {
  for (const style of styles) {
    const first = readPdf(makePlainPdf({ style }))
    const title = textString('Quyết định')
    const changes = new Map<number, PdfObject>([
      [first.catalogRef.number, withEntries(first.catalog, { Added: ref(first.nextNumber) })],
      [first.nextNumber, title],
    ])
    const updated = writeUpdate(first, changes)
    assert.deepEqual(Buffer.from(updated).subarray(0, first.bytes.length), first.bytes)
    const pdf = readPdf(updated)
    assert.equal(readTextString(pdf.resolve(pdf.catalog.entries.get('Added'))), 'Quyết định')
    assert.deepEqual(
      pdf.revisions.map(({ end }) => end),
      [first.bytes.length, updated.length],
    )
    assert.equal(pdf.sections[0]?.style, style === 'stream' ? 'stream' : 'table')
    assert.equal(readPdf(updated.subarray(0, first.bytes.length)).nextNumber, first.nextNumber)
  }
})

test('what an object writes is read again as the same object', () => {
  const leaf = fc.oneof(
    fc.constantFrom<PdfObject[]>(null, true, false),
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    fc.string({ maxLength: 20 }).map((text): PdfObject => textString(text)),
    fc
      .string({ unit: 'binary-ascii', maxLength: 12 })
      .map((text): PdfObject => name(text.replaceAll('\0', ''))),
    fc.integer({ min: 1, max: 99_999 }).map((number): PdfObject => ref(number, number % 3)),
  )
  const tree = fc.letrec<{ object: PdfObject }>((tie) => ({
    object: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('object'), { maxLength: 4 }).map((items): PdfObject => array(...items)),
      fc
        .dictionary(fc.constantFrom('A', 'B', 'C d', 'E#'), tie('object'))
        .map((entries) => dictionary(entries)),
    ),
  })).object
  fc.assert(
    fc.property(tree, (object) => {
      const pdf = readPdf(makePlainPdf({ objects: new Map([[100, object]]) }))
      assert.deepEqual(serialise(pdf.findObject(100)), serialise(object))
    }),
  )
})

test('what is no PDF, cut off or encrypted is refused by name', () => {
  const whole = makePlainPdf()
  assert.equal(codeOf(Buffer.from('\x89PNG\r\n\x1a\n')), 'not_a_pdf')
  assert.equal(codeOf(new Uint8Array()), 'not_a_pdf')
  assert.equal(codeOf(whole.subarray(0, whole.length - 20)), 'truncated')
  const first = readPdf(whole)
  const locked = Buffer.from(
    Buffer.from(writeUpdate(first, new Map([[90, true]])))
      .toString('latin1')
      .replaceAll('/ID', '/Encrypt 90 0 R /ID'),
    'latin1',
  )
  assert.equal(codeOf(locked), 'encrypted')
})

test('useless cross-references are repaired and said so; a repaired file is not updated', () => {
  for (const style of ['table', 'stream'] as const) {
    const broken = Buffer.from(
      makePlainPdf({ style })
        .toString('latin1')
        .replace(/startxref\n\d+/, 'startxref\n17'),
      'latin1',
    )
    const pdf = readPdf(broken)
    assert.deepEqual(pdf.listOddities(), ['repaired'])
    assert.match(firstContent(pdf), /A decision/)
    assert.throws(() => writeUpdate(pdf, new Map()), PdfProblem)
  }
})

test('what stands before the beginning and after the end is told', () => {
  const whole = makePlainPdf()
  assert.deepEqual(readPdf(Buffer.concat([whole, Buffer.from('PK\x03\x04')])).listOddities(), [
    'bytes_after_end',
  ])
  assert.ok(
    readPdf(Buffer.concat([Buffer.from('GIF89a\n'), whole]))
      .listOddities()
      .includes('bytes_before_start'),
  )
})

test('a linearised file, whose first section stands at its beginning, is one revision', () => {
  const plain = makePlainPdf().toString('latin1')
  const objects = plain.slice(plain.indexOf('1 0 obj'), plain.indexOf('xref\n'))
  const head = '%PDF-1.7\n'
  const size = `0000000000 65535 f \n`
  const mainAt = (first: string): number => head.length + first.length + objects.length
  const first = (at: number): string =>
    `xref\n1 1\n${String(head.length + 400).padStart(10, '0')} 00000 n \ntrailer\n<</Size 12 /Root 1 0 R /Prev ${String(at).padEnd(6)}>>\nstartxref\n0\n%%EOF\n`.padEnd(
      400,
    )
  const place = (number: number): string =>
    String(head.length + 400 + objects.indexOf(`${number} 0 obj`)).padStart(10, '0')
  const rows = Array.from({ length: 12 }, (_, number) =>
    objects.includes(`\n${number} 0 obj`) ? `${place(number)} 00000 n \n` : size,
  )
  const main = `xref\n0 12\n${rows.join('')}trailer\n<</Size 12>>\nstartxref\n${head.length}\n%%EOF\n`
  const pdf = readPdf(Buffer.from(head + first(mainAt(first(0))) + objects + main, 'latin1'))
  assert.equal(pdf.sections.length, 2)
  assert.equal(pdf.revisions.length, 1)
  assert.deepEqual(pdf.listOddities(), [])
})

test('circles end: cross-references, pages, fields, lengths and containers that lead to themselves', () => {
  const round = makePlainPdf().toString('latin1')
  const at = round.indexOf('xref\n')
  const circle = Buffer.from(round.replace('/Root', `/Prev ${at} /Root`), 'latin1')
  assert.deepEqual(readPdf(circle).listOddities(), ['repaired'])
  const knot = new Map<number, PdfObject>([
    [2, dictionary({ Type: name('Pages'), Count: 1, Kids: array(ref(2), ref(2), ref(10)) })],
    [100, dictionary({ T: textString('a'), Kids: array(ref(100)), FT: name('Sig') })],
    [101, stream(dictionary({ Length: ref(101) }), Buffer.from('x'))],
  ])
  const catalog = { AcroForm: dictionary({ Fields: array(ref(100)) }) }
  const pdf = readPdf(makePlainPdf({ objects: knot, catalog }))
  exhaust(pdf)
  assert.equal(listPages(pdf).length, 1)
})

test('a chain of references without end, deep nesting and bombs are too complex', () => {
  const chain = new Map(
    Array.from({ length: 200 }, (_, index): [number, PdfObject] => [100 + index, ref(101 + index)]),
  )
  assert.throws(() => readPdf(makePlainPdf({ objects: chain })).resolve(ref(100)), { code: 'too_complex' })
  const deep = makePlainPdf({ catalog: { Deep: name('PUT') } }).toString('latin1')
  const nested = Buffer.from(deep.replace('/PUT', '['.repeat(5000)).padEnd(6000), 'latin1')
  assert.equal(codeOf(nested), 'too_complex')
  const bomb = makePlainPdf({ style: 'stream' }).toString('latin1')
  const swollen = deflateSync(Buffer.alloc(64 * 1024 * 1024)).toString('latin1')
  const start = bomb.lastIndexOf('stream\n', bomb.lastIndexOf('endstream') - 3) + 7
  const blown = bomb.slice(0, start) + swollen + bomb.slice(bomb.lastIndexOf('\nendstream'))
  assert.equal(codeOf(Buffer.from(blown, 'latin1')), 'too_complex')
})

test('whatever is changed in a file, reading it ends in objects or in a PdfProblem', () => {
  const files = styles.map((style) => {
    const first = readPdf(makePlainPdf({ style, pages: ['a', 'b'] }))
    return Buffer.from(writeUpdate(first, new Map([[first.nextNumber, dictionary({ A: array(1, ref(2)) })]])))
  })
  const words = [
    '<<',
    '>>',
    '[',
    'obj',
    'endobj',
    'stream',
    'xref',
    '/Length 99999999',
    '/Prev 9',
    '1 0 R',
    '(',
    '<',
  ]
  const change = fc.record({
    at: fc.nat({ max: 4000 }),
    take: fc.nat({ max: 40 }),
    put: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 }), fc.nat().map(String)),
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        const text = changes.reduce((whole, { at, take, put }) => {
          const place = at % whole.length
          return whole.slice(0, place) + put + whole.slice(place + take)
        }, file.toString('latin1'))
        try {
          exhaust(readPdf(Buffer.from(text, 'latin1')))
        } catch (error) {
          assert.ok(error instanceof PdfProblem, error instanceof Error ? error.stack : String(error))
        }
      },
    ),
    { numRuns: 3000 },
  )
})
