import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitMinutes } from './telling.ts'

test('what could not be told waits longer each time, six hours at most', () => {
  assert.deepEqual([0, 3, 40].map(waitMinutes), [1, 8, 360])
})
