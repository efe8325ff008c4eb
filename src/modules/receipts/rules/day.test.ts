import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { spanOf, summaryAt } from './day.ts'

const cases = [
  ['2026-11-26T09:40:00+07:00', '2026-11-26T23:00:00+07:00'],
  ['2026-11-26T23:00:00+07:00', '2026-11-26T23:00:00+07:00'],
  ['2026-11-26T23:59:59+07:00', '2026-11-26T23:59:59+07:00'],
  ['2026-11-26T00:10:00+07:00', '2026-11-26T23:00:00+07:00'],
] as const

for (const [at, expected] of cases)
  test(`what is issued at ${at} is told on the same day`, () => {
    const told = summaryAt(Temporal.Instant.from(at), '23:00')
    assert.ok(told.equals(Temporal.Instant.from(expected)), told.toString())
  })

test('a day is that of Việt Nam', () => {
  const { from, until } = spanOf(Temporal.PlainDate.from('2026-11-26'))
  assert.deepEqual([`${from}`, `${until}`], ['2026-11-25T17:00:00Z', '2026-11-26T17:00:00Z'])
})
