import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createWriteStream, symlinkSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import { listAudit } from '#modules/audit'
import type { CitizenActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { openFileStore } from '#platform/file-store'
import { useContext } from '#test/app'
import { someJpeg, somePdf, somePng, someWebp, someZip } from '#test/paper-samples'
import { explainRefusal } from './messages.ts'
import { receivePaper } from './receive-paper.ts'
import { findPaper, listOwnPapers, listPapers } from './repository.ts'

const setting = useContext()

const citizen: CitizenActor = {
  kind: 'citizen',
  accountId: 'c-1',
  personalId: '999000000048',
  fullName: 'Quàng Thị Bình',
  assuranceLevel: 2,
}

const give = (context: Context, name: string, content: Buffer) =>
  receivePaper(context, { name, content: Readable.from([content], { objectMode: false }), receivedBy: citizen })

const incoming = ({ config }: Context) => readdir(join(config.MOTCUA_DATA_DIR, 'files', 'incoming'))

const taken: [string, Buffer, string][] = [
  ['Giấy chứng sinh.pdf', somePdf(), 'application/pdf'],
  ['Ảnh chân dung.JPG', someJpeg(), 'image/jpeg'],
  ['Ảnh.png', somePng(), 'image/png'],
  ['Ảnh', someWebp(), 'image/webp'],
  ['Ảnh 108 triệu điểm.jpg', someJpeg(12_000, 9_000, 60_000), 'image/jpeg'],
]
for (const [name, content, mediaType] of taken) {
  test(`${name} is taken as ${mediaType}, with its size and hash`, async () => {
    const { context } = setting
    const result = await give(context, name, content)
    assert.ok(result.ok)
    assert.equal(result.paper.mediaType, mediaType)
    const kept = Buffer.concat(await context.files.read(result.paper.sha256).toArray())
    assert.equal(result.paper.sizeBytes, kept.length)
    if (mediaType === 'application/pdf') assert.deepEqual(kept, content)
    const found = await findPaper(context.db, result.paper.id)
    assert.deepEqual(found, {
      ...result.paper,
      receivedBy: 'c-1',
      sentSha256: sentHash(kept, content),
      scan: 'not_scanned',
    })
    const [entry] = await listAudit(context.db, { kind: 'paper', id: result.paper.id })
    assert.equal(entry?.action, 'papers.receive')
    assert.deepEqual(await incoming(context), [])
  })
}

const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
/** What was sent is remembered only when it is not what is kept. */
const sentHash = (kept: Buffer, sent: Buffer): string | null => (kept.equals(sent) ? null : hashOf(sent))

const html = Buffer.from('<!doctype html><script>alert(1)</script>')
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)])

const pdfWith = (words: string): Buffer =>
  Buffer.from(somePdf().toString().replace('/Catalog', `/Catalog ${words}`))

function pdfWithObjects(objects: string): Buffer {
  const packed = deflateSync(objects)
  const head = `4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>stream\n`
  const [start = '', end = ''] = somePdf().toString().split('xref\n', 2)
  const rest = somePdf().toString().slice(start.length)
  return Buffer.concat([Buffer.from(start + head), packed, Buffer.from(`\nendstream endobj\n${end && rest}`)])
}

const endOfArchive = (comment = ''): Buffer => {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50)
  record.writeUInt16LE(comment.length, 20)
  return Buffer.concat([record, Buffer.from(comment)])
}
const someArchive = Buffer.concat([someZip('a.txt', 1_000), endOfArchive()])
const commented = Buffer.concat([someZip('a.txt', 1_000), endOfArchive('startxref 9 %%EOF')])

