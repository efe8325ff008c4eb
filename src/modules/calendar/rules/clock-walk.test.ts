import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  fastCalendar,
  fastEvents,
  generatedSource,
  history,
  limit,
  limitOfHours,
  onResume,
} from '#test/generated-clocks'
import { SlowCalendar, slowClock, slowSecond } from '#test/slow-clock'
import { refoldClock } from './clock.ts'

const numRuns = 300

describe('a clock against a walk minute by minute', () => {
  for (const [name, limits] of [
    ['in working hours', limitOfHours],
    ['in every unit', limit],
  ] as const)
    test(`the due time of any history is the one the walk finds, ${name}`, () => {
      fc.assert(
        fc.property(generatedSource, limits, onResume, history, (source, limit, onResume, events) => {
          const slow = slowClock(new SlowCalendar(source), { limit, onResume }, events)
          assert.ok(typeof slow === 'object', `lawful, not ${slow}`)
          const fast = refoldClock(fastCalendar(source), { limit, onResume }, fastEvents(events))
          assert.equal(fast.phase, slow.phase)
          assert.equal(fast.originalDueAt && slowSecond(fast.originalDueAt), slow.original)
          assert.equal(fast.dueAt && slowSecond(fast.dueAt), slow.due)
        }),
        { numRuns },
      )
    })
})
