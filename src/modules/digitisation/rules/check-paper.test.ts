import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPaper, countOriginals } from './check-paper.ts'
import type { NoteMark } from './page.ts'

const pages = (...notes: (NoteMark | null)[]) => notes.map((note) => ({ note, dotsPerInch: 200 }))

const cases: [string, ReturnType<typeof pages>, number | null, string[]][] = [
  ['as many pictures as pages', pages(null, null, null), 3, []],
  ['a page is missing', pages(null, null), 3, ['count_differs']],
  ['one picture too many', pages(null, null), 1, ['count_differs']],
  ['nobody counted', pages(null), null, ['count_missing']],
  ['nothing was scanned', [], 1, ['no_pages']],
  ['a page with a note gives two pictures and is one page', pages('with', 'without', null), 2, []],
  ['a note whose second picture is missing', pages('with', null), 2, ['note_without_pair']],
  ['a note on the last page, alone', pages(null, 'with'), 2, ['note_without_pair']],
  ['a second picture without the first', pages('without'), 0, ['pair_without_note']],
  ['two pairs', pages('with', 'without', 'with', 'without'), 2, []],
  ['a pair the wrong way round', pages('without', 'with'), 1, ['pair_without_note', 'note_without_pair']],
]
for (const [name, kept, counted, codes] of cases) {
  test(`${name}: ${codes.join(', ') || 'whole'}`, () =>
    assert.deepEqual(
      checkPaper(kept, counted, 200).map(({ code }) => code),
      codes,
    ))
}

test('a mismatch says both numbers, a picture that is too coarse says which', () => {
  assert.deepEqual(checkPaper(pages(null, 'with', 'without'), 3, 200), [
    { code: 'count_differs', counted: 3, pictures: 2 },
  ])
  assert.deepEqual(checkPaper([{ note: null, dotsPerInch: 96 }], 1, 200), [
    { code: 'low_resolution', page: 1, found: 96, least: 200 },
  ])
  assert.deepEqual(checkPaper([{ note: null, dotsPerInch: 196 }], 1, 200), [])
  assert.equal(countOriginals(pages('with', 'without', null)), 2)
})
