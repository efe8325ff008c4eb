import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { specialDays } from '#test/calendar'
import { at, calendar, changed, limit, office, outage, say } from '#test/clock-cases'
import { calculateDue } from './due.ts'
import { calculateTransferBy, sameDayCutOff } from './period.ts'
import { isWorkingDay, nextWorkingDay, previousWorkingDay, type SpecialDay, spansOn } from './work-calendar.ts'
import {
  addWorkingMinutes,
  lastOpeningBefore,
  takeWorkingMinutes,
  workingMinutesBetween,
} from './working-time.ts'
import { localDay, secondOfDay, toDayNumber, toPlainDate } from './zone.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const hours = (weekday: number, validFrom: string, spans: string, ofAgency?: true) => ({
  weekday,
  validFrom,
  spans,
  ...(ofAgency && { ofAgency }),
})
const opens = (of: typeof calendar, text: string) =>
  spansOn(of, day(text)).map(({ opens, closes }) => [opens / 3600, closes / 3600])

describe('which hours count', () => {
  const weeklyHours = [
    hours(1, '2026-01-01', office),
    hours(1, '2026-10-05', '08:00-12:00'),
    hours(1, '2026-11-02', '09:00-12:00', true),
    hours(1, '2026-11-16', '', true),
    hours(1, '2026-12-07', '10:00-12:00'),
    hours(2, '2026-01-01', '00:00-24:00'),
  ]
  const rows: readonly (readonly [string, string, number[][]])[] = [
    ['before the first row nothing is open', '2025-12-29', []],
    [
      'the general ones',
      '2026-09-28',
      [
        [7, 11.5],
        [13.5, 17],
      ],
    ],
    ['the newer before the older, from its day on', '2026-10-05', [[8, 12]]],
    ["the agency's own before the general ones", '2026-11-02', [[9, 12]]],
    ['closed by its own row', '2026-11-16', []],
    ['a newer general row changes nothing of it', '2026-12-07', []],
    ['a whole day', '2026-10-06', [[0, 24]]],
    ['a day of the week without hours', '2026-10-07', []],
  ]
  for (const [name, on, spans] of rows)
    test(name, () => {
      assert.deepEqual(opens(changed({ weeklyHours }), on), spans)
      assert.deepEqual(opens(changed({ weeklyHours: weeklyHours.toReversed() }), on), spans)
    })

  test('a worked Saturday has the hours of the day it is swapped with, or a Monday’s', () => {
    const worked = (on: string, swappedWith: string | null): SpecialDay => ({
      on,
      kind: 'working_saturday',
      name: 'x',
      basis: 'x',
      swappedWith,
    })
    const swapped = changed({
      weeklyHours: [hours(1, '2026-01-01', '08:00-12:00'), hours(5, '2026-01-01', '09:00-12:00')],
      specialDays: [
        worked('2026-10-10', '2026-10-09'),
        worked('2026-10-17', null),
        worked('2026-10-24', '2026-10-21'),
      ],
    })
    assert.deepEqual(
      ['2026-10-10', '2026-10-17', '2026-10-24'].map((on) => opens(swapped, on)),
      [[[9, 12]], [[8, 12]], []],
    )
  })
})

describe('what is no calendar is refused', () => {
  for (const spans of [
    '7:00-11:30',
    '11:30-07:00',
    '07:00-07:00',
    '07:00',
    '07:00-24:30',
    '07:60-08:00',
    'x07:00-08:00',
    '07:00-08:00x',
  ])
    test(`hours written ${spans}`, () => {
      assert.throws(() => changed({ weeklyHours: [hours(1, '2026-01-01', spans)] }), RangeError)
    })

  test('spans out of order, or overlapping', () => {
    for (const spans of ['13:30-17:00,07:00-11:30', '07:00-11:30,11:00-17:00'])
      assert.throws(() => changed({ weeklyHours: [hours(1, '2026-01-01', spans)] }), /come in order/)
    assert.doesNotThrow(() => changed({ weeklyHours: [hours(1, '2026-01-01', '07:00-11:30,11:30-17:00')] }))
  })

  test('a calendar without hours has no working day, forward or backward', () => {
    const closed = changed({ weeklyHours: [] })
    assert.throws(() => nextWorkingDay(closed, day('2026-10-05')), /no working day near 20(3|4)/)
    assert.throws(() => previousWorkingDay(closed, day('2026-10-05')), /no working day near 20(1|0)/)
    assert.equal(workingMinutesBetween(closed, at('2026-10-05 08:00'), at('2026-11-05 08:00')), 0)
  })

  test('hours that begin or end far away are still found', () => {
    const later = changed({ weeklyHours: [hours(1, '2032-01-01', office)] })
    assert.equal(nextWorkingDay(later, day('2026-10-05')).toString(), '2032-01-05')
    assert.equal(previousWorkingDay(calendar, day('2024-01-02')).toString(), '2024-01-01')
  })

  test('a time of twenty years is found, and ends where twenty years of days end', () => {
    const of = changed({ specialDays: [] })
    assert.equal(say(addWorkingMinutes(of, at('2025-01-01 07:00'), 20 * 261 * 480)), '2045-01-03 17:00')
    assert.equal(
      say(takeWorkingMinutes(changed({ specialDays: [] }), at('2045-01-04 07:00'), 20 * 261 * 480)),
      '2025-01-01 07:00',
    )
  })

  test('a day of another age', () => {
    assert.throws(() => isWorkingDay(calendar, day('+200000-01-01')), /within a thousand years/)
    assert.throws(() => isWorkingDay(calendar, day('-000001-01-01')), /within a thousand years/)
  })
})

