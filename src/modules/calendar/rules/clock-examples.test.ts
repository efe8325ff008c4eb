import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type ClockRow,
  calendar,
  changed,
  checkDueRows,
  extended,
  finished,
  limit,
  outage,
  paused,
  received,
  restarting,
  resumed,
  say,
  subtracting,
} from '#test/clock-cases'
import { type ClockPolicy, foldClock } from './clock.ts'

const checkRows = (rows: readonly ClockRow[]) => checkDueRows(rows, foldClock)

describe('the worked examples of the one-stop rules', () => {
  const tenDays = [received('2026-10-05 08:00')]
  const returned = [...tenDays, paused('2026-10-07 10:00'), resumed('2026-10-14 09:00')]
  const birth = limit(3, 'working_day', { cutOff: { time: '15:00', effect: 'clock' } })
  checkRows([
    [
      '§2, NĐ 118/2025 Đ17 k3: from acceptance',
      '2026-08-24 14:30',
      restarting(limit(5)),
      [received('2026-08-18 14:30')],
    ],
    ['§4: after 15:00, by transfer', '2026-09-09 15:20', restarting(limit(5)), [received('2026-08-28 15:20')]],
    [
      '§4, NĐ 63/2024 Đ7 k2: after 15:00, by the clock',
      '2026-09-09 17:00',
      restarting({ ...birth, amount: 5 }),
      [received('2026-08-28 15:20')],
    ],
    ['§6: ten working days', '2026-10-19 08:00', restarting(limit(10)), tenDays],
    ['§6, NĐ 61/2018 Đ19 k4: from zero', '2026-10-28 09:00', restarting(limit(10)), returned],
    ['§6, QĐ 766: the waiting taken out', '2026-10-23 17:00', subtracting(limit(10)), returned],
    [
      '§6: a payment waited for never starts anew',
      '2026-10-23 17:00',
      restarting(limit(10)),
      [...tenDays, paused('2026-10-07 10:00', 'payment'), resumed('2026-10-14 09:00')],
    ],
    [
      '§7, NĐ 63/2024 Đ4 k7: a confirmation in VNeID',
      '2026-10-23 17:00',
      restarting(limit(10)),
      [...tenDays, paused('2026-10-07 10:00', 'confirmation'), resumed('2026-10-14 09:00')],
    ],
    [
      '§7, NĐ 63/2024 Đ4 k7: an outage of four working hours',
      '2026-10-19 14:00',
      restarting(limit(10)),
      tenDays,
      changed({ interruptions: [outage('2026-10-13 09:00', '2026-10-13 15:00')] }),
    ],
    [
      '§7: one that still lasts moves nothing yet',
      '2026-10-19 08:00',
      restarting(limit(10)),
      tenDays,
      changed({ interruptions: [outage('2026-10-13 09:00', null)] }),
    ],
    [
      '§8, NĐ 61/2018 Đ19 k9: extended',
      '2026-10-23 17:00',
      restarting(limit(10)),
      [...tenDays, extended('2026-10-16 16:00', '2026-10-23')],
    ],
    [
      '§8: extended to a day off',
      '2026-10-26 17:00',
      restarting(limit(10)),
      [...tenDays, extended('2026-10-16 16:00', '2026-10-24')],
    ],
    [
      '§8: extended on the Sunday before',
      '2026-10-20 17:00',
      restarting(limit(10)),
      [...tenDays, extended('2026-10-18 23:59', '2026-10-20')],
    ],
    [
      '§9, NĐ 61/2018 Đ19 k8: a refusal moves nothing',
      '2026-10-19 08:00',
      restarting(limit(10)),
      [...tenDays, finished('2026-10-19 07:30')],
    ],
    [
      '§12, NĐ 118/2025 Đ17 k3: where the competent agency has it',
      '2026-10-19 08:10',
      restarting(limit(5)),
      [received('2026-10-12 08:10')],
    ],
    [
      '§13, NĐ 301/2026: birth, over 24/11',
      '2026-11-27 17:00',
      restarting(birth),
      [received('2026-11-23 15:10')],
    ],
    [
      '§13: with verification',
      '2026-12-01 17:00',
      restarting({ ...birth, amount: 5 }),
      [received('2026-11-23 15:10')],
    ],
    [
      '§13, NĐ 297/2025 Đ6 k2: sixteen days in all',
      '2026-10-27 08:00',
      restarting(limit(16)),
      [received('2026-10-05 08:00')],
    ],
    [
      '§14, NĐ 23/2015 Đ7: certified the same day',
      '2026-11-20 17:00',
      restarting(limit(1, 'same_day')),
      [received('2026-11-20 15:00')],
    ],
    ['§14: after 15:00', '2026-11-23 17:00', restarting(limit(1, 'same_day')), [received('2026-11-20 15:10')]],
    [
      '§14, NĐ 61/2018 Đ17 k4: while the person waits',
      '2026-11-20 17:00',
      restarting(limit(0, 'immediate')),
      [received('2026-11-20 16:50')],
    ],
    [
      '§14: after closing',
      '2026-11-23 17:00',
      restarting(limit(0, 'immediate')),
      [received('2026-11-20 17:00')],
    ],
  ])

  test('§8: the first promise is kept beside the new one, and when it was moved', () => {
    const clock = foldClock(calendar, restarting(limit(10)), [
      ...tenDays,
      extended('2026-10-16 16:00', '2026-10-23'),
    ])
    assert.equal(say(clock.originalDueAt), '2026-10-19 08:00')
    assert.equal(say(clock.extendedAt), '2026-10-16 16:00')
    assert.equal(say(clock.startedAt), '2026-10-05 08:00')
    assert.equal(clock.phase, 'running')
  })

  test('the longest period the law allows stands beside the committed one and moves with the waits', () => {
    const policy: ClockPolicy = {
      ...subtracting(limit(5)),
      longest: { amount: 10, unit: 'working_day', law: 'NĐ 1' },
    }
    const clock = foldClock(calendar, policy, returned.slice(0, 1))
    assert.deepEqual([say(clock.dueAt), say(clock.longestDueAt)], ['2026-10-12 08:00', '2026-10-19 08:00'])
    const waited = foldClock(calendar, policy, returned)
    assert.deepEqual([say(waited.dueAt), say(waited.longestDueAt)], ['2026-10-16 17:00', '2026-10-23 17:00'])
    assert.equal(foldClock(calendar, subtracting(limit(5)), tenDays).longestDueAt, null)
    assert.equal(foldClock(calendar, policy, []).longestDueAt, null)
    const moved = foldClock(calendar, policy, [...tenDays, extended('2026-10-09 16:00', '2026-10-30')])
    assert.equal(say(moved.longestDueAt), '2026-10-19 08:00')
  })
})
