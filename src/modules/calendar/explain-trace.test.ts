import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { calculateDue, explainTrace, formatDuration, formatMoment, urgencyOf } from '#modules/calendar'
import { localInstant, makeTestCalendar } from '#test/calendar'

const calendar = makeTestCalendar()
const at = (text: string) => Temporal.Instant.from(localInstant(text))

test('a due time is explained line by line: the cut-off, each day skipped with its ground, the days counted', () => {
  const { trace } = calculateDue(
    calendar,
    {
      amount: 3,
      unit: 'working_day',
      convention: 'working_hours',
      cutOff: { time: '15:00', effect: 'clock', law: 'NĐ 63/2024/NĐ-CP Đ7 k2' },
    },
    at('2026-11-23 15:10'),
  )
  assert.deepEqual(
    explainTrace(trace, 'vi').map(({ when, text, law }) => [when, text, law]),
    [
      ['15 giờ 10, thứ Hai 23/11/2026', 'Tiếp nhận hồ sơ.', 'NĐ 118/2025/NĐ-CP Đ17 k3'],
      [
        '15 giờ 10, thứ Hai 23/11/2026',
        'Tiếp nhận sau giờ chốt trong ngày: tính từ 7 giờ, thứ Tư 25/11/2026.',
        'NĐ 63/2024/NĐ-CP Đ7 k2',
      ],
      ['thứ Ba 24/11/2026', 'Không tính: Ngày Văn hóa Việt Nam.', 'test'],
      ['7 giờ, thứ Tư 25/11/2026', 'Bắt đầu tính.', null],
      ['thứ Tư 25/11/2026 – thứ Sáu 27/11/2026', 'Tính 3 ngày làm việc.', null],
      ['17 giờ, thứ Sáu 27/11/2026', 'Hạn trả kết quả.', null],
    ],
  )
})

test('a worked Saturday is counted and says so, a weekend is skipped day by day', () => {
  const limit = { amount: 5, unit: 'working_day', convention: 'working_hours', cutOff: null } as const
  const codes = calculateDue(calendar, limit, at('2026-08-18 14:30')).trace.map(({ code }) => code)
  assert.deepEqual(codes, ['received', 'worked', 'working_saturday', 'weekly_rest', 'worked', 'due'])
})

test('a moment and a length of working time are said in both languages', () => {
  assert.equal(formatMoment(at('2026-11-27 17:00'), 'vi'), '17 giờ, thứ Sáu 27/11/2026')
  assert.equal(formatMoment(at('2026-11-27 09:05'), 'en'), '9:05, Friday 27/11/2026')
  assert.equal(formatDuration(800, 'vi'), '1 ngày 5 giờ 20 phút')
  assert.equal(formatDuration(61, 'en'), '1 hour 1 minute')
  assert.equal(formatDuration(0, 'vi'), '0 phút')
})

test('urgency: overdue, due today, due within two working days, later; a suspended clock is never overdue', () => {
  const now = at('2026-11-26 09:40')
  const urgency = (due: string) => urgencyOf(calendar, { clock: 'running', dueAt: at(due) }, now)
  assert.equal(urgency('2026-11-26 09:39'), 'overdue')
  assert.equal(urgency('2026-11-26 17:00'), 'due_today')
  assert.equal(urgency('2026-11-27 17:00'), 'due_soon')
  assert.equal(urgency('2026-11-30 09:40'), 'due_soon')
  assert.equal(urgency('2026-11-30 09:41'), 'on_time')
  assert.equal(urgencyOf(calendar, { clock: 'suspended', dueAt: at('2026-11-20 09:00') }, now), 'suspended')
  assert.equal(urgencyOf(calendar, { clock: 'done', dueAt: at('2026-11-20 09:00') }, now), 'done')
})
