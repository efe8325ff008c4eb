import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { calculateWait, countFailure, type Failures } from './throttle.ts'

const now = Temporal.Instant.from('2026-11-26T09:40:00+07:00')
const failed = (failures: number, secondsAgo = 0): Failures => ({
  failures,
  lastFailedAt: now.subtract({ seconds: secondsAgo }),
})

test('the first five mistakes cost nothing; then the wait doubles from a minute to a quarter of an hour', () => {
  const waits = [0, 1, 4, 5, 6, 7, 8, 9, 50].map((failures) => calculateWait('account', failed(failures), now))
  assert.deepEqual(waits, [0, 0, 0, 60, 120, 240, 480, 900, 900])
})

test('an address of many officers has fifty mistakes free', () => {
  assert.equal(calculateWait('address', failed(49), now), 0)
  assert.equal(calculateWait('address', failed(50), now), 60)
})

test('the wait runs down and never below nothing', () => {
  assert.equal(calculateWait('account', failed(5, 59), now), 1)
  assert.equal(calculateWait('account', failed(5, 60), now), 0)
  assert.equal(calculateWait('account', null, now), 0)
})

test('an hour without a mistake starts again from nothing', () => {
  assert.equal(calculateWait('account', failed(30, 3600), now), 0)
  assert.equal(countFailure(failed(30, 3600), now).failures, 1)
  assert.equal(countFailure(failed(30, 3599), now).failures, 31)
  assert.equal(countFailure(null, now).failures, 1)
})
