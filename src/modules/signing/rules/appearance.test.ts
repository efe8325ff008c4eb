import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { checkAppearance, defaultAppearances, fillLines, unknownWords } from './appearance.ts'

const words = {
  name: 'Tòng Văn Phú',
  position: null,
  agency: 'UBND phường Điện Biên Phủ',
  reason: 'Phê duyệt',
  at: Temporal.Instant.from('2026-11-26T02:40:05Z'),
}

test('a seal shows the agency and the time there, to the second and with its offset', () => {
  assert.deepEqual(fillLines(defaultAppearances.agency_seal, words), [
    'UBND phường Điện Biên Phủ',
    '26-11-2026 09:40:05 +07:00',
  ])
})

test('a line that comes out empty is left out; braces that mean nothing stay as they are', () => {
  const settings = { ...defaultAppearances.person, lines: ['{position}', '{name}, {who}'] }
  assert.deepEqual(fillLines(settings, words), ['Tòng Văn Phú, {who}'])
  assert.deepEqual(unknownWords(settings.lines), ['who'])
})

test('every appearance that a system begins with fits on a page', () => {
  for (const settings of Object.values(defaultAppearances)) assert.deepEqual(checkAppearance(settings), [])
})

test('page 0, sizes of nothing and numbers that are none do not fit', () => {
  const wrong = checkAppearance({ ...defaultAppearances.person, page: 0, width: 3, x: Number.NaN })
  assert.deepEqual(
    wrong.map(({ field }) => field),
    ['page', 'x', 'width'],
  )
})
