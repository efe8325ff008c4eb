import { array, dictionary, name, type PdfObject, ref, textString, withEntries } from '#modules/pdfs'
import { withFields } from '#test/pdf-cases-good'
import { flip, type PdfCase, swap, swapHex, update } from '#test/pdf-sample'
import { makePlainPdf, pageContent } from '#test/plain-pdfs'
import { frame, type Holder, type OpensslOrder, type SigningKit } from '#test/signed-pdfs'

/** Files whose bytes, or whose account of what is signed, were tampered with. */
export async function listForgedCases(kit: SigningKit): Promise<readonly PdfCase[]> {
  const an = await kit.issue()
  return [...(await listFlips(kit, an)), ...listRanges(kit, an), ...(await listOdd(kit, an))]
}

const bad = (
  name: string,
  pdf: Uint8Array,
  codes: readonly string[],
  rest: Partial<PdfCase> = {},
): PdfCase => ({
  name,
  pdf,
  verdict: 'invalid',
  codes,
  ...rest,
})

async function listFlips(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const signed = Buffer.from(await kit.sign(makePlainPdf(), an))
  const curve = await kit.sign(makePlainPdf(), await kit.issue({ algorithm: 'ecdsa-p256' }))
  const [first, second] = [
    await kit.sign(signed, await kit.issue({ commonName: 'Trần Thị Bình' })),
    signed.indexOf('/Contents <'),
  ]
  const contents = signed.toString('latin1', second, signed.indexOf('>', second)).replace(/0+$/, '')
  const value = second + contents.length - 20
  const digest = signed.indexOf('2a864886f70d010904', second) + 30
  const identity = signed.lastIndexOf('/ID [<') + 8
  return [
    bad('one byte of the text flipped', flip(signed, signed.indexOf('A decision')), ['content_changed']),
    bad('one byte after the signature flipped', swapHex(signed, identity), ['content_changed']),
    bad('one byte of the text flipped, ECDSA', flip(curve, signed.indexOf('A decision')), ['content_changed']),
    bad('one bit of the signature value flipped', swapHex(signed, value), ['signature_wrong']),
    bad('one bit of the signed digest flipped', swapHex(signed, digest), [
      'content_changed',
      'signature_wrong',
    ]),
    bad('the head of the signature destroyed', swap(signed, '/Contents <3082', '/Contents <3182'), [
      'signature_unreadable',
    ]),
    bad('one byte flipped below two signatures', flip(first, signed.indexOf('A decision')), [
      'content_changed',
    ]),
    bad('another decision of the same length', swap(signed, 'A decision', 'B decision'), ['content_changed']),
    bad(
      'a signature from another file',
      transplant(signed, Buffer.from(await kit.sign(makePlainPdf({ pages: ['B decision'] }), an))),
      ['content_changed'],
    ),
  ]
}

function transplant(target: Buffer, source: Buffer): Uint8Array {
  const copy = Buffer.from(target)
  const [from, to] = [source.indexOf('/Contents <') + 11, target.indexOf('/Contents <') + 11]
  source.copy(copy, to, from, source.indexOf('>', from))
  return copy
}

/** Universal forgery, wrapping, and signatures of a part (pdf-insecurity.org). */
function listRanges(kit: SigningKit, an: Holder): readonly PdfCase[] {
  const plain = makePlainPdf()
  const framed = (order: Partial<OpensslOrder>) => kit.signByOpenssl(plain, { holder: an, ...order })
  const ranged = (range: NonNullable<OpensslOrder['range']>) => framed({ range })
  return [
    bad(
      'covers half of the file',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, Math.floor(d / 2)]),
      ['only_part_covered'],
      { difference: 'range' },
    ),
    bad(
      'covers nothing after itself',
      ranged(([a = 0, b = 0, c = 0]) => [a, b, c, 0]),
      ['byte_range_outside'],
      { difference: 'range' },
    ),
    bad(
      'does not cover the beginning',
      ranged(([, b = 0, c = 0, d = 0]) => [9, b - 9, c, d]),
      ['byte_range_start'],
      { difference: 'range' },
    ),
    bad(
      'leaves out more than itself before',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b - 30, c, d]),
      ['gap_not_contents'],
      { difference: 'range' },
    ),
    bad(
      'leaves out more than itself after',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c + 30, d - 30]),
      ['gap_not_contents'],
      { difference: 'range' },
    ),
    bad(
      'ends beyond the file',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d + 999]),
      ['byte_range_outside'],
    ),
    bad(
      'covers itself',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b + 500, c - 500, d]),
      ['gap_not_contents'],
    ),
    bad(
      'a negative range',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, -b, c, d]),
      ['byte_range_outside'],
    ),
    bad(
      'three parts',
      ranged(([a = 0, b = 0, c = 0, d = 0]) => [a, b, c, d - 40, c + d - 20, 20]),
      ['byte_range_parts'],
    ),
    bad(
      'a range of two numbers',
      ranged(([a = 0, b = 0]) => [a, b]),
      ['byte_range_missing'],
      { difference: 'range' },
    ),
    bad('no range', framed({ entries: { ByteRange: undefined } }), ['byte_range_missing']),
    bad('a range that is null', framed({ entries: { ByteRange: null } }), ['byte_range_missing']),
    bad(
      'a range of nothing',
      ranged(() => [0, 0, 0, 0]),
      ['byte_range_outside'],
      { difference: 'range' },
    ),
    bad('no contents', framed({ entries: { Contents: undefined } }), ['contents_missing']),
    bad('contents that are null', framed({ entries: { Contents: null } }), ['contents_missing']),
    bad('contents of zeros', framed({ alter: () => Buffer.alloc(4) }), ['contents_missing']),
    bad(
      'the range written twice',
      swap(framed({ entries: { Spare: array(0, 1, 2, 3) } }), '/Spare [0 1 2 3]', '/ByteRange [0 9]'),
      ['byte_range_doubled'],
    ),
    bad('wrapped: the signed end moved away, new content in the gap', wrap(framed({})), ['gap_not_contents']),
  ]
}

