import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { localInstant, makeTestCalendar, specialDays } from '#test/calendar'
import { calculateDue } from './due.ts'
import { isWorkingDay } from './work-calendar.ts'
import {
  addWorkingMinutes,
  lastOpeningBefore,
  takeWorkingMinutes,
  workingMinutesBetween,
} from './working-time.ts'
import { localDay, timeZone, toInstant, toLocalMoment } from './zone.ts'

const calendar = makeTestCalendar()
const first = Temporal.PlainDate.from('2025-12-01')
const daysOfModel = 430

/** The slow, obvious model: one cell for each minute, 1 when somebody works. */
const worked = new Uint8Array(daysOfModel * 1440)
for (let index = 0; index < daysOfModel; index++) {
  const day = first.add({ days: index })
  const special = specialDays.find(({ on }) => on === day.toString())
  const isWorked = special ? special.kind === 'working_saturday' : day.dayOfWeek <= 5
  for (let minute = 0; isWorked && minute < 1440; minute++) {
    const morning = minute >= 7 * 60 && minute < 11 * 60 + 30
    const afternoon = minute >= 13 * 60 + 30 && minute < 17 * 60
    if (morning || afternoon) worked[index * 1440 + minute] = 1
  }
}

const origin = Temporal.Instant.from(localInstant('2025-12-01 00:00'))
const instantOf = (minute: number) => origin.add({ minutes: minute })
const minuteOf = (at: Temporal.Instant) => (at.epochMilliseconds - origin.epochMilliseconds) / 60_000

/** Walks minute by minute until `amount` worked minutes have passed. */
function walk(from: number, amount: number): number {
  let minute = from
  for (let left = amount; left > 0; minute++) left -= worked[minute] ?? 0
  return minute
}

const start = fc.integer({ min: 0, max: 380 * 1440 })
const amount = fc.integer({ min: 1, max: 20 * 480 })

describe('working time against a walk minute by minute', () => {
  test('the due time is the one the walk finds', () => {
    fc.assert(
      fc.property(start, amount, (from, minutes) => {
        assert.equal(minuteOf(addWorkingMinutes(calendar, instantOf(from), minutes)), walk(from, minutes))
      }),
      { numRuns: 400 },
    )
  })

  test('a due time lies in working time, the closing minute included', () => {
    fc.assert(
      fc.property(start, amount, (from, minutes) => {
        const due = minuteOf(addWorkingMinutes(calendar, instantOf(from), minutes))
        assert.equal(worked[due - 1], 1)
      }),
      { numRuns: 400 },
    )
  })

  test('who starts later is never due earlier, in every unit', () => {
    const limit = fc.record({
      amount: fc.integer({ min: 1, max: 12 }),
      unit: fc.constantFrom('working_day', 'working_hour', 'calendar_day', 'month', 'same_day'),
      convention: fc.constantFrom('working_hours', 'whole_days'),
      cutOff: fc.constantFrom(
        null,
        { time: '15:00', effect: 'clock' } as const,
        {
          time: '15:00',
          effect: 'transfer',
        } as const,
      ),
      firstDayCounted: fc.boolean(),
    })
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 4000 }), limit, (from, later, limit) => {
        const early = calculateDue(calendar, limit, instantOf(from))
        const late = calculateDue(calendar, limit, instantOf(from + later))
        assert.ok(Temporal.Instant.compare(early.dueAt, late.dueAt) <= 0)
        assert.ok(isWorkingDay(calendar, early.dueOn))
      }),
      { numRuns: 400 },
    )
  })

  test('the minutes between two moments are the worked ones', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: -100, max: 40_000 }), (from, length) => {
        const between = workingMinutesBetween(calendar, instantOf(from), instantOf(from + length))
        const model = worked.subarray(from, Math.max(from, from + length)).reduce((sum, one) => sum + one, 0)
        assert.equal(between, model)
      }),
      { numRuns: 200 },
    )
  })

  test('minutes taken from a moment are worked before it, and begin when somebody works', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100_000, max: 500_000 }),
        fc.integer({ min: 1, max: 4800 }),
        (to, minutes) => {
          const from = minuteOf(takeWorkingMinutes(calendar, instantOf(to), minutes))
          const between = worked.subarray(from, to).reduce((sum, one) => sum + one, 0)
          assert.deepEqual([between, worked[from]], [minutes, 1])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('half a day before 17:00 is 13:30, not the 11:30 that work was left at', () => {
    const taken = takeWorkingMinutes(calendar, Temporal.Instant.from(localInstant('2026-10-16 17:00')), 210)
    assert.equal(taken.toString(), '2026-10-16T06:30:00Z')
  })

  const openings: [day: string, opening: string][] = [
    ['2026-10-19 08:00', '2026-10-16 07:00'],
    ['2026-10-20 07:00', '2026-10-19 07:00'],
    ['2026-10-18 12:00', '2026-10-16 07:00'],
    ['2026-11-25 17:00', '2026-11-23 07:00'],
    ['2026-02-23 09:00', '2026-02-13 07:00'],
    ['2026-08-24 09:00', '2026-08-22 07:00'],
  ]
  for (const [day, opening] of openings)
    test(`the last working day before ${day} opens at ${opening}`, () => {
      const found = lastOpeningBefore(calendar, Temporal.Instant.from(localInstant(day)))
      assert.ok(found.equals(Temporal.Instant.from(localInstant(opening))), found.toString())
    })

  test('2025 has 250 working days and 2026 has 249', () => {
    const countOf = (year: number) =>
      Array.from({ length: 365 }, (_, index) => new Temporal.PlainDate(year, 1, 1).add({ days: index })).filter(
        (day) => isWorkingDay(calendar, day),
      ).length
    assert.deepEqual([countOf(2025), countOf(2026)], [250, 249])
  })

  test('local time by arithmetic is what the time zone says, from 1976 to 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 189_302_400, max: 4_102_444_800 }), (second) => {
        const at = Temporal.Instant.fromEpochMilliseconds(second * 1000)
        const zoned = at.toZonedDateTimeISO(timeZone)
        const moment = toLocalMoment(at)
        assert.equal(moment.second, zoned.hour * 3600 + zoned.minute * 60 + zoned.second)
        assert.ok(localDay(at).equals(zoned.toPlainDate()))
        assert.ok(toInstant(moment).equals(at))
      }),
    )
  })
})
