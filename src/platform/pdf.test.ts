import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readPdfText } from '#test/pdf-text'
import { openPdfPress } from './pdf.ts'

const press = openPdfPress()
after(() => press.close())

const template = `#set document(date: none)
#set text(font: "Tinos", fallback: false)
#json(bytes(sys.inputs.data)).text`

test('a document is PDF/A-2b with its fonts inside and every diacritic right', async () => {
  const text = 'Nghiêng ngửa, ẫẩậấầ ẵẳặắằ ỗổộốồ ỡởợớờ ữửựứừ ễểệếề ỹỷỵýỳ đĐ 15.000 ₫'
  const pdf = await press.print(template, { text })
  assert.match(pdf.toString('latin1'), /^%PDF-1\.7[\s\S]*\/Type \/Catalog[\s\S]*%%EOF\s*$/)
  assert.match(pdf.toString('latin1'), /pdfaid:part>2<[\s\S]*pdfaid:conformance>B</)
  assert.match(pdf.toString('latin1'), /\/FontFile2/)
  assert.equal(readPdfText(pdf).trim(), text)
})

test('what a citizen types is text, never markup', async () => {
  const text = '#panic("x") $a^2$ *đậm* _nghiêng_ @nhãn <nhãn> \\ ` [ ] = // /* "'
  assert.equal(readPdfText(await press.print(template, { text })).trim(), text)
})

test('a character the fonts do not have becomes a box, and the document is still set', async () => {
  const pdf = await press.print(template, { text: 'An 😀漢ก\u0000\u200b ✓ e\u0302\u0301' })
  assert.equal(readPdfText(pdf).replace(/\s+/g, ' ').trim(), 'An □□□ □ ế')
})

test('two documents at once come out each with its own words', async () => {
  const texts = ['một', 'hai', 'ba', 'bốn']
  const pdfs = await Promise.all(texts.map((text) => press.print(template, { text })))
  assert.deepEqual(
    pdfs.map((pdf) => readPdfText(pdf).trim()),
    texts,
  )
})

test('the same data gives the same bytes', async () => {
  const [one, two] = await Promise.all([
    press.print(template, { text: 'a' }),
    press.print(template, { text: 'a' }),
  ])
  assert.deepEqual(one, two)
})

test('a wrong template says what is wrong, and the next document is set as ever', async () => {
  const wrong = press.print('#nothing-of-this-name()', {})
  const right = press.print(template, { text: 'sau đó' })
  await assert.rejects(wrong, ({ code, cause }: { code: string; cause: Error }) => {
    assert.equal(code, 'pdf.bad_template')
    assert.match(cause.message, /unknown variable/)
    return true
  })
  assert.equal(readPdfText(await right).trim(), 'sau đó')
})

test('a template reads no file of ours', async () => {
  for (const path of ['/package.json', '/etc/passwd', '../package.json']) {
    await assert.rejects(press.print(`#read("${path}")`, {}), { code: 'pdf.bad_template' })
  }
})

test('a document that takes too long is given up, and the next one gets a new thread', async () => {
  const hurried = openPdfPress({ timeoutMs: 1 })
  await assert.rejects(hurried.print(template, { text: 'a' }), { code: 'pdf.timed_out' })
  await assert.rejects(hurried.print(template, { text: 'b' }), { code: 'pdf.timed_out' })
  await hurried.close()
})

test('a queue that is full says so at once', async () => {
  const small = openPdfPress({ mostWaiting: 1 })
  const [first, second] = [small.print(template, { text: 'a' }), small.print(template, { text: 'b' })]
  await assert.rejects(small.print(template, { text: 'c' }), { code: 'pdf.busy' })
  await Promise.all([first, second])
  await small.close()
})
