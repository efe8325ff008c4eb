import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeRateLimit } from './rate-limit.ts'

test('so many are let through from one place, and whoever comes after is told how long to wait', () => {
  const limit = makeRateLimit({ most: 2, windowMs: 60_000 })
  assert.deepEqual([limit('a'), limit('a'), limit('b')], [null, null, null])
  const wait = limit('a')
  assert.ok(wait !== null && wait > 0 && wait <= 60)
  assert.equal(limit('b'), null)
})

test('a window that is over counts for nothing, and the place seen longest ago is forgotten', () => {
  const over = makeRateLimit({ most: 1, windowMs: 0 })
  assert.deepEqual([over('a'), over('a')], [null, null])
  const small = makeRateLimit({ most: 1, windowMs: 60_000, atMost: 1 })
  assert.deepEqual([small('a'), small('b'), small('a')], [null, null, null])
})
