import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { makeId } from './ids.ts'
import { isTheirCode, readPlace, writePlace } from './list-place.ts'

const id = '01a20000-0000-7000-8000-000000000017'
const made = (text: string): string => Buffer.from(text).toString('base64url')

const ids = fc.integer({ min: 0, max: 2 ** 47 }).map((ms) => makeId(ms))
const moments = fc
  .bigInt({ min: -2_208_988_800n * 10n ** 9n, max: 7_258_118_399n * 10n ** 9n })
  .map((nanoseconds) => Temporal.Instant.fromEpochNanoseconds(nanoseconds))

test('a place comes back as it was written', () => {
  fc.assert(
    fc.property(moments, ids, (at, id) => {
      assert.deepEqual(readPlace(writePlace(at, id)), { at: at.toString(), id })
    }),
  )
  for (const at of ['2026-11-26 10:00:00+00', '2026-11-26 17:00:00.123456+07', 'infinity'])
    assert.deepEqual(readPlace(writePlace(at, id)), { at, id })
})

test('codes of other systems are ids of a list too, where it says so', () => {
  const code = '000.00.01.H18|Đ 2'
  assert.deepEqual(readPlace(writePlace('infinity', code), isTheirCode), { at: 'infinity', id: code })
  for (const wrong of ['', 'a\0b', 'a\nb', '\u202e', 'x'.repeat(101)])
    assert.equal(readPlace(writePlace('infinity', wrong), isTheirCode), null, wrong)
})

test('a made-up place is none, whatever stands in it', () => {
  for (const text of [
    `2026-02-30 10:00:00+00|${id}`,
    `2026-11-26 25:00:00+00|${id}`,
    `2026-11-26 10:00:00+23|${id}`,
    `2026-11-26 10:00:00|${id}`,
    `2026-11-26T10:00:00Z[u-ca=hebrew]|${id}`,
    `9999999-11-26 10:00:00+00|${id}`,
    `0001-11-26 10:00:00+00|${id}`,
    `-infinity|${id}`,
    `now|${id}`,
    '2026-11-26 10:00:00+00|------------------------------------',
    `2026-11-26 10:00:00+00|${id}|more`,
    `2026-11-26 10:00:00+00|${id}\n`,
    `2026-11-26 10:00:00+00`,
    '|',
    '',
  ])
    assert.equal(readPlace(made(text)), null, text)
  const good = writePlace('infinity', id)
  for (const text of [undefined, '\u0000%%%', `${good}=`, ` ${good}`, `${good}.`])
    assert.equal(readPlace(text), null, text)
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      assert.equal(readPlace(text), null)
      assert.equal(readPlace(made(text)), null)
    }),
  )
})
