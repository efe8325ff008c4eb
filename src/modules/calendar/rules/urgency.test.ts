import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, calendar } from '#test/clock-cases'
import { type ClockState, dueSoonMinutes, type Urgency, urgencyOf } from './urgency.ts'

const dueAt = at('2026-10-08 15:00')
const rows: readonly (readonly [string, ClockState, string, Urgency])[] = [
  ['past its due time', { clock: 'running', dueAt }, '2026-10-08 15:00:01', 'overdue'],
  ['at its due time', { clock: 'running', dueAt }, '2026-10-08 15:00:00', 'due_today'],
  ['on its due day, before opening', { clock: 'running', dueAt }, '2026-10-08 00:00', 'due_today'],
  ['the evening before', { clock: 'running', dueAt }, '2026-10-07 23:59', 'due_soon'],
  ['two working days before', { clock: 'running', dueAt }, '2026-10-06 15:00', 'due_soon'],
  ['a minute more than two working days before', { clock: 'running', dueAt }, '2026-10-06 14:59', 'on_time'],
  ['without a due time', { clock: 'running', dueAt: null }, '2026-10-08 15:00', 'on_time'],
  ['suspended past its due time', { clock: 'suspended', dueAt }, '2026-10-09 15:00', 'suspended'],
  ['done past its due time', { clock: 'done', dueAt }, '2026-10-09 15:00', 'done'],
]
for (const [name, state, now, urgency] of rows)
  test(`a dossier ${name} is ${urgency}`, () => assert.equal(urgencyOf(calendar, state, at(now)), urgency))

test('two working days are sixteen working hours', () => assert.equal(dueSoonMinutes, 960))