test('days that nobody has asked for yet come in any order', () => {
  const asked = [
    '2031-05-05',
    '2024-01-02',
    '2019-05-06',
    '2026-11-24',
    '2040-01-02',
    '2025-01-01',
    '2024-12-31',
  ]
  const of = changed({})
  assert.deepEqual(
    asked.map((on) => isWorkingDay(of, day(on))),
    [true, true, false, false, true, false, true],
  )
  assert.equal(workingMinutesBetween(of, at('2024-01-02 07:00'), at('2024-01-09 07:00')), 5 * 480)
  assert.equal(workingMinutesBetween(of, at('2019-01-02 07:00'), at('2024-01-02 07:00')), 480)
  assert.equal(say(addWorkingMinutes(of, at('2024-12-31 16:59'), 2)), '2025-01-02 07:01')
  assert.equal(say(addWorkingMinutes(changed({}), at('2024-01-05 16:59'), 2)), '2024-01-08 07:01')
  assert.equal(previousWorkingDay(changed({}), day('2025-01-02')).toString(), '2024-12-31')
})

test('the first and the last of the days known so far are found like any other', () => {
  const hourLater = (text: string) => say(addWorkingMinutes(changed({ specialDays: [] }), at(text), 60))
  const days = Array.from({ length: 5 }, (_, index) => `2026-02-0${index + 2}`)
  assert.equal(hourLater('2025-01-01 08:00'), '2025-01-01 09:00')
  assert.deepEqual(
    days.map((on) => hourLater(`${on} 16:30`)),
    ['2026-02-03 07:30', '2026-02-04 07:30', '2026-02-05 07:30', '2026-02-06 07:30', '2026-02-09 07:30'],
  )
  assert.deepEqual(
    days.map((on) => hourLater(`${on} 08:00`)),
    days.map((on) => `${on} 09:00`),
  )
})

test('working minutes are whole ones, and none backward', () => {
  assert.equal(workingMinutesBetween(calendar, at('2026-10-05 08:00:30'), at('2026-10-05 08:02:29')), 1)
  assert.equal(workingMinutesBetween(calendar, at('2026-10-05 08:00'), at('2026-10-05 07:30')), 0)
  assert.equal(workingMinutesBetween(calendar, at('2026-10-05 08:00'), at('2026-10-05 08:00')), 0)
  assert.equal(say(addWorkingMinutes(calendar, at('2026-10-05 08:00:20'), 0.5)), '2026-10-05 08:00')
  assert.equal(addWorkingMinutes(calendar, at('2026-10-05 08:00:20'), 0.5).epochMilliseconds % 60_000, 50_000)
})

test('working time is added and taken to the second', () => {
  const second = (of: Temporal.Instant) =>
    (of.epochMilliseconds - at('2026-10-05 08:00').epochMilliseconds) / 1000
  assert.equal(second(addWorkingMinutes(calendar, at('2026-10-05 08:00'), 1 / 60)), 1)
  assert.equal(second(addWorkingMinutes(calendar, at('2026-10-05 08:00'), 2.05)), 123)
  assert.equal(second(takeWorkingMinutes(calendar, at('2026-10-05 08:00'), 2.05)), -123)
})

test('taken back, a boundary is called by its later name', () => {
  const taken = (text: string, minutes: number) => say(takeWorkingMinutes(calendar, at(text), minutes))
  assert.deepEqual(
    [taken('2026-10-06 08:00', 60), taken('2026-10-06 08:00', 61), taken('2026-10-06 08:00', 480)],
    ['2026-10-06 07:00', '2026-10-05 16:59', '2026-10-05 08:00'],
  )
})

