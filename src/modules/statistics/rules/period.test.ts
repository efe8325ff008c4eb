import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { readPeriod } from './period.ts'

const today = Temporal.PlainDate.from('2026-11-26')

function read(from?: string, to?: string): string {
  const found = readPeriod({ from, to }, today)
  return found.ok ? `${found.period.from} ${found.period.to}` : `${found.problem.field} ${found.problem.code}`
}

const cases: readonly [name: string, from: string | undefined, to: string | undefined, found: string][] = [
  ['without a wish: this month until today', undefined, undefined, '2026-11-01 2026-11-26'],
  ['only an end: the month it ends in', undefined, '2026-02-28', '2026-02-01 2026-02-28'],
  ['only a beginning: until today', '2026-10-01', undefined, '2026-10-01 2026-11-26'],
  ['one day', '2026-11-24', '2026-11-24', '2026-11-24 2026-11-24'],
  ['92 days are a quarter', '2026-07-01', '2026-09-30', '2026-07-01 2026-09-30'],
  ['93 days are too long', '2026-07-01', '2026-10-01', 'to too_long'],
  ['a year is too long', '2026-01-01', '2026-12-31', 'to too_long'],
  ['the end before the beginning', '2026-11-02', '2026-11-01', 'to ends_before_it_begins'],
  ['a beginning after today', '2026-12-01', undefined, 'to ends_before_it_begins'],
  ['29 February of another year', '2026-02-29', undefined, 'from not_a_day'],
  ['no day', '2026-02-01', 'tomorrow', 'to not_a_day'],
]

for (const [name, from, to, found] of cases)
  test(`a period: ${name}`, () => assert.equal(read(from, to), found))
