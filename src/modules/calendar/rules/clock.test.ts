import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { specialDays } from '#test/calendar'
import {
  calendar,
  changed,
  extended,
  finished,
  holiday,
  limit,
  paused,
  received,
  restarting,
  resumed,
  say,
  stopped,
  subtracting,
} from '#test/clock-cases'
import { ClockError, type ClockEvent, foldClock, refoldClock } from './clock.ts'
import type { SpecialDay } from './work-calendar.ts'

describe('what a clock tells of itself', () => {
  const policy = restarting(limit(10))

  test('before anything is received nothing runs', () => {
    const clock = foldClock(calendar, policy, [])
    const { startedAt, countsFrom, originalDueAt, dueAt, dueOn, provisional, phase, calendarVersion } = clock
    assert.deepEqual(
      { startedAt, countsFrom, originalDueAt, dueAt, dueOn, provisional, phase, calendarVersion },
      {
        startedAt: null,
        countsFrom: null,
        originalDueAt: null,
        dueAt: null,
        dueOn: null,
        provisional: false,
        phase: 'not_started',
        calendarVersion: 1,
      },
    )
  })

  test('received on a Sunday, it counts from Monday', () => {
    const clock = foldClock(calendar, policy, [received('2026-10-04 20:00')])
    assert.deepEqual(
      [clock.phase, say(clock.startedAt), say(clock.countsFrom)],
      ['running', '2026-10-04 20:00', '2026-10-05 07:00'],
    )
  })

  test('suspended, it says since when and on which ground; a pause open at the end moves nothing yet', () => {
    const clock = foldClock(calendar, policy, [
      received('2026-10-05 08:00'),
      paused('2026-10-07 10:00', 'payment'),
    ])
    assert.deepEqual(
      [clock.phase, say(clock.pausedSince), clock.pauseGround, say(clock.dueAt), clock.endedAt],
      ['suspended', '2026-10-07 10:00', 'payment', '2026-10-19 08:00', null],
    )
  })

  test('resumed, it says so no more, and a restart is its start', () => {
    const clock = foldClock(calendar, policy, [
      received('2026-10-05 08:00'),
      paused('2026-10-07 10:00'),
      resumed('2026-10-14 09:00'),
    ])
    assert.deepEqual(
      [clock.phase, clock.pausedSince, clock.pauseGround, say(clock.startedAt), say(clock.originalDueAt)],
      ['running', null, null, '2026-10-14 09:00', '2026-10-19 08:00'],
    )
  })

  test('stopped while waiting, what was waited until then is taken out', () => {
    const clock = foldClock(calendar, subtracting(limit(10)), [
      received('2026-10-05 08:00'),
      paused('2026-10-07 10:00'),
      stopped('2026-10-07 15:00'),
    ])
    assert.deepEqual(
      [clock.phase, clock.pausedSince, clock.pauseGround, say(clock.endedAt), say(clock.dueAt)],
      ['stopped', null, null, '2026-10-07 15:00', '2026-10-19 11:00'],
    )
  })

  test('finished while waiting', () => {
    const clock = foldClock(calendar, policy, [
      received('2026-10-05 08:00'),
      paused('2026-10-07 10:00'),
      finished('2026-10-07 15:00'),
    ])
    assert.deepEqual([clock.phase, say(clock.endedAt)], ['finished', '2026-10-07 15:00'])
  })

  test('it can be stopped before it has started', () => {
    const clock = foldClock(calendar, policy, [stopped('2026-10-05 08:00')])
    assert.deepEqual([clock.phase, clock.dueAt, say(clock.endedAt)], ['stopped', null, '2026-10-05 08:00'])
  })

  test('a due time in a year that nobody has decided is provisional', () => {
    const provisional = (text: string) => foldClock(calendar, policy, [received(text)]).provisional
    assert.deepEqual([provisional('2026-12-01 08:00'), provisional('2026-12-28 08:00')], [false, true])
  })
})