/** Signature wrapping: the second part is kept at the end, and a new ending stands in the gap. */
function wrap(bytes: Uint8Array): Uint8Array {
  const signed = Buffer.from(bytes)
  const found = signed.toString('latin1').match(/\[0 (\d+) (\d+) (\d+)\] */)
  const [first = 0, second = 0, length = 0] = (found?.slice(1) ?? []).map(Number)
  const old = found?.[0] ?? ''
  const evil = Buffer.from(writePage(signed)).subarray(signed.length)
  const whole = Buffer.concat([signed.subarray(0, second), evil, signed.subarray(second)])
  return swap(whole, old, `[0 ${first} ${second + evil.length} ${length}]`.padEnd(old.length))
}

const writePage = (bytes: Uint8Array): Uint8Array =>
  update(bytes, () => [[11, pageContent('Another decision')]])

/** Endings, shells and locks. */
async function listOdd(kit: SigningKit, an: Holder): Promise<readonly PdfCase[]> {
  const plain = makePlainPdf()
  const signed = Buffer.from(await kit.sign(plain, an))
  const unreadable = (name: string, pdf: Uint8Array, code: string): PdfCase => ({
    name,
    pdf,
    verdict: 'unreadable',
    codes: [code],
  })
  const odd = (
    name: string,
    pdf: Uint8Array,
    codes: readonly string[],
    rest: Partial<PdfCase> = {},
  ): PdfCase => ({ name, pdf, verdict: 'indeterminate', codes, ...rest })
  const unsigned = (name: string, pdf: Uint8Array): PdfCase => ({ name, pdf, verdict: 'unsigned' })
  const doubled = swap(
    makePlainPdf({
      objects: new Map<number, PdfObject>([
        [100, textString('x'.repeat(40))],
        [101, true],
      ]),
    }),
    '100 0 obj',
    '101 0 obj',
  )
  return [
    unsigned('no signature', plain),
    unsigned('an empty signature field', withFields(['Người ký'])),
    unreadable('cut off in its last line', signed.subarray(0, signed.length - 12), 'pdf_truncated'),
    unreadable('cut off at half', plain.subarray(0, plain.length / 2), 'pdf_truncated'),
    unreadable('a picture named .pdf', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'pdf_not_a_pdf'),
    unreadable('locked by a password', await kit.sign(makePlainPdf(), an).then(lock), 'pdf_encrypted'),
    odd(
      'something stands after the end',
      Buffer.concat([signed, Buffer.from('PK\x03\x04 hidden archive')]),
      ['pdf_bytes_after_end'],
      { difference: 'structure' },
    ),
    odd(
      'a second ending without anything',
      Buffer.concat([signed, Buffer.from('%%EOF\n')]),
      ['pdf_bytes_after_end'],
      { difference: 'structure' },
    ),
    bad(
      'an object after the end, with no cross-references',
      Buffer.concat([signed, Buffer.from('11 0 obj\n<<>>\nendobj\n%%EOF\n')]),
      ['only_part_covered'],
      { difference: 'structure' },
    ),
    odd(
      'an object is written twice in what is signed',
      await kit.sign(doubled, an),
      ['pdf_duplicate_objects'],
      { difference: 'structure' },
    ),
    odd('signed in an unknown format', framedAs(kit, an, 'adbe.unknown'), ['format_not_judged']),
    odd('one signature shown in two fields', twice(signed), ['field_added'], {
      verdict: 'invalid',
      difference: 'changes',
    }),
    bad(
      'the contents are no signature',
      frame(plain, {}, () => Buffer.from('not a signature')),
      ['signature_unreadable'],
    ),
  ]
}

function lock(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  const at = text.lastIndexOf('trailer\n<<') + 10
  return Buffer.from(`${text.slice(0, at)}/Encrypt 3 0 R ${text.slice(at)}`, 'latin1')
}

const framedAs = (kit: SigningKit, holder: Holder, format: string): Uint8Array =>
  kit.signByOpenssl(makePlainPdf(), { holder, entries: { SubFilter: name(format) } })

function twice(bytes: Uint8Array): Uint8Array {
  return update(bytes, (pdf) => {
    const form = pdf.resolve(pdf.catalog.entries.get('AcroForm'))
    const fields =
      form !== null && typeof form === 'object' && form.kind === 'dictionary' ? form : dictionary({})
    const listed = pdf.resolve(fields.entries.get('Fields'))
    const items = listed !== null && typeof listed === 'object' && listed.kind === 'array' ? listed.items : []
    const widget = dictionary({ FT: name('Tx'), T: textString('Copy'), V: ref(11) })
    const whole = withEntries(fields, { Fields: array(...items, ref(pdf.nextNumber)) })
    return [
      [pdf.catalogRef.number, withEntries(pdf.catalog, { AcroForm: whole })],
      [pdf.nextNumber, widget],
    ]
  })
}
