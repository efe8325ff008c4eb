import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { decideAfterFailure } from './retry.ts'

const now = Temporal.Instant.from('2026-11-22T08:00:00+07:00')
const waitOf = (attempts: number, jitter = 0, most = 20) =>
  decideAfterFailure(attempts, now, { jitter, most }).nextAt?.since(now).total('seconds')

test('each wait is three times the one before, an hour at most', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 9].map((attempts) => waitOf(attempts)),
    [5, 15, 45, 135, 405, 3600],
  )
  assert.equal(waitOf(1, 1), 6.25)
})

test('after the last attempt it is dead', () => {
  assert.equal(decideAfterFailure(5, now, { jitter: 0 }).state, 'waiting')
  assert.deepEqual(decideAfterFailure(6, now, { jitter: 0 }), { state: 'dead', nextAt: null })
})
