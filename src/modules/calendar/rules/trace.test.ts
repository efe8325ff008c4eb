import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { specialDays } from '#test/calendar'
import {
  at,
  calendar,
  changed,
  limit,
  paused,
  received,
  restarting,
  resumed,
  subtracting,
  tellLine,
} from '#test/clock-cases'
import { traceClock } from './clock-trace.ts'
import { calculateDue } from './due.ts'
import type { CutOff, TimeLimit } from './period.ts'

describe('which lines an explanation has', () => {
  const clockCutOff = { time: '15:00', effect: 'clock' } as const
  const whole = { convention: 'whole_days' } as const
  const codes: readonly (readonly [string, TimeLimit, string, string])[] = [
    ['the same day, in time', limit(1, 'same_day'), '2026-10-08 10:00', 'received whole_days due'],
    [
      'the same day, in the lunch break',
      limit(1, 'same_day'),
      '2026-10-08 12:00',
      'received counting_begins whole_days due',
    ],
    [
      'the same day, in whole days',
      limit(1, 'same_day', whole),
      '2026-10-08 06:00',
      'received counting_begins whole_days due',
    ],
    [
      'hours, in time for the cut-off',
      limit(1, 'working_hour', { cutOff: clockCutOff }),
      '2026-10-08 10:00',
      'received worked due',
    ],
    [
      'hours by an odd convention',
      limit(1, 'working_hour', whole),
      '2026-10-08 06:00',
      'received counting_begins worked due',
    ],
    [
      'no day of which the first counts',
      limit(0, 'working_day', { ...whole, firstDayCounted: true }),
      '2026-10-08 10:00',
      'received due',
    ],
    [
      'calendar days that end on a working day',
      limit(5, 'calendar_day', whole),
      '2026-10-08 10:00',
      'received calendar_days due',
    ],
    [
      'whole days from before opening',
      limit(1, 'working_day', whole),
      '2026-10-08 06:00',
      'received whole_days due',
    ],
    [
      'calendar days, late',
      limit(1, 'calendar_day', { ...whole, cutOff: clockCutOff }),
      '2026-10-07 16:00',
      'received cut_off_passed calendar_days due',
    ],
  ]
  for (const [name, of, start, expected] of codes)
    test(name, () => {
      const { trace } = calculateDue(calendar, of, at(start))
      assert.equal(trace.map(({ code }) => code).join(' '), expected)
      const lines = traceClock(calendar, restarting(of), [received(start)])
      assert.deepEqual(lines.map(tellLine), trace.map(tellLine))
    })

  test('the article of a cut-off is its own, else that of the limit, else none', () => {
    const lawOf = (cutOff: CutOff, law: string | null) =>
      calculateDue(calendar, limit(1, 'working_day', { cutOff, law }), at('2026-10-07 16:00')).trace[1]?.law
    const none = limit(1, 'working_day', { cutOff: clockCutOff })
    assert.deepEqual(
      [lawOf({ ...clockCutOff, law: 'A' }, 'B'), lawOf(clockCutOff, 'B'), lawOf(clockCutOff, null)],
      ['A', 'B', null],
    )
    assert.equal(calculateDue(calendar, none, at('2026-10-07 16:00')).trace[1]?.law, null)
  })

  test('after 15:00 on a Sunday it is the Sunday that is skipped, not the hour that is late', () => {
    const trace = traceClock(calendar, restarting(limit(1, 'same_day')), [received('2026-11-22 16:00')])
    assert.deepEqual(
      trace.map(({ code }) => code),
      ['received', 'weekly_rest', 'counting_begins', 'whole_days', 'due'],
    )
  })

  test('seconds are told as the nearest minute', () => {
    const told = (text: string, index: number) =>
      calculateDue(calendar, limit(1), at(text)).trace[index]?.values.minutes
    assert.deepEqual([told('2026-10-08 16:59:15', 1), told('2026-10-08 16:59:15', 2)], [480, undefined])
    assert.deepEqual([told('2026-08-21 16:59:15', 1), told('2026-08-21 07:00:15', 2)], [1, 0])
    assert.deepEqual([told('2026-08-21 16:59:15', 2), told('2026-08-21 07:00:40', 2)], [479, 1])
    const waits = [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-05 09:00:45')]
    const wait = traceClock(calendar, subtracting(limit(1)), waits).find(({ code }) => code === 'waited')
    assert.equal(wait?.values.minutes, 1)
  })

  test('a Saturday worked for a day without hours is a day of rest', () => {
    const none = {
      on: '2026-10-10',
      kind: 'working_saturday',
      name: 'x',
      basis: 'x',
      swappedWith: '2026-10-11',
    } as const
    const { trace } = calculateDue(
      changed({ specialDays: [...specialDays, none] }),
      limit(1),
      at('2026-10-09 10:00'),
    )
    assert.deepEqual(
      trace.map(({ code }) => code),
      ['received', 'worked', 'weekly_rest', 'weekly_rest', 'worked', 'due'],
    )
  })

  const waits = [
    received('2026-10-05 15:20'),
    paused('2026-10-06 08:00', 'payment'),
    resumed('2026-10-06 10:00'),
    paused('2026-10-06 14:00', 'payment'),
    resumed('2026-10-07 14:00'),
    paused('2026-10-09 08:00', 'payment'),
    resumed('2026-10-09 09:00'),
    paused('2026-10-13 16:00'),
    resumed('2026-10-14 10:00'),
  ]

  test('whole days are carried on wait by wait, and no further once they are due', () => {
    const lines = traceClock(calendar, subtracting(limit(3, 'working_day', whole)), waits).map(tellLine)
    assert.deepEqual(
      lines.filter((line) => !line.includes('weekly_rest')).map((line) => line.split(' · ')[0]),
      [
        '2026-10-05 15:20 start received',
        '2026-10-06 count whole_days until=2026-10-08 days=3 minutes=1440',
        '2026-10-06 08:00 stop waited ground=payment minutes=120 end=2026-10-06 10:00 name=',
        '2026-10-06 10:00 count carried_on next=2026-10-09 09:00',
        '2026-10-06 14:00 stop waited ground=payment minutes=480 end=2026-10-07 14:00 name=',
        '2026-10-07 14:00 count carried_on next=2026-10-12 09:00',
        '2026-10-09 08:00 stop waited ground=payment minutes=60 end=2026-10-09 09:00 name=',
        '2026-10-09 09:00 count carried_on next=2026-10-12 10:00',
        '2026-10-12 10:00 due due',
      ],
    )
  })

  test('what had been promised before whole days began again, without the wait that ended it', () => {
    const lines = traceClock(calendar, restarting(limit(3, 'working_day', whole)), waits).map(tellLine)
    assert.deepEqual(
      lines.filter((line) => !line.includes('weekly_rest')).map((line) => line.split(' · ')[0]),
      [
        '2026-10-05 15:20 start received',
        '2026-10-12 10:00 count promised_before',
        '2026-10-13 16:00 stop waited ground=supplement minutes=240 end=2026-10-14 10:00 name=',
        '2026-10-14 10:00 start restarted',
        '2026-10-15 count whole_days until=2026-10-16 days=2 minutes=960',
        '2026-10-19 count whole_days until=2026-10-19 days=1 minutes=480',
        '2026-10-19 17:00 due due',
      ],
    )
  })

  test('the longest period is told with its article, if it has one', () => {
    const lawOf = (law?: string) => {
      const policy = {
        ...restarting(limit(3)),
        longest: { amount: 5, unit: 'working_day', ...(law && { law }) },
      } as const
      return traceClock(calendar, policy, waits.slice(0, 1)).find(({ code }) => code === 'longest')?.law
    }
    assert.deepEqual([lawOf('NĐ 2'), lawOf()], ['NĐ 2', null])
  })

  test('a wait on a day off carries nothing on', () => {
    const kept = limit(3, 'calendar_day', { ...whole, keepsDayOff: true })
    const weekend = [received('2026-10-08 09:00'), paused('2026-10-10 09:00'), resumed('2026-10-10 10:00')]
    assert.deepEqual(
      traceClock(calendar, subtracting(kept), weekend).map(({ code }) => code),
      ['received', 'calendar_days', 'waited', 'due'],
    )
  })
})