describe('what the law does not know is refused, with the event that is wrong', () => {
  const start = received('2026-10-05 08:00')
  const pause = paused('2026-10-07 10:00')
  const rows: readonly (readonly [string, string, number, readonly ClockEvent[]])[] = [
    ['paused before it was received', 'not_received', 0, [pause]],
    ['resumed before it was received', 'not_received', 0, [resumed('2026-10-05 08:00')]],
    ['extended before it was received', 'not_received', 0, [extended('2026-10-05 08:00', '2026-10-30')]],
    ['finished before it was received', 'not_received', 0, [finished('2026-10-05 08:00')]],
    ['received twice', 'already_received', 1, [start, received('2026-10-06 08:00')]],
    ['received while waiting', 'already_received', 2, [start, pause, received('2026-10-08 08:00')]],
    ['paused twice', 'already_paused', 2, [start, pause, paused('2026-10-08 10:00')]],
    ['extended while waiting', 'already_paused', 2, [start, pause, extended('2026-10-08 08:00', '2026-10-30')]],
    ['resumed while running', 'not_paused', 1, [start, resumed('2026-10-07 10:00')]],
    ['paused after the end', 'already_ended', 2, [start, finished('2026-10-06 08:00'), pause]],
    ['received after the stop', 'already_ended', 1, [stopped('2026-10-04 08:00'), start]],
    [
      'stopped after the end',
      'already_ended',
      2,
      [start, finished('2026-10-06 08:00'), stopped('2026-10-06 08:00')],
    ],
    ['out of order', 'not_in_order', 1, [start, paused('2026-10-05 07:59')]],
    [
      'extended a second time (NĐ 61/2018 Đ19 k9)',
      'extended_twice',
      2,
      [start, extended('2026-10-16 16:00', '2026-10-23'), extended('2026-10-21 16:00', '2026-10-30')],
    ],
    [
      'extended a second time after a restart',
      'extended_twice',
      4,
      [
        start,
        extended('2026-10-06 16:00', '2026-10-23'),
        pause,
        resumed('2026-10-14 09:00'),
        extended('2026-10-21 16:00', '2026-10-30'),
      ],
    ],
    [
      'extended to a day before the end of what began again',
      'extended_not_later',
      3,
      [start, pause, resumed('2026-10-14 09:00'), extended('2026-10-20 09:00', '2026-10-28')],
    ],
    ['extended on the due day', 'extended_too_late', 1, [start, extended('2026-10-19 00:00', '2026-10-23')]],
    ['extended when overdue', 'extended_too_late', 1, [start, extended('2026-10-20 09:00', '2026-10-23')]],
    ['extended to the due day', 'extended_not_later', 1, [start, extended('2026-10-16 16:00', '2026-10-19')]],
    [
      'extended to an earlier day',
      'extended_not_later',
      1,
      [start, extended('2026-10-16 16:00', '2026-10-18')],
    ],
  ]
  for (const [name, code, index, events] of rows)
    test(name, () => {
      const isRefused = (error: unknown) =>
        error instanceof ClockError && error.code === code && error.index === index
      assert.throws(() => foldClock(calendar, restarting(limit(10)), events), isRefused)
      assert.throws(() => foldClock(calendar, restarting(limit(10)), events), {
        message: `event ${index} of the clock: ${code}`,
      })
    })

  test('two things may happen at the same moment', () => {
    const clock = foldClock(calendar, restarting(limit(10)), [start, paused('2026-10-05 08:00')])
    assert.equal(clock.phase, 'suspended')
  })
})

describe('after a late decree nothing that has happened is judged again', () => {
  const policy = restarting(limit(10))
  const events = [received('2026-10-05 08:00'), extended('2026-10-16 16:00', '2026-10-20')]

  test('an extension shorter than what a new holiday gives anyway is no reason to be due earlier', () => {
    const decree = changed({
      specialDays: [...specialDays, ...['14', '15', '16'].map((of) => holiday(`2026-10-${of}`))],
    })
    assert.equal(say(refoldClock(decree, policy, events).dueAt), '2026-10-22 08:00')
    assert.throws(() => foldClock(decree, policy, events), ClockError)
  })

  test('an extension asked for on what has become the due day stays', () => {
    const worked: SpecialDay = {
      on: '2026-10-10',
      kind: 'working_saturday',
      name: 'Làm bù',
      basis: 'TB 2',
      swappedWith: '2026-10-09',
    }
    const decree = changed({ specialDays: [...specialDays, worked] })
    assert.equal(say(refoldClock(decree, policy, events.slice(0, 1)).dueAt), '2026-10-16 08:00')
    assert.equal(say(refoldClock(decree, policy, events).dueAt), '2026-10-20 17:00')
    assert.doesNotThrow(() => foldClock(decree, policy, [...events, paused('2026-10-19 09:00')]))
  })

  test('what began again is not due earlier for an extension that was shorter', () => {
    const again = [events[0] as ClockEvent, paused('2026-10-07 10:00'), resumed('2026-10-14 09:00')]
    const { dueAt } = refoldClock(calendar, policy, [...again, extended('2026-10-20 09:00', '2026-10-23')])
    assert.equal(say(dueAt), '2026-10-28 09:00')
  })

  test('the calendar it was folded by is kept on it', () => {
    const one = refoldClock(calendar, policy, events)
    assert.deepEqual([one.calendarVersion, refoldClock(changed({}), policy, events).calendarVersion], [1, 2])
  })
})
