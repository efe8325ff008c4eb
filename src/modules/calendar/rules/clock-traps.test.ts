import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { specialDays } from '#test/calendar'
import {
  at,
  type ClockRow,
  calendar,
  changed,
  checkDueRows,
  extended,
  holiday,
  limit,
  office,
  outage,
  paused,
  received,
  restarting,
  resumed,
  subtracting,
  without,
} from '#test/clock-cases'
import { foldClock } from './clock.ts'
import type { TimeLimit } from './period.ts'

const checkRows = (rows: readonly ClockRow[]) => checkDueRows(rows, foldClock)

describe('traps', () => {
  const wholeDays = { convention: 'whole_days' } as const
  const short = (amount: number) => restarting(limit(amount))
  const saturdays = changed({
    weeklyHours: [
      ...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, validFrom: '2024-01-01', spans: office })),
      { weekday: 6, validFrom: '2026-10-10', spans: '07:00-11:30', ofAgency: true },
      { weekday: 1, validFrom: '2026-10-12', spans: '08:00-12:00', ofAgency: true },
    ],
  })
  checkRows([
    ['Tết with seven days off', '2026-02-25 09:00', short(3), [received('2026-02-13 09:00')]],
    ['received in Tết', '2026-02-23 17:00', short(1), [received('2026-02-18 09:00')]],
    ['31 August 2026 is off', '2026-09-03 10:00', short(1), [received('2026-08-28 10:00')]],
    ['22 August 2026 is worked for it', '2026-08-22 10:00', short(1), [received('2026-08-21 10:00')]],
    ['24 November is off from 2026', '2026-11-25 10:00', short(1), [received('2026-11-23 10:00')]],
    ['and was worked in 2025', '2025-11-25 10:00', short(1), [received('2025-11-24 10:00')]],
    ['a second before closing', '2026-10-12 16:59', short(1), [received('2026-10-09 16:59:59')]],
    ['at closing', '2026-10-12 17:00', short(1), [received('2026-10-09 17:00:00')]],
    ['a minute before midnight', '2026-10-12 17:00', short(1), [received('2026-10-09 23:59')]],
    ['at midnight', '2026-10-09 17:00', short(1), [received('2026-10-09 00:00')]],
    [
      'at 15:00 sharp, the same day',
      '2026-10-08 17:00',
      restarting(limit(1, 'same_day')),
      [received('2026-10-08 15:00:00')],
    ],
    [
      'a second after 15:00',
      '2026-10-09 17:00',
      restarting(limit(1, 'same_day')),
      [received('2026-10-08 15:00:01')],
    ],
    [
      '29 February and a year',
      '2029-02-28 17:00',
      restarting(limit(1, 'year', wholeDays)),
      [received('2028-02-29 09:00')],
    ],
    [
      '29 February and four years',
      '2032-03-01 17:00',
      restarting(limit(4, 'year', wholeDays)),
      [received('2028-02-29 09:00')],
    ],
    [
      '31 January and a month',
      '2026-03-02 17:00',
      restarting(limit(1, 'month', wholeDays)),
      [received('2026-01-31 09:00')],
    ],
    [
      '30 November and three months',
      '2027-03-01 17:00',
      restarting(limit(3, 'month', wholeDays)),
      [received('2026-11-30 09:00')],
    ],
    [
      '31 March and a month',
      '2026-05-04 17:00',
      restarting(limit(1, 'month', wholeDays)),
      [received('2026-03-31 09:00')],
    ],
    [
      '31 May and a month',
      '2026-06-30 17:00',
      restarting(limit(1, 'month', wholeDays)),
      [received('2026-05-31 09:00')],
    ],
    [
      'a last day off that is kept',
      '2026-10-10 23:59',
      restarting(limit(2, 'calendar_day', { ...wholeDays, keepsDayOff: true })),
      [received('2026-10-08 09:00')],
    ],
    [
      'a last day worked is kept to its closing',
      '2026-10-09 17:00',
      restarting(limit(1, 'calendar_day', { ...wholeDays, keepsDayOff: true })),
      [received('2026-10-08 09:00')],
    ],
    ['half a day', '2026-10-08 14:30', short(0.5), [received('2026-10-08 08:30')]],
    [
      'half of a first day that counts ends with it',
      '2026-10-08 17:00',
      restarting(limit(0.5, 'working_day', { ...wholeDays, firstDayCounted: true })),
      [received('2026-10-08 16:00')],
    ],
    [
      'half of a first day that counts, in the morning',
      '2026-10-08 14:00',
      restarting(limit(0.5, 'working_day', { ...wholeDays, firstDayCounted: true })),
      [received('2026-10-08 08:00')],
    ],
    [
      'no calendar day at all',
      '2026-10-09 07:00',
      restarting(limit(0, 'calendar_day', wholeDays)),
      [received('2026-10-08 20:00')],
    ],
    [
      'hours that change while it runs',
      '2026-10-12 10:30',
      short(2),
      [received('2026-10-08 16:00')],
      saturdays,
    ],
    [
      'over Saturday mornings, whole days',
      '2026-10-12 12:00',
      restarting(limit(3, 'working_day', wholeDays)),
      [received('2026-10-08 16:00')],
      saturdays,
    ],
    [
      'a pause that spans a holiday',
      '2026-11-26 09:00',
      subtracting(limit(1)),
      [received('2026-11-23 08:00'), paused('2026-11-23 09:00'), resumed('2026-11-25 10:00')],
    ],
    [
      'an outage that overlaps a pause is not taken out twice',
      '2026-10-20 15:00',
      subtracting(limit(10)),
      [received('2026-10-05 08:00'), paused('2026-10-13 09:00'), resumed('2026-10-14 09:00')],
      changed({ interruptions: [outage('2026-10-14 07:30', '2026-10-14 16:00')] }),
    ],
    [
      'an outage within a pause is not taken out at all',
      '2026-10-20 08:00',
      subtracting(limit(10)),
      [received('2026-10-05 08:00'), paused('2026-10-13 09:00'), resumed('2026-10-14 09:00')],
      changed({ interruptions: [outage('2026-10-13 10:00', '2026-10-13 16:00')] }),
    ],
    [
      'two outages that overlap are one',
      '2026-10-19 14:00',
      subtracting(limit(10)),
      [received('2026-10-05 08:00')],
      changed({
        interruptions: [
          outage('2026-10-13 10:00', '2026-10-13 15:00'),
          outage('2026-10-13 09:00', '2026-10-13 14:00'),
        ],
      }),
    ],
    [
      'an outage at the receipt is taken out from there',
      '2026-10-05 17:00',
      subtracting(limit(4, 'working_hour')),
      [received('2026-10-05 08:00')],
      changed({ interruptions: [outage('2026-10-05 07:00', '2026-10-05 11:00')] }),
    ],
    [
      'an outage before the receipt is nothing',
      '2026-10-05 14:00',
      subtracting(limit(4, 'working_hour')),
      [received('2026-10-05 08:00')],
      changed({ interruptions: [outage('2026-10-02 08:00', '2026-10-05 08:00')] }),
    ],
    [
      'two pauses',
      '2026-10-20 16:30',
      subtracting(limit(10)),
      [
        received('2026-10-05 08:00'),
        paused('2026-10-07 10:00'),
        resumed('2026-10-08 10:00'),
        paused('2026-10-09 16:00', 'payment'),
        resumed('2026-10-12 14:30'),
      ],
    ],
    [
      'a pause after the due time moves nothing',
      '2026-10-06 08:00',
      subtracting(limit(1)),
      [received('2026-10-05 08:00'), paused('2026-10-06 08:00'), resumed('2026-10-08 08:00')],
    ],
    [
      'a second pause after the due time moves nothing',
      '2026-10-06 09:00',
      subtracting(limit(1)),
      [
        received('2026-10-05 08:00'),
        paused('2026-10-05 09:00'),
        resumed('2026-10-05 10:00'),
        paused('2026-10-06 09:00'),
        resumed('2026-10-08 08:00'),
      ],
    ],
    [
      'a restart when it was overdue',
      '2026-10-13 08:00',
      restarting(limit(1)),
      [received('2026-10-05 08:00'), paused('2026-10-08 08:00'), resumed('2026-10-12 08:00')],
    ],
    [
      'a pause on the day of receipt, which does not count',
      '2026-10-08 17:00',
      subtracting(limit(3, 'working_day', wholeDays)),
      [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-05 15:00')],
    ],
    [
      'a pause until into the first day that counts',
      '2026-10-09 08:00',
      subtracting(limit(3, 'working_day', wholeDays)),
      [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-06 08:00')],
    ],
    [
      'a pause in whole days when the first counts',
      '2026-10-08 11:30',
      subtracting(limit(3, 'working_day', { ...wholeDays, firstDayCounted: true })),
      [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-05 15:30')],
    ],
    [
      'a pause on a day off that is kept, twice',
      '2026-10-12 08:00',
      subtracting(limit(3, 'calendar_day', { ...wholeDays, keepsDayOff: true })),
      [
        received('2026-10-08 09:00'),
        paused('2026-10-10 09:00'),
        resumed('2026-10-10 10:00'),
        paused('2026-10-11 09:00'),
        resumed('2026-10-12 08:00'),
      ],
    ],
    [
      'a pause on days off moves nothing',
      '2026-10-11 23:59',
      subtracting(limit(3, 'calendar_day', { ...wholeDays, keepsDayOff: true })),
      [received('2026-10-08 09:00'), paused('2026-10-10 09:00'), resumed('2026-10-10 10:00')],
    ],
    [
      'a decree that removes a holiday',
      '2026-11-24 10:00',
      short(1),
      [received('2026-11-23 10:00')],
      changed({ specialDays: without('2026-11-24') }),
    ],
    [
      'a decree that gives one more',
      '2026-11-26 10:00',
      short(1),
      [received('2026-11-23 10:00')],
      changed({ specialDays: [...specialDays, holiday('2026-11-25')] }),
    ],
    [
      'what waits after an extension carries it on',
      '2026-10-26 17:00',
      subtracting(limit(10)),
      [
        received('2026-10-05 08:00'),
        paused('2026-10-07 10:00'),
        resumed('2026-10-07 11:00'),
        extended('2026-10-16 16:00', '2026-10-23'),
        paused('2026-10-20 10:00'),
        resumed('2026-10-21 10:00'),
      ],
    ],
    [
      'what had waited before it does not',
      '2026-10-23 17:00',
      subtracting(limit(10)),
      [
        received('2026-10-05 08:00'),
        paused('2026-10-07 10:00'),
        resumed('2026-10-07 11:00'),
        extended('2026-10-16 16:00', '2026-10-23'),
      ],
    ],
  ])

  test('a day off that is kept ends with its last second', () => {
    const kept = limit(2, 'calendar_day', { ...wholeDays, keepsDayOff: true })
    const { dueAt } = foldClock(calendar, restarting(kept), [received('2026-10-08 09:00')])
    assert.equal(dueAt?.toString(), at('2026-10-10 23:59:59').toString())
  })

  const calendarDays = (amount: number, more = {}) => limit(amount, 'calendar_day', { ...wholeDays, ...more })
  const clockCutOff = { time: '15:00', effect: 'clock' } as const
  checkRows([
    [
      'received on a Saturday, Sunday is the first calendar day',
      '2026-10-12 17:00',
      restarting(calendarDays(2)),
      [received('2026-10-10 20:00')],
    ],
    [
      'and is the last of one, if it is kept',
      '2026-10-11 23:59',
      restarting(calendarDays(1, { keepsDayOff: true })),
      [received('2026-10-10 20:00')],
    ],
    [
      'part of a calendar day is a day',
      '2026-10-07 17:00',
      restarting(calendarDays(1.5)),
      [received('2026-10-05 08:00')],
    ],
    [
      'no whole day at all',
      '2026-10-08 10:00',
      restarting(limit(0, 'working_day', wholeDays)),
      [received('2026-10-08 10:00')],
    ],
    [
      'half of the first whole day',
      '2026-10-09 11:00',
      restarting(limit(0.5, 'working_day', wholeDays)),
      [received('2026-10-08 10:00')],
    ],
    [
      'at once, whatever the cut-off',
      '2026-10-08 17:00',
      restarting(limit(0, 'immediate', { cutOff: clockCutOff })),
      [received('2026-10-08 15:30')],
    ],
    [
      'hours are rounded to the second',
      '2026-10-05 09:07',
      restarting(limit(1.13, 'working_hour')),
      [received('2026-10-05 08:00')],
    ],
    [
      'a pause on the day of receipt takes out no calendar day',
      '2026-10-08 17:00',
      subtracting(calendarDays(3)),
      [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-05 15:00')],
    ],
    [
      'one on the first that counts does',
      '2026-10-09 08:00',
      subtracting(calendarDays(3)),
      [received('2026-10-05 08:00'), paused('2026-10-05 09:00'), resumed('2026-10-06 08:00')],
    ],
    [
      'an outage on the morning of a pause is taken out too',
      '2026-10-20 09:00',
      subtracting(limit(10)),
      [received('2026-10-05 08:00'), paused('2026-10-13 10:00'), resumed('2026-10-14 10:00')],
      changed({ interruptions: [outage('2026-10-13 08:00', '2026-10-13 09:00')] }),
    ],
  ])

  test('fractions are rounded to the second, not down', () => {
    const due = (of: TimeLimit) =>
      foldClock(calendar, restarting(of), [received('2026-10-05 07:00')]).dueAt?.toString()
    assert.equal(due(limit(1.13, 'working_hour')), at('2026-10-05 08:07:48').toString())
    assert.equal(due(limit(0.03)), at('2026-10-05 07:14:24').toString())
    assert.equal(due(limit(1.13, 'working_day', wholeDays)), at('2026-10-07 08:02:24').toString())
    assert.equal(due(limit(1 + 1 / 28_800, 'working_day', wholeDays)), at('2026-10-07 07:00:01').toString())
  })
})