const refused: [string, string, Buffer, string][] = [
  ['a file of 0 bytes', 'a.pdf', Buffer.alloc(0), 'empty'],
  ['a program that calls itself a PDF', 'a.pdf', program, 'content_not_as_named'],
  ['a page that calls itself a PDF', 'a.pdf', html, 'content_not_as_named'],
  ['a picture that calls itself a PDF', 'a.pdf', somePng(), 'content_not_as_named'],
  ['a PDF that calls itself a program', 'a.pdf.exe', somePdf(), 'content_not_as_named'],
  ['a page', 'a.html', html, 'type_not_accepted'],
  ['a drawing with a script', 'a.svg', svg, 'type_not_accepted'],
  ['a compressed file', 'a.gz', gzipSync(Buffer.alloc(5_000_000)), 'type_not_accepted'],
  ['a zip bomb', 'a.zip', someZip('a.txt', 50_000_000), 'type_not_accepted'],
  ['a zip bomb in a Word file', 'a.docx', someZip('[Content_Types].xml', 50_000_000), 'type_not_accepted'],
  ['a zip bomb that calls itself a PDF', 'a.pdf', someZip('mimetype', 50_000_000), 'content_not_as_named'],
  ['a path', '../../etc/passwd', somePdf(), 'name_not_accepted'],
  ['a name that turns its letters round', 'anh\u202efdp.exe', somePdf(), 'name_not_accepted'],
  ['a PDF that ends too early', 'a.pdf', somePdf().subarray(0, 80), 'damaged'],
  ['a picture of nothing but a signature', 'a.png', somePng().subarray(0, 20), 'damaged'],
  ['a picture of absurd size', 'a.png', somePng(100_000, 100_000), 'too_many_pixels'],
  ['a picture that breaks off', 'a.jpg', someJpeg(3000, 2000).subarray(0, 9_000), 'damaged'],
  ['a WebP too large to be opened', 'a.webp', someWebp(6_000, 5_000), 'too_many_pixels'],
  ['a PDF with a password', 'a.pdf', pdfWith('/Encrypt 5 0 R'), 'encrypted'],
  ['a PDF with a script', 'a.pdf', pdfWith('/S /JavaScript /JS (app.alert(1))'), 'active_content'],
  ['a PDF with a script in disguise', 'a.pdf', pdfWith('/S/J#61vaScr#69pt/JS(x)'), 'active_content'],
  ['a PDF that starts a program', 'a.pdf', pdfWith('/S /Launch /F (cmd.exe)'), 'active_content'],
  ['a PDF with a file inside', 'a.pdf', pdfWith('/Type /EmbeddedFile'), 'active_content'],
  [
    'a PDF with a script among compressed objects',
    'a.pdf',
    pdfWithObjects('<</S/JavaScript>>'),
    'active_content',
  ],
  ['a PDF that unpacks without end', 'a.pdf', pdfWithObjects(' '.repeat(50_000_000)), 'active_content'],
  ['a PDF behind a page', 'a.pdf', Buffer.concat([html, somePdf()]), 'polyglot'],
  ['a PDF before a page', 'a.pdf', Buffer.concat([somePdf(), html]), 'polyglot'],
  ['a PDF that is an archive too', 'a.pdf', Buffer.concat([somePdf(), someArchive]), 'polyglot'],
  ['an archive that ends as a PDF', 'a.pdf', Buffer.concat([Buffer.from('%PDF-1.4\n'), commented]), 'polyglot'],
  ['a file over the limit', 'a.pdf', Buffer.concat([somePdf(), Buffer.alloc(1025)]), 'too_large'],
]
for (const [what, name, content, code] of refused) {
  test(`${what} is refused: ${code}; nothing is left of it`, async () => {
    const context = { ...setting.context, config: { ...setting.context.config, UPLOAD_MAX_BYTES: 1_000_000 } }
    if (code === 'too_large') context.config.UPLOAD_MAX_BYTES = 1024
    const result = await give(context, name, content)
    assert.ok(!result.ok)
    assert.equal(result.code, code)
    assert.deepEqual(await incoming(context), [])
    for (const language of ['vi', 'en'] as const) assert.match(explainRefusal(result, language), /\w+.*\.$/)
  })
}

test('a file of exactly the limit is taken', async () => {
  const { context } = setting
  const config = { ...context.config, UPLOAD_MAX_BYTES: somePdf().length }
  const result = await give({ ...context, config }, 'a.pdf', somePdf())
  assert.ok(result.ok)
})

test('a stream that breaks off leaves nothing behind', async () => {
  const { context } = setting
  const content = Readable.from(
    (async function* () {
      yield somePdf()
      throw new Error('the connection broke')
    })(),
    { objectMode: false },
  )
  const received = receivePaper(context, { name: 'a.pdf', content, receivedBy: citizen })
  await assert.rejects(received, /the connection broke/)
  assert.deepEqual(await incoming(context), [])
})

test('the same content given twice at once is kept once, under two names', async () => {
  const { context } = setting
  const content = somePdf('hai người cùng gửi')
  const [one, two] = await Promise.all([give(context, 'một.pdf', content), give(context, 'hai.pdf', content)])
  assert.ok(one.ok && two.ok)
  assert.equal(one.paper.sha256, two.paper.sha256)
  assert.notEqual(one.paper.id, two.paper.id)
  const kept = await context.files.read(one.paper.sha256).toArray()
  assert.deepEqual(Buffer.concat(kept), content)
  assert.deepEqual(await incoming(context), [])
  const listed = await listPapers(context.db, [two.paper.id, one.paper.id])
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['hai.pdf', 'một.pdf'],
  )
  assert.deepEqual(await listOwnPapers(context.db, [one.paper.id], 'c-1'), [one.paper])
  assert.deepEqual(await listOwnPapers(context.db, [one.paper.id], 'c-2'), [])
})

test('what a camera wrote beside the picture is not kept; it stands upright', async () => {
  const { context } = setting
  const { default: sharp } = await import('sharp')
  const exif = { IFD0: { Make: 'MayAnh', Artist: 'Quàng Thị Bình' }, IFD3: { GPSLatitude: '21/1 23/1 0/1' } }
  const lying = sharp({ create: { width: 40, height: 20, channels: 3, background: '#b91c1c' } })
  const photo = await lying.withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const polyglot = Buffer.concat([photo, someArchive, html])
  const result = await give(context, 'ảnh.jpg', polyglot)
  assert.ok(result.ok)
  const kept = Buffer.concat(await context.files.read(result.paper.sha256).toArray())
  const { width, height, exif: left, orientation } = await sharp(kept).metadata()
  assert.deepEqual([width, height, left, orientation], [20, 40, undefined, undefined])
  assert.ok(!kept.includes('MayAnh') && !kept.includes('PK') && !kept.includes('<script'))
  const again = await give(context, 'ảnh.jpg', polyglot)
  assert.ok(again.ok && again.paper.sha256 === result.paper.sha256)
})

test('a disk that is full in the middle of a file is told; nothing of it is left, and the next one is taken', async () => {
  const { context } = setting
  const folder = join(context.config.MOTCUA_DATA_DIR, 'full')
  // Writing to this device fails as a full disk does.
  const files = await openFileStore(folder, (path) => {
    symlinkSync('/dev/full', path)
    return createWriteStream(path, { flush: true })
  })
  await assert.rejects(give({ ...context, files }, 'a.pdf', somePdf()), { code: 'ENOSPC' })
  assert.deepEqual(await readdir(join(folder, 'incoming')), [])
  assert.ok((await give(context, 'a.pdf', somePdf())).ok)
})
