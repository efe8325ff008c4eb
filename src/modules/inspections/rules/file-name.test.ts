import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanFileName, extensionOf, longestName } from './file-name.ts'

const kept: [string, string][] = [
  ['Giấy chứng sinh.pdf', 'Giấy chứng sinh.pdf'],
  ['Đơn đề nghị (bản 2).PDF', 'Đơn đề nghị (bản 2).PDF'],
  ['Giấy chứng sinh.pdf'.normalize('NFD'), 'Giấy chứng sinh.pdf'],
  ['  .an.jpg . ', 'an.jpg'],
  ['a<b>:c|d?.png', 'a-b--c-d-.png'],
  ['Tờ\u00a0khai\u200b.pdf', 'Tờ khai.pdf'],
]
for (const [given, name] of kept) {
  test(`${JSON.stringify(given)} is kept as ${name}`, () => assert.equal(cleanFileName(given), name))
}

const refused = [
  '',
  '...',
  '../../etc/passwd',
  'a/b.pdf',
  'C:\\x.pdf',
  'a\u0000.pdf',
  'a\nb.pdf',
  'CON',
  'nul.pdf',
  'anh\u202egpj.exe',
]
for (const given of refused) {
  test(`${JSON.stringify(given)} is no name for a paper`, () => assert.equal(cleanFileName(given), null))
}

test('a long name keeps its extension', () => {
  const name = cleanFileName(`${'Giấy xác nhận '.repeat(40)}.pdf`) ?? ''
  assert.ok(name.length <= longestName && name.endsWith('.pdf'))
})

test('whatever is typed, a kept name is short, clean, and stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanFileName(given)
      if (name === null) return
      assert.ok(
        name.length > 0 && name.length <= longestName && !/[/\\\p{Cc}]/u.test(name) && name.isWellFormed(),
      )
      assert.equal(cleanFileName(name), name)
    }),
  )
})

test('what follows the last dot is an extension only when it looks like one', () => {
  assert.deepEqual(['a.PDF', 'Đơn ngày 26.11', 'tờ khai.ông A', '.pdf', 'a.tar.gz', 'a'].map(extensionOf), [
    'pdf',
    '',
    '',
    '',
    'gz',
    '',
  ])
})
