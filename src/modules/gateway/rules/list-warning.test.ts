import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { warnedFrom } from './list-warning.ts'

test('that a list ends is told a quarter of its life before, and a day at least', () => {
  const begins = Temporal.Instant.from('2026-11-01T00:00:00Z')
  const cases: readonly (readonly [name: string, lifeHours: number, leftHours: number])[] = [
    ['of a month, a week before', 28 * 24, 7 * 24],
    ['of a week, not two days before', 7 * 24, 42],
    ['of four days, one day before', 4 * 24, 24],
    ['of three days, one day before', 3 * 24, 24],
    ['of a day, half a day before', 24, 12],
    ['of an hour, half an hour before', 1, 0.5],
    ['that ends before it begins, when it ends', -1, 0],
  ]
  for (const [name, lifeHours, leftHours] of cases) {
    const ends = begins.add({ minutes: lifeHours * 60 })
    const left = ends.epochMilliseconds - warnedFrom(begins, ends).epochMilliseconds
    assert.equal(left, leftHours * 3_600_000, name)
  }
})
