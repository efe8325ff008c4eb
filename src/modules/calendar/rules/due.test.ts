import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { localInstant, makeTestCalendar } from '#test/calendar'
import { calculateDue } from './due.ts'
import { type CutOff, calculateTransferBy, type TimeLimit } from './period.ts'
import { previousWorkingDay } from './work-calendar.ts'
import { addWorkingMinutes, workingMinutesBetween } from './working-time.ts'
import { timeZone } from './zone.ts'

const calendar = makeTestCalendar()
const at = (text: string) => Temporal.Instant.from(localInstant(text))
const say = (instant: Temporal.Instant) => {
  const local = instant.toZonedDateTimeISO(timeZone)
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString().slice(0, 5)}`
}
const limit = (amount: number, unit: TimeLimit['unit'], more: Partial<TimeLimit> = {}): TimeLimit => ({
  amount,
  unit,
  convention: 'working_hours',
  cutOff: null,
  ...more,
})
const wd = (amount: number, more: Partial<TimeLimit> = {}) => limit(amount, 'working_day', more)
const wholeDays = { convention: 'whole_days' } as const
const clockCutOff: CutOff = { time: '15:00', effect: 'clock' }
const transferCutOff: CutOff = { time: '15:00', effect: 'transfer' }

function checkDue(rows: readonly (readonly [string, TimeLimit, string, string?])[]): void {
  for (const [start, limit, due, why = ''] of rows)
    test(`${start} + ${limit.amount} ${limit.unit} → ${due} ${why}`, () => {
      const { dueAt, dueOn } = calculateDue(calendar, limit, at(start))
      assert.equal(say(dueAt), due)
      assert.equal(dueOn.toString(), due.slice(0, 10))
    })
}

describe('working time: 8 hours a day from the moment of acceptance', () => {
  checkDue([
    ['2026-08-18 14:30', wd(5), '2026-08-24 14:30', 'over a worked Saturday'],
    ['2026-08-28 15:20', wd(5), '2026-09-09 15:20', 'over the swap of 31/8 and National Day'],
    ['2026-08-28 10:00', wd(3), '2026-09-07 10:00'],
    ['2026-02-13 09:00', wd(3), '2026-02-25 09:00', 'over Tết'],
    ['2026-04-24 16:00', wd(2), '2026-04-29 16:00', 'over Giỗ Tổ and its day instead (Đ111 k3)'],
    ['2025-12-31 09:00', wd(1), '2026-01-05 09:00'],
    ['2026-01-09 09:00', wd(1), '2026-01-10 09:00', 'on a worked Saturday'],
    ['2026-10-08 15:00', limit(8, 'working_hour'), '2026-10-09 15:00'],
    ['2026-10-08 10:10', limit(2, 'working_hour'), '2026-10-08 14:10'],
    ['2026-11-25 07:00', wd(3), '2026-11-27 17:00', 'the earlier name of the boundary'],
    ['2026-10-09 16:30', limit(2, 'working_hour'), '2026-10-12 08:30', '§13, acknowledgement'],
    ['2026-11-25 07:00', wd(0.5), '2026-11-25 11:00', 'half a day is four hours'],
    ['2026-11-25 11:30', limit(8, 'working_hour'), '2026-11-26 11:30', 'from the lunch break'],
    ['2026-11-28 10:00', wd(1), '2026-11-30 17:00', 'accepted on a Saturday'],
    ['2026-11-25 05:00', wd(1), '2026-11-25 17:00', 'accepted before opening'],
    ['2026-11-25 18:00', wd(1), '2026-11-26 17:00', 'accepted after closing'],
    ['2026-11-25 12:00', wd(0), '2026-11-25 13:30', 'nothing to count'],
  ])
})

describe('acceptance starts the clock, submission does not (NĐ 118/2025 Đ17 k3)', () => {
  checkDue([
    ['2026-08-18 14:30', wd(5), '2026-08-24 14:30', 'submitted on Sunday 16/8, accepted on Tuesday'],
    ['2026-10-12 08:10', wd(5), '2026-10-19 08:10', '§12, received by the competent agency on Monday'],
  ])
})

describe('three conventions of counting the first day are a policy of the procedure', () => {
  checkDue([
    ['2026-08-28 10:00', wd(3), '2026-09-07 10:00', 'working hours'],
    ['2026-08-28 15:20', wd(3), '2026-09-07 15:20', 'working hours'],
    ['2026-08-28 10:00', wd(3, wholeDays), '2026-09-07 17:00', 'first day not counted'],
    ['2026-08-28 15:20', wd(3, wholeDays), '2026-09-07 17:00', 'first day not counted'],
    ['2026-08-28 10:00', wd(3, { ...wholeDays, firstDayCounted: true }), '2026-09-04 17:00', 'counted'],
    ['2026-08-28 15:20', wd(3, { ...wholeDays, firstDayCounted: true }), '2026-09-04 17:00', 'counted'],
    ['2026-11-26 09:41', wd(3, wholeDays), '2026-12-01 17:00'],
    ['2026-11-26 09:41', wd(1.5, wholeDays), '2026-11-30 11:00', 'the half day by hours'],
    ['2026-11-29 09:00', wd(1, wholeDays), '2026-11-30 17:00', 'accepted on a Sunday'],
  ])
})

describe('after 15:00 the clock moves only where a special text says so', () => {
  checkDue([
    ['2026-08-28 15:20', wd(5, { cutOff: transferCutOff }), '2026-09-09 15:20', 'NĐ 118/2025 Đ18 k2'],
    ['2026-08-28 15:20', wd(5, { cutOff: clockCutOff }), '2026-09-09 17:00', 'NĐ 63/2024 Đ7 k2'],
    ['2026-11-23 15:10', wd(3, { cutOff: clockCutOff }), '2026-11-27 17:00', 'birth group, over 24/11'],
    ['2026-11-23 15:10', wd(5, { cutOff: clockCutOff }), '2026-12-01 17:00', 'with verification'],
    ['2026-11-23 15:00', wd(3, { cutOff: clockCutOff }), '2026-11-27 15:00', '15:00 sharp is not after'],
    ['2026-11-18 15:20', wd(3, { ...wholeDays, cutOff: clockCutOff }), '2026-11-23 17:00'],
    [
      '2026-10-08 16:10',
      wd(3, { cutOff: { time: '16:00', minutesBeforeClosing: 60, effect: 'clock' } }),
      '2026-10-13 17:00',
      'the last working hour, NĐ 297/2025 Đ6 k3',
    ],
  ])

  test('the hand-over after 15:00 is at the next opening (NĐ 118/2025 Đ18 k2)', () => {
    assert.equal(say(calculateTransferBy(calendar, at('2026-08-28 15:20'))), '2026-09-03 07:00')
    assert.equal(say(calculateTransferBy(calendar, at('2026-08-28 14:59'))), '2026-08-28 17:00')
    assert.equal(say(calculateTransferBy(calendar, at('2026-08-29 09:00'))), '2026-09-03 07:00')
  })
})

describe('the same day, or the next working day after 15:00 (NĐ 23/2015 Đ7, Luật Hộ tịch Đ5 k3)', () => {
  const sameDay = limit(1, 'same_day')
  checkDue([
    ['2026-11-20 14:10', sameDay, '2026-11-20 17:00'],
    ['2026-11-20 15:10', sameDay, '2026-11-23 17:00', '§14'],
    ['2026-11-23 15:10', sameDay, '2026-11-25 17:00', 'over Ngày Văn hóa Việt Nam'],
    ['2026-11-22 10:00', sameDay, '2026-11-23 17:00', 'on a Sunday'],
    ['2026-11-25 06:00', sameDay, '2026-11-25 17:00', 'before opening'],
    [
      '2026-11-20 15:10',
      limit(1, 'same_day', { cutOff: { time: '16:00', effect: 'clock' } }),
      '2026-11-20 17:00',
    ],
  ])
})

describe('calendar days and months roll forward to a working day', () => {
  checkDue([
    ['2026-10-08 09:00', limit(5, 'calendar_day'), '2026-10-13 17:00'],
    ['2026-10-08 09:00', limit(2, 'calendar_day'), '2026-10-12 17:00', 'Saturday rolls to Monday'],
    ['2026-08-21 09:00', limit(1, 'calendar_day'), '2026-08-22 17:00', 'a worked Saturday does not roll'],
    ['2026-08-21 09:00', limit(10, 'calendar_day'), '2026-09-03 17:00', 'over the swap and National Day'],
    ['2026-11-21 20:00', limit(3, 'calendar_day'), '2026-11-25 17:00', 'received on a Saturday'],
    ['2026-11-23 15:10', limit(3, 'calendar_day', { cutOff: clockCutOff }), '2026-11-27 17:00'],
    ['2026-01-31 09:00', limit(1, 'month'), '2026-03-02 17:00', 'the end of February, a Saturday, rolls'],
    ['2026-07-15 09:00', limit(2, 'month'), '2026-09-15 17:00'],
  ])
})

describe('windows and pauses of the one-stop rules', () => {
  checkDue([
    ['2026-10-08 09:00', wd(7, wholeDays), '2026-10-19 17:00', '§5, supplement window (NĐ 63/2024 Đ8)'],
    ['2026-10-08 09:00', wd(15, wholeDays), '2026-10-29 17:00', '§5, NĐ 297/2025 Đ6 k4.a'],
    ['2026-10-05 08:00', wd(10), '2026-10-19 08:00', '§6'],
    ['2026-10-05 08:00', wd(3), '2026-10-08 08:00', '§6, the latest lawful return'],
    ['2026-10-14 09:00', wd(10), '2026-10-28 09:00', '§6, restart from zero'],
  ])

  test('§6: the waiting time is 39 working hours, and subtraction carries the due time over them', () => {
    const waited = workingMinutesBetween(calendar, at('2026-10-07 10:00'), at('2026-10-14 09:00'))
    assert.equal(waited, 39 * 60)
    assert.equal(say(addWorkingMinutes(calendar, at('2026-10-19 08:00'), waited)), '2026-10-23 17:00')
  })

  test('§7: an announced outage of 4 working hours moves the due time by as much', () => {
    const lost = workingMinutesBetween(calendar, at('2026-10-13 09:00'), at('2026-10-13 15:00'))
    assert.equal(lost, 240)
    assert.equal(say(addWorkingMinutes(calendar, at('2026-10-19 08:00'), lost)), '2026-10-19 14:00')
  })

  test('§8: the alarm one day before a Monday rings on Friday', () => {
    const alarm = previousWorkingDay(calendar, Temporal.PlainDate.from('2026-10-19'))
    assert.equal(alarm.toString(), '2026-10-16')
  })
})

describe('no decided calendar, no promise', () => {
  test('a limit that runs into 2027 is provisional and says so', () => {
    const due = calculateDue(calendar, wd(30), at('2026-12-01 09:00'))
    assert.equal(due.provisional, true)
    assert.ok(due.trace.some(({ code, values }) => code === 'not_decided' && values.year === 2027))
  })

  test('a limit that ends in 2026 is firm', () => {
    assert.equal(calculateDue(calendar, wd(3), at('2026-12-01 09:00')).provisional, false)
  })

  test('an amount that cannot be counted is refused', () => {
    for (const amount of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => calculateDue(calendar, wd(amount), at('2026-12-01 09:00')), RangeError)
    assert.throws(() => calculateDue(calendar, limit(1.5, 'month'), at('2026-12-01 09:00')), RangeError)
  })
})
