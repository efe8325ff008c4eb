import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { isSilent, lagOf } from './reader-lag.ts'

const now = Temporal.Instant.from('2026-11-26T09:40:00+07:00')

test('a reader is silent when events wait for it and it has not asked for a day', () => {
  const asked = (hours: number, lag: number) => isSilent({ askedAt: now.subtract({ hours }), lag }, now)
  assert.equal(asked(23, 5), false)
  assert.equal(asked(24, 5), true)
  assert.equal(asked(240, 0), false)
})

test('no reader is ahead of its topic', () => {
  assert.deepEqual([lagOf(3, 10), lagOf(10, 10), lagOf(12, 10)], [7, 0, 0])
})
