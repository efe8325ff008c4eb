import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { makeCalendar } from '#modules/calendar'
import { localInstant, makeTestCalendar, specialDays } from '#test/calendar'
import { type AskedDue, reckonDue, tellingMoment } from './due-time.ts'

const calendar = makeTestCalendar()
const at = (text: string) => Temporal.Instant.from(localInstant(text))
const local = (instant: Temporal.Instant) =>
  instant.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime().toString().slice(0, 16).replace('T', ' ')
const reckoned = (asked: AskedDue, now: string) => {
  const answer = reckonDue(calendar, asked, at(now))
  return answer.ok ? local(answer.dueAt) : answer.code
}

describe('when an answer is due (NĐ 61/2018 Đ19 k5)', () => {
  const cases: readonly (readonly [AskedDue, string, string])[] = [
    // The worked example: asked Tuesday, due Friday at closing.
    [{ until: '2026-10-09' }, '2026-10-06 09:00', '2026-10-09 17:00'],
    [{ amount: 3, unit: 'working_day' }, '2026-10-06 09:00', '2026-10-09 17:00'],
    [{ amount: 4, unit: 'working_hour' }, '2026-10-06 09:00', '2026-10-06 15:00'],
    [{ amount: 4, unit: 'calendar_day' }, '2026-10-06 09:00', '2026-10-12 17:00'],
    // Over the holiday of Tuesday 24 November.
    [{ amount: 3, unit: 'working_day' }, '2026-11-20 16:59', '2026-11-26 17:00'],
    [{ until: '2026-10-06' }, '2026-10-06 16:59', '2026-10-06 17:00'],
    [{ until: '2026-10-06' }, '2026-10-06 17:00', 'due_past'],
    [{ until: '2026-10-05' }, '2026-10-06 09:00', 'due_past'],
    [{ until: '2026-10-10' }, '2026-10-06 09:00', 'due_day_off'],
    [{ until: '2026-11-24' }, '2026-11-20 09:00', 'due_day_off'],
    [{ until: '2027-10-07' }, '2026-10-06 09:00', 'due_too_far'],
    [{ until: '2026-02-30' }, '2026-01-06 09:00', 'due_invalid'],
    [{ until: '9/10/2026' }, '2026-10-06 09:00', 'due_invalid'],
    [{ amount: 0, unit: 'working_day' }, '2026-10-06 09:00', 'due_invalid'],
    [{ amount: 1.5, unit: 'working_day' }, '2026-10-06 09:00', 'due_invalid'],
    [{ amount: 61, unit: 'working_day' }, '2026-10-06 09:00', 'due_invalid'],
  ]
  for (const [asked, now, expected] of cases)
    test(`asked ${now}, ${Object.values(asked).join(' ')}: ${expected}`, () =>
      assert.equal(reckoned(asked, now), expected))
})

describe('when the head of the one-stop hears of silence', () => {
  test('at the opening of the working day after: due Fri 9/10 17:00, told Mon 12/10 07:00', () => {
    assert.equal(local(tellingMoment(calendar, at('2026-10-09 17:00'))), '2026-10-12 07:00')
    assert.equal(local(tellingMoment(calendar, at('2026-10-06 15:00'))), '2026-10-07 07:00')
    assert.equal(local(tellingMoment(calendar, at('2026-11-23 17:00'))), '2026-11-25 07:00')
  })

  test('a holiday that is added for that Monday puts it off to Tuesday', () => {
    const holiday = {
      on: '2026-10-12',
      kind: 'holiday',
      name: 'Chống bão',
      basis: 'test',
      swappedWith: null,
    } as const
    const weeklyHours = [1, 2, 3, 4, 5].map((weekday) => ({
      weekday,
      validFrom: '2024-01-01',
      spans: '07:00-11:30,13:30-17:00',
    }))
    const changed = makeCalendar({
      version: 2,
      weeklyHours,
      specialDays: [...specialDays, holiday],
      decidedYears: [2025, 2026],
    })
    assert.equal(local(tellingMoment(changed, at('2026-10-09 17:00'))), '2026-10-13 07:00')
  })
})
