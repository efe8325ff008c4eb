import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCursor, readMoment, readPayload } from './read-typed.ts'

test('a payload is a JSON object that the database can keep', () => {
  assert.deepEqual(readPayload(' {"code": "Điện", "n": 1} '), { code: 'Điện', n: 1 })
  for (const typed of ['', 'x', '[]', 'null', '1', '{"a":', '{"a":"\\u0000"}', '{"a":"\\ud800"}'])
    assert.equal(readPayload(typed), null, typed)
})

test('a moment is a day and a time of Việt Nam', () => {
  const read = readMoment({ day: '21/11/2026', time: '8:30' }, 'vi')
  assert.equal(read.ok && read.moment.toString(), '2026-11-21T01:30:00Z')
  const wrong = readMoment({ day: '31/02/2026', time: '24:00' }, 'vi')
  assert.deepEqual(wrong.ok ? [] : wrong.problems.map(({ field }) => field), ['day', 'time'])
})

test('an address that is no cursor begins at the beginning', () => {
  for (const typed of ['', '1.2', "1.2.'", 'a.b.c', `${'9'.repeat(16)}.1.x`])
    assert.equal(readCursor(typed), null)
  assert.equal(readCursor('1790000000000.7.latest_dossiers')?.position, 7)
})
