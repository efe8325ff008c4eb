import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  at,
  calendar,
  changed,
  extended,
  limit,
  outage,
  paused,
  received,
  restarting,
  resumed,
  say,
  subtracting,
} from '#test/clock-cases'
import type { ClockEvent } from './clock.ts'
import { dueOfPeriod, dueOfShare, measureStep } from './steps.ts'

const start = received('2026-10-05 08:00')
const waited = [start, paused('2026-10-07 10:00'), resumed('2026-10-14 09:00')]

describe('the share of a step', () => {
  const share = (
    part: number,
    entered: string,
    events: readonly ClockEvent[],
    policy = subtracting(limit(10)),
  ) => say(dueOfShare(calendar, policy, events, part, at(entered)))
  const rows: readonly (readonly [string, string | null, string | null])[] = [
    ['before the clock has started, none', share(0.5, '2026-10-05 08:00', []), null],
    ['half of ten days', share(0.5, '2026-10-05 08:00', [start]), '2026-10-12 08:00'],
    ['the whole', share(1, '2026-10-05 08:00', [start]), '2026-10-19 08:00'],
    ['nothing of it', share(0, '2026-10-05 08:00', [start]), '2026-10-05 08:00'],
    ['entered late, it has as much', share(0.3, '2026-10-16 08:00', [start]), '2026-10-21 08:00'],
    ['entered on a Sunday, from Monday', share(0.1, '2026-10-11 10:00', [start]), '2026-10-12 17:00'],
    ['what waited since is taken out', share(0.3, '2026-10-06 08:00', waited), '2026-10-15 17:00'],
    ['what had waited before is not', share(0.3, '2026-10-15 08:00', waited), '2026-10-20 08:00'],
    [
      'after a restart, of what began again',
      share(0.1, '2026-10-14 09:00', waited, restarting(limit(10))),
      '2026-10-15 09:00',
    ],
    ['a share is rounded to the second', share(0.345, '2026-10-05 07:00', [start]), '2026-10-08 10:36'],
    [
      'an extension gives a step no more',
      share(0.5, '2026-10-05 08:00', [start, extended('2026-10-06 08:00', '2026-10-30')]),
      '2026-10-12 08:00',
    ],
  ]
  for (const [name, due, expected] of rows) test(name, () => assert.equal(due, expected))
})

describe('a period of its own', () => {
  test('§11: a consultation asked on Tuesday, three working days and the rest of the last', () => {
    const asked = limit(3, 'working_day', { convention: 'whole_days' })
    assert.equal(say(dueOfPeriod(calendar, asked, at('2026-10-06 09:00'))), '2026-10-09 17:00')
  })
  test('§13: acknowledged within two working hours', () => {
    assert.equal(
      say(dueOfPeriod(calendar, limit(2, 'working_hour'), at('2026-10-08 10:10'))),
      '2026-10-08 14:10',
    )
    assert.equal(
      say(dueOfPeriod(calendar, limit(2, 'working_hour'), at('2026-10-09 16:30'))),
      '2026-10-12 08:30',
    )
  })
  test('§5: a supplement asked for within eight working hours', () => {
    assert.equal(
      say(dueOfPeriod(calendar, limit(8, 'working_hour'), at('2026-10-08 15:00'))),
      '2026-10-09 15:00',
    )
  })
  test('an announced outage is taken out', () => {
    const of = changed({ interruptions: [outage('2026-10-08 11:00', '2026-10-08 14:00')] })
    assert.equal(say(dueOfPeriod(of, limit(2, 'working_hour'), at('2026-10-08 10:10'))), '2026-10-08 15:10')
  })
})

describe('what a step took', () => {
  const took = (events: readonly ClockEvent[], from: string, to: string, of = calendar) => {
    const { elapsedMinutes, countedMinutes } = measureStep(of, subtracting(limit(10)), events, at(from), at(to))
    return [elapsedMinutes, countedMinutes]
  }
  const outages = changed({ interruptions: [outage('2026-10-05 10:00', '2026-10-05 11:00')] })
  const rows: readonly (readonly [string, number[], number[]])[] = [
    ['a day', took([start], '2026-10-05 08:00', '2026-10-06 08:00'), [1440, 480]],
    ['a weekend', took([start], '2026-10-09 17:00', '2026-10-12 07:00'), [3720, 0]],
    ['with a wait', took(waited, '2026-10-07 09:00', '2026-10-14 10:00'), [7 * 1440 + 60, 120]],
    ['inside a wait', took(waited, '2026-10-08 09:00', '2026-10-09 10:00'), [1500, 0]],
    ['before a wait', took(waited, '2026-10-06 09:00', '2026-10-06 10:00'), [60, 60]],
    [
      'with a wait that is still open',
      took(waited.slice(0, 2), '2026-10-07 09:00', '2026-10-08 10:00'),
      [1500, 60],
    ],
    ['with an outage', took([start], '2026-10-05 08:00', '2026-10-05 12:00', outages), [240, 150]],
    ['before anything was received', took([], '2026-10-05 08:00', '2026-10-05 12:00', outages), [240, 150]],
    [
      'by the minutes of the clock on the wall',
      took([start], '2026-10-05 08:00:50', '2026-10-05 08:02:10'),
      [2, 2],
    ],
    ['backward, none', took([start], '2026-10-05 10:00', '2026-10-05 08:00'), [-120, 0]],
    ['no time', took([start], '2026-10-05 08:00', '2026-10-05 08:00'), [0, 0]],
  ]
  for (const [name, minutes, expected] of rows) test(name, () => assert.deepEqual(minutes, expected))
})
