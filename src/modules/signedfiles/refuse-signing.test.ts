import assert from 'node:assert/strict'
import { createHash, sign } from 'node:crypto'
import { after, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openTimestampAuthority } from '#adapters/authority'
import { array, dictionary, name, type PdfObject, ref, textString } from '#modules/pdfs'
import { openPdfsig } from '#test/pdfsig'
import { makePlainPdf } from '#test/plain-pdfs'
import { openSigningKit } from '#test/signed-pdfs'
import { addDocumentTimestamp } from './add-document-timestamp.ts'
import { addTimestampLater } from './add-timestamp-later.ts'
import { completePdfSignature } from './complete-pdf-signature.ts'
import { preparePdfSignature } from './prepare-pdf-signature.ts'
import { readPrepared, writePrepared } from './prepared-signature.ts'

const kit = await openSigningKit()
const pdfsig = openPdfsig([kit.authority.root])
after(async () => {
  pdfsig.close()
  await kit.close()
})
const paper = makePlainPdf()
const holder = await kit.issue({ algorithm: 'ecdsa-p256' })
const order = { certificates: holder.chain, kind: 'approval' } as const
const { stamp } = openTimestampAuthority({ url: kit.authority.tsaUrl })
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

test('what is prepared is written down, read back days later and completed', async () => {
  const prepared = await preparePdfSignature(paper, order)
  const again = readPrepared(writePrepared(prepared), prepared.pdf)
  assert.deepEqual(again.sha256, hash(prepared.signedAttributes))
  const value = sign('sha256', again.signedAttributes, holder.key)
  assert.equal(pdfsig.judge(completePdfSignature(again, { value }))[0]?.valid, true)
})

test('a value over another hash, by another key, cut off or of another kind makes no file', async () => {
  const prepared = await preparePdfSignature(paper, order)
  const other = await kit.issue({ algorithm: 'ecdsa-p256' })
  const right = sign('sha256', prepared.signedAttributes, holder.key)
  const wrong = {
    'another hash': sign('sha256', paper, holder.key),
    'another key': sign('sha256', prepared.signedAttributes, other.key),
    'cut off': right.subarray(0, -1),
    nothing: new Uint8Array(),
    'not in DER': sign('sha256', prepared.signedAttributes, { key: holder.key, dsaEncoding: 'ieee-p1363' }),
  }
  for (const [why, value] of Object.entries(wrong)) {
    assert.throws(() => completePdfSignature(prepared, { value }), { code: 'value_wrong' }, why)
  }
  assert.ok(completePdfSignature(prepared, { value: right }))
})

test('a time stamp about something else, or none at all, is refused', async () => {
  const prepared = await preparePdfSignature(paper, order)
  const value = sign('sha256', prepared.signedAttributes, holder.key)
  for (const timestampToken of [await stamp(hash(paper)), Buffer.from('no token')]) {
    assert.throws(() => completePdfSignature(prepared, { value, timestampToken }), { code: 'stamp_wrong' })
  }
  await assert.rejects(
    addDocumentTimestamp(paper, () => stamp(hash(value))),
    { code: 'stamp_wrong' },
  )
})

test('a signature larger than its room is not cut', async () => {
  const prepared = await preparePdfSignature(paper, { ...order, spaceBytes: 900 })
  const value = sign('sha256', prepared.signedAttributes, holder.key)
  assert.throws(() => completePdfSignature(prepared, { value }), { code: 'space_too_small' })
})

test('a certificate that has ended, has not begun or cannot be read signs nothing', async () => {
  const now = Temporal.Now.instant()
  const ended = await kit.issue({ algorithm: 'ecdsa-p256', validTo: now.subtract({ hours: 1 }) })
  const early = await kit.issue({ algorithm: 'ecdsa-p256', validFrom: now.add({ hours: 1 }) })
  for (const certificates of [ended.chain, early.chain, [], [paper]]) {
    await assert.rejects(preparePdfSignature(paper, { ...order, certificates }), { code: 'certificate_unfit' })
  }
})

test('with the time-stamping authority away the file is signed now and stamped later', async () => {
  kit.authority.setFaults({ tsa: 'down' })
  const signed = await kit.sign(paper, holder)
  await assert.rejects(addTimestampLater(signed, stamp), { name: 'ProviderUnreachable' })
  assert.equal(pdfsig.judge(signed)[0]?.valid, true)
  kit.authority.setFaults({ tsa: null })
  assert.equal(pdfsig.judge(await addTimestampLater(signed, stamp))[0]?.valid, true)
})

test('a room too small for the time stamp leaves it to one over the file', async () => {
  const signed = await kit.sign(paper, holder, { spaceBytes: 2500 })
  const stamped = await addTimestampLater(signed, stamp)
  assert.deepEqual(
    pdfsig.judge(stamped).map(({ field }) => field),
    ['Signature1', 'Timestamp1'],
  )
})

const emptyField = (catalog: Parameters<typeof dictionary>[0] = {}) =>
  makePlainPdf({
    catalog: { AcroForm: ref(100) },
    page: { Annots: ref(102) },
    objects: new Map<number, PdfObject>([
      [100, dictionary({ Fields: ref(103), ...catalog })],
      [
        101,
        dictionary({
          Type: name('Annot'),
          Subtype: name('Widget'),
          FT: name('Sig'),
          T: textString('Lãnh đạo'),
          Rect: array(60, 60, 200, 120),
          P: ref(10),
        }),
      ],
      [102, array(ref(101))],
      [103, array(ref(101))],
    ]),
  })

test('an empty field is signed where it stands, and not twice', async () => {
  const signed = await kit.sign(emptyField(), holder, { fieldName: 'Lãnh đạo' })
  assert.deepEqual(
    pdfsig.judge(signed).map(({ field, valid }) => ({ field, valid })),
    [{ field: 'Lãnh đạo', valid: true }],
  )
  await assert.rejects(kit.sign(signed, holder, { fieldName: 'Lãnh đạo' }), { code: 'field_unfit' })
  assert.equal(pdfsig.judge(await kit.sign(signed, holder)).length, 2)
})

test('a page that is not there, a file certified against changes and one that is no PDF are told apart', async () => {
  const appearance = { page: 3, x: 0, y: 0, width: 10, height: 10, lines: ['x'] }
  await assert.rejects(kit.sign(paper, holder, { appearance }), { code: 'page_missing' })
  const closing = dictionary({ TransformMethod: name('DocMDP'), TransformParams: dictionary({ P: 1 }) })
  const closed = makePlainPdf({
    catalog: { AcroForm: dictionary({ Fields: array(ref(100)) }) },
    objects: new Map<number, PdfObject>([
      [
        100,
        dictionary({
          FT: name('Sig'),
          T: textString('Certified'),
          V: dictionary({ Type: name('Sig'), Reference: array(closing) }),
        }),
      ],
    ]),
  })
  await assert.rejects(kit.sign(closed, holder), { code: 'closed' })
  await assert.rejects(kit.sign(Buffer.from('no PDF'), holder), { code: 'not_a_pdf' })
})
