import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { readPdf } from './read-pdf.ts'
import { listPages } from './structure.ts'
import { type PlacedWord, type ScannedPage, writeScannedPdf } from './write-scanned-pdf.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-scanned-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const wordsOf = (text: string, y: number): PlacedWord[] => {
  let x = 100
  return text.split(' ').map((word) => {
    const x0 = x
    x += word.length * 20 + 12
    return { text: word, x0, y0: y, x1: x - 12, y1: y + 36 }
  })
}

const lines = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Họ và tên: LÒ THỊ MAI HƯƠNG',
  'ẫẩậấầ ẵẳặắằ ỗổộốồ (đĐ) \\ 999197000017',
]

async function writeTo(file: string, pages: AsyncIterable<ScannedPage>): Promise<Buffer> {
  const white = sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
  const { icc } = await sharp(await white.withIccProfile('srgb').jpeg().toBuffer()).metadata()
  assert.ok(icc)
  const chunks: Buffer[] = []
  const about = { title: 'Giấy chứng sinh <1>', madeAt: '2026-11-26T09:40:00+07:00', colourProfile: icc }
  for await (const chunk of writeScannedPdf(pages, about)) chunks.push(chunk)
  const pdf = Buffer.concat(chunks)
  await writeFile(file, pdf)
  return pdf
}

async function* somePages(count: number): AsyncGenerator<ScannedPage> {
  const picture = sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#eef' } })
  const jpeg = await picture.jpeg().toBuffer()
  const read = lines.map((text, index) => wordsOf(text, 200 + index * 60))
  for (let page = 0; page < count; page += 1)
    yield { jpeg, width: 1654, height: 2339, dotsPerInch: 200, lines: read }
}

test('the words behind a picture come out in order, every mark right; the picture is kept at its true size', async () => {
  const file = join(folder, 'a.pdf')
  const pdf = await writeTo(file, somePages(2))
  const text = execFileSync('pdftotext', ['-l', '1', file, '-'], { encoding: 'utf8' })
  assert.deepEqual(
    text
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => line.trim().normalize('NFC')),
    [...lines, '\f'].slice(0, 3),
  )
  const pictures = execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' })
  assert.match(pictures, /1654\s+2339\s+rgb\s+3\s+8\s+jpeg\s+no\s+\d+\s+0\s+200\s+200/)
  const said = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  assert.match(said, /Page size:\s+595\.\d+ x 842\.\d+ pts \(A4\)/)
  assert.match(pdf.toString('latin1'), /pdfaid:part>2<[\s\S]*pdfaid:conformance>B</)
  assert.match(
    execFileSync('pdffonts', [file], { encoding: 'utf8' }),
    /CID TrueType\s+Identity-H\s+yes no\s+yes/,
  )
})

test('our own reader reads it, without repair', async () => {
  const pdf = readPdf(await writeTo(join(folder, 'b.pdf'), somePages(3)))
  assert.equal(listPages(pdf).length, 3)
  assert.equal(pdf.revisions.length, 1)
})

test('nothing of the words is seen on the page', async () => {
  const file = join(folder, 'c.pdf')
  await writeTo(file, somePages(1))
  execFileSync('pdftoppm', ['-r', '100', '-png', '-singlefile', file, join(folder, 'c')])
  const { channels } = await sharp(join(folder, 'c.png')).stats()
  assert.ok(channels.every(({ min, max }) => max - min <= 8))
})
