import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCronItem } from './jobs.ts'

test('what is to be done daily is said to the queue in UTC', () => {
  const matchAt = (dailyAt: string) => toCronItem({ job: 'a.job', dailyAt }).match
  assert.deepEqual(['03:10', '07:00', '23:59'].map(matchAt), ['10 20 * * *', '0 0 * * *', '59 16 * * *'])
  assert.throws(() => matchAt('25:00'), RangeError)
})
