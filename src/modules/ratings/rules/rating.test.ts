import assert from 'node:assert/strict'
import { test } from 'node:test'
import { averageOf, readScores } from './rating.ts'

test('what is no criterion or no points is passed over, and no answer is none', () => {
  assert.deepEqual(readScores({ time: '2', attitude: 0, publicity: '3', contacts: '', looks: '1' }), {
    time: 2,
    attitude: 0,
  })
  assert.equal(readScores({ time: '' }), null)
})

test('an index is points by ratings to one decimal, half up, and one without data is left out', () => {
  const sums = [
    { criterion: 'attitude', sum: 5, count: 4 },
    { criterion: 'time', sum: 2, count: 1 },
    { criterion: 'contacts', sum: 0, count: 0 },
  ] as const
  assert.deepEqual(averageOf(sums), [
    { criterion: 'time', tenths: 20, count: 1 },
    { criterion: 'attitude', tenths: 13, count: 4 },
  ])
})