test('§8: the alarm one day before the due day rings at the last opening before it', () => {
  const opening = (text: string) => say(lastOpeningBefore(calendar, at(text)))
  assert.deepEqual(
    ['2026-10-19 08:00', '2026-10-14 08:00', '2026-08-24 08:00', '2026-11-25 08:00'].map(opening),
    ['2026-10-16 07:00', '2026-10-13 07:00', '2026-08-22 07:00', '2026-11-23 07:00'],
  )
})

test('outages are read in the order of their beginning, whatever order they come in', () => {
  const of = changed({
    interruptions: [
      outage('2026-10-14 09:00', null),
      outage('2026-10-13 09:00', null),
      outage('2026-10-15 09:00', null),
    ],
  })
  assert.deepEqual(
    of.interruptions.map(({ from }) => say(from)),
    ['2026-10-13 09:00', '2026-10-14 09:00', '2026-10-15 09:00'],
  )
})

describe('local time', () => {
  test('is rounded down to the second, before 1970 too', () => {
    const odd = at('2026-10-05 15:00:00').add({ milliseconds: 999 })
    assert.equal(say(calculateTransferBy(calendar, odd)), '2026-10-05 17:00')
    assert.equal(localDay(Temporal.Instant.from('1969-12-31T23:59:59.5+07:00')).toString(), '1969-12-31')
    assert.equal(localDay(Temporal.Instant.from('1970-01-01T00:00:00+07:00')).toString(), '1970-01-01')
  })

  test('a day and its number name each other', () => {
    assert.deepEqual([toDayNumber(day('1970-01-01')), toDayNumber(day('2025-01-01'))], [0, 20_089])
    assert.equal(toPlainDate(20_089).toString(), '2025-01-01')
  })

  test('a time of a day ends with 24:00', () => {
    assert.deepEqual(['00:00', '07:05', '23:59', '24:00'].map(secondOfDay), [0, 25_500, 86_340, 86_400])
    for (const text of ['24:01', '25:00', '07:60', '7:00', '07:00:00', ''])
      assert.throws(() => secondOfDay(text), /a time of day is written HH:MM/)
  })
})

describe('cut-offs', () => {
  const sameDay = { ...limit(1, 'same_day'), cutOff: sameDayCutOff }
  const due = (of: typeof calendar, text: string, cutOff = sameDay.cutOff) =>
    say(calculateDue(of, { ...sameDay, cutOff }, at(text)).dueAt)

  test('some minutes before closing, whenever that is', () => {
    const lastHour = { time: '16:00', minutesBeforeClosing: 60, effect: 'clock' } as const
    const early = changed({ weeklyHours: [1, 2, 3, 4, 5].map((of) => hours(of, '2026-01-01', '07:00-15:00')) })
    assert.deepEqual(
      ['14:00', '14:01'].map((time) => due(early, `2026-10-05 ${time}`, lastHour)),
      ['2026-10-05 15:00', '2026-10-06 15:00'],
    )
  })

  test('the 15:00 of the same day moves the clock of any limit it is given to', () => {
    const { dueAt } = calculateDue(calendar, { ...limit(1), cutOff: sameDayCutOff }, at('2026-10-05 15:01'))
    assert.equal(say(dueAt), '2026-10-06 17:00')
  })

  test('a same day is always one of the clock, whatever the effect says', () => {
    assert.equal(due(calendar, '2026-10-05 15:01', { time: '15:00', effect: 'transfer' }), '2026-10-06 17:00')
  })

  test('a hand-over after a short day, at closing or on a day off is next morning’s', () => {
    const short = changed({
      specialDays,
      weeklyHours: [1, 2, 3, 4, 5, 6].map((of) => hours(of, '2026-01-01', '07:00-11:30')),
    })
    const by = (text: string) => say(calculateTransferBy(short, at(text)))
    assert.deepEqual(
      ['2026-10-10 11:29', '2026-10-10 11:30', '2026-10-10 14:00', '2026-10-11 09:00', '2026-10-12 05:00'].map(
        by,
      ),
      ['2026-10-10 11:30', '2026-10-12 07:00', '2026-10-12 07:00', '2026-10-12 07:00', '2026-10-12 11:30'],
    )
    const cutOff = { time: '09:00', effect: 'transfer' } as const
    assert.equal(say(calculateTransferBy(short, at('2026-10-12 09:01'), cutOff)), '2026-10-13 07:00')
  })
})
