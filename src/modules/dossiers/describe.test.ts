import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCursor, readOwnCursor, writeCursor, writeOwnCursor } from './describe.ts'

const id = '01a20000-0000-7000-8000-000000000017'
const made = (text: string): string => Buffer.from(text).toString('base64url')

test('a cursor comes back as it was written, as PostgreSQL writes instants and where the clock stands', () => {
  for (const urgentAt of ['2026-11-26 10:00:00+00', '2026-11-26 17:00:00.123456+07', 'infinity'])
    assert.deepEqual(readCursor(writeCursor({ urgentAt, id })), { urgentAt, id })
  const submittedAt = '2026-11-26T01:00:00.000Z'
  assert.deepEqual(readOwnCursor(writeOwnCursor({ submittedAt: new Date(submittedAt), id })), {
    submittedAt,
    id,
  })
})

test('a made-up cursor is no cursor, whatever stands in it', () => {
  for (const text of [
    `2026-02-30 10:00:00+00|${id}`,
    `2026-11-26 25:00:00+00|${id}`,
    `9999999-11-26 10:00:00+00|${id}`,
    `0001-11-26 10:00:00+00|${id}`,
    `now|${id}`,
    `-|${id}`,
    '2026-11-26 10:00:00+00|------------------------------------',
    `2026-11-26 10:00:00+00|${id}|more`,
    '|',
    '',
  ]) {
    assert.equal(readCursor(made(text)), null, text)
    assert.equal(readOwnCursor(made(text)), null, text)
  }
  assert.equal(readCursor('\u0000%%%'), null)
  assert.equal(readCursor(undefined), null)
})
