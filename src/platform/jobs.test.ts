import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCronItem } from './jobs.ts'

test('what is to be done daily is said to the queue in UTC', () => {
  const matchAt = (dailyAt: string) => toCronItem({ job: 'a.job', dailyAt }).match
  assert.deepEqual(['03:10', '07:00', '23:59'].map(matchAt), ['10 20 * * *', '0 0 * * *', '59 16 * * *'])
  assert.throws(() => matchAt('25:00'), RangeError)
})

test('what is to be done every few minutes is caught up with once, and never piles up', () => {
  const item = toCronItem({ job: 'a.job', everyMinutes: 5 })
  assert.equal(item.match, '*/5 * * * *')
  assert.deepEqual(item.options, { backfillPeriod: 300_000, jobKey: 'a.job', queueName: 'a.job' })
  assert.equal(toCronItem({ job: 'a.job', everyMinutes: 1 }).match, '*/1 * * * *')
  for (const everyMinutes of [7, 0, -5, 90, 1.5])
    assert.throws(() => toCronItem({ job: 'a.job', everyMinutes }), RangeError)
})
