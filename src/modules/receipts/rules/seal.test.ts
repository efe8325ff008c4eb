import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { nextSealAt } from './seal.ts'

test('a seal is asked for again soon, then later and later, and never given up', () => {
  const at = Temporal.Instant.from('2026-11-26T09:00:00+07:00')
  const minutes = [0, 1, 2, 3, 5, 6, 40].map((tries) => at.until(nextSealAt(tries, at)).total('minutes'))
  assert.deepEqual(minutes, [30, 30, 60, 120, 480, 720, 720])
})
