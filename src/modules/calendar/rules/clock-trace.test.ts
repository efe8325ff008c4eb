import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  at,
  calendar,
  changed,
  extended,
  finished,
  limit,
  outage,
  paused,
  received,
  restarting,
  resumed,
  stopped,
  subtracting,
  tellLine,
} from '#test/clock-cases'
import { traceClock } from './clock-trace.ts'
import { calculateDue } from './due.ts'
import type { TraceLine } from './trace.ts'

describe('a due time explained, each line with its article', () => {
  const rows: readonly (readonly [string, () => readonly TraceLine[], readonly string[]])[] = [
    [
      'counted from zero again after a supplement',
      () =>
        traceClock(calendar, restarting(limit(10, 'working_day', { law: 'NĐ 1' })), [
          received('2026-10-05 08:00'),
          paused('2026-10-07 10:00'),
          resumed('2026-10-14 09:00'),
        ]),
      [
        '2026-10-05 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-05 count worked until=2026-10-07 days=3 minutes=1080 · NĐ 1',
        '2026-10-07 10:00 stop waited ground=supplement minutes=2340 end=2026-10-14 09:00 name= · NĐ 118/2025/NĐ-CP Đ17 k2.a',
        '2026-10-14 09:00 start restarted · NĐ 61/2018/NĐ-CP Đ19 k4',
        '2026-10-14 count worked until=2026-10-16 days=3 minutes=1320 · NĐ 1',
        '2026-10-17 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-18 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-19 count worked until=2026-10-23 days=5 minutes=2400 · NĐ 1',
        '2026-10-24 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-25 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-26 count worked until=2026-10-28 days=3 minutes=1080 · NĐ 1',
        '2026-10-28 09:00 due due',
      ],
    ],
    [
      'a pause, an outage that overlaps it, the longest period, the end',
      () =>
        traceClock(
          changed({
            interruptions: [outage('2026-10-14 07:30', '2026-10-14 16:00'), outage('2026-10-15 08:00', null)],
          }),
          { ...subtracting(limit(10)), longest: { amount: 15, unit: 'working_day', law: 'NĐ 2' } },
          [
            received('2026-10-05 08:00'),
            paused('2026-10-13 09:00'),
            resumed('2026-10-14 09:00'),
            finished('2026-10-20 08:00'),
          ],
        ),
      [
        '2026-10-05 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-05 count worked until=2026-10-09 days=5 minutes=2340',
        '2026-10-10 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-12 count worked until=2026-10-13 days=2 minutes=600',
        '2026-10-13 09:00 stop waited ground=supplement minutes=480 end=2026-10-14 09:00 name= · NĐ 118/2025/NĐ-CP Đ17 k2.a',
        '2026-10-14 09:00 stop interrupted ground=interruption minutes=300 end=2026-10-14 16:00 name=Sự cố · NĐ 63/2024/NĐ-CP Đ4 k7; TB 7/TB-UBND',
        '2026-10-14 count worked until=2026-10-16 days=3 minutes=1020',
        '2026-10-17 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-18 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-19 count worked until=2026-10-20 days=2 minutes=840',
        '2026-10-27 15:00 count longest · NĐ 2',
        '2026-10-20 15:00 due due',
        '2026-10-20 08:00 stop finished',
      ],
    ],
    [
      'extended, with a pause after it',
      () =>
        traceClock(calendar, subtracting(limit(10)), [
          received('2026-10-05 08:00'),
          extended('2026-10-16 16:00', '2026-10-23'),
          paused('2026-10-22 16:00', 'payment'),
          resumed('2026-10-23 08:00'),
        ]),
      [
        '2026-10-05 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-05 count worked until=2026-10-09 days=5 minutes=2340',
        '2026-10-10 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-12 count worked until=2026-10-16 days=5 minutes=2400',
        '2026-10-17 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-18 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-19 count worked until=2026-10-19 days=1 minutes=60',
        '2026-10-19 08:00 count promised_before',
        '2026-10-16 16:00 start extended until=2026-10-23 17:00 · NĐ 61/2018/NĐ-CP Đ19 k9',
        '2026-10-22 16:00 stop waited ground=payment minutes=120 end=2026-10-23 08:00 name= · NĐ 118/2025/NĐ-CP Đ24',
        '2026-10-24 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-25 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-23 08:00 count carried_on next=2026-10-26 09:00',
        '2026-10-26 09:00 due due',
      ],
    ],
    [
      'waiting still',
      () =>
        traceClock(calendar, subtracting(limit(10)), [
          received('2026-10-05 08:00'),
          paused('2026-10-06 09:00', 'confirmation'),
        ]),
      [
        '2026-10-05 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-05 count worked until=2026-10-06 days=2 minutes=540',
        '2026-10-06 09:00 stop waiting ground=confirmation resume=subtract · NĐ 63/2024/NĐ-CP Đ4 k7, Đ8',
        '2026-10-19 08:00 due due',
      ],
    ],
    [
      'after a cut-off of the clock, over a holiday, stopped',
      () =>
        traceClock(
          calendar,
          restarting(
            limit(3, 'working_day', { cutOff: { time: '15:00', effect: 'clock', law: 'NĐ 63/2024 Đ7 k2' } }),
          ),
          [received('2026-11-23 15:10'), stopped('2026-11-25 09:00')],
        ),
      [
        '2026-11-23 15:10 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-11-23 15:10 start cut_off_passed time=15:00 next=2026-11-25 07:00 · NĐ 63/2024 Đ7 k2',
        '2026-11-24 skip holiday name=Ngày Văn hóa Việt Nam · test',
        '2026-11-25 07:00 start counting_begins',
        '2026-11-25 count worked until=2026-11-27 days=3 minutes=1440',
        '2026-11-27 17:00 due due',
        '2026-11-25 09:00 stop stopped',
      ],
    ],
    [
      'after a cut-off of the hand-over, over a worked Saturday',
      () =>
        traceClock(
          calendar,
          restarting(limit(3, 'working_day', { cutOff: { time: '15:00', effect: 'transfer' } })),
          [received('2026-08-21 15:20')],
        ),
      [
        '2026-08-21 15:20 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-08-21 15:20 start transfer_next_morning time=15:00 next=2026-08-22 07:00 · NĐ 118/2025/NĐ-CP Đ18 k2',
        '2026-08-21 count worked until=2026-08-21 days=1 minutes=100',
        '2026-08-22 count working_saturday minutes=480 · test',
        '2026-08-23 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-08-24 count worked until=2026-08-25 days=2 minutes=860',
        '2026-08-25 15:20 due due',
      ],
    ],
    [
      'whole days: carried on, extended, carried on over National Day',
      () =>
        traceClock(calendar, subtracting(limit(3, 'working_day', { convention: 'whole_days', law: 'BLDS' })), [
          received('2026-08-20 15:20'),
          paused('2026-08-21 08:00', 'payment'),
          resumed('2026-08-21 10:00'),
          extended('2026-08-24 10:00', '2026-08-28'),
          paused('2026-08-25 09:00'),
          resumed('2026-08-31 10:00'),
        ]),
      [
        '2026-08-20 15:20 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-08-21 count whole_days until=2026-08-21 days=1 minutes=480 · BLDS',
        '2026-08-22 count working_saturday minutes=480 · test',
        '2026-08-23 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-08-24 count whole_days until=2026-08-24 days=1 minutes=480 · BLDS',
        '2026-08-21 08:00 stop waited ground=payment minutes=120 end=2026-08-21 10:00 name= · NĐ 118/2025/NĐ-CP Đ24',
        '2026-08-21 10:00 count carried_on next=2026-08-25 09:00',
        '2026-08-25 09:00 count promised_before',
        '2026-08-24 10:00 start extended until=2026-08-28 17:00 · NĐ 61/2018/NĐ-CP Đ19 k9',
        '2026-08-25 09:00 stop waited ground=supplement minutes=1800 end=2026-08-31 10:00 name= · NĐ 118/2025/NĐ-CP Đ17 k2.a',
        '2026-08-29 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-08-30 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-08-31 skip compensatory_off name=Nghỉ hoán đổi · test',
        '2026-09-01 skip holiday name=Quốc khánh · test',
        '2026-09-02 skip holiday name=Quốc khánh · test',
        '2026-09-05 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-09-06 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-08-31 10:00 count carried_on next=2026-09-08 15:00',
        '2026-09-08 15:00 due due',
      ],
    ],
    [
      'whole days counted again',
      () =>
        traceClock(calendar, restarting(limit(3, 'working_day', { convention: 'whole_days' })), [
          received('2026-10-05 15:20'),
          paused('2026-10-06 08:00', 'payment'),
          resumed('2026-10-06 10:00'),
          paused('2026-10-07 08:00'),
          resumed('2026-10-08 10:00'),
        ]),
      [
        '2026-10-05 15:20 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-09 09:00 count promised_before',
        '2026-10-07 08:00 stop waited ground=supplement minutes=600 end=2026-10-08 10:00 name= · NĐ 118/2025/NĐ-CP Đ17 k2.a',
        '2026-10-08 10:00 start restarted · NĐ 61/2018/NĐ-CP Đ19 k4',
        '2026-10-09 count whole_days until=2026-10-09 days=1 minutes=480',
        '2026-10-10 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-12 count whole_days until=2026-10-13 days=2 minutes=960',
        '2026-10-13 17:00 due due',
      ],
    ],
    [
      'calendar days that roll forward',
      () =>
        traceClock(calendar, restarting(limit(10, 'calendar_day', { convention: 'whole_days', law: 'L' })), [
          received('2026-08-21 09:00'),
        ]),
      [
        '2026-08-21 09:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-08-22 count calendar_days until=2026-08-31 amount=10 · L',
        '2026-08-31 skip compensatory_off name=Nghỉ hoán đổi · test',
        '2026-09-01 skip holiday name=Quốc khánh · test',
        '2026-09-02 skip holiday name=Quốc khánh · test',
        '2026-09-03 count rolled_forward',
        '2026-09-03 17:00 due due',
      ],
    ],
    [
      'a year, of which nobody knows the days off',
      () =>
        traceClock(calendar, restarting(limit(1, 'year', { convention: 'whole_days', law: 'L' })), [
          received('2026-08-21 09:00'),
        ]),
      [
        '2026-08-21 09:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-08-22 count months until=2027-08-21 amount=12 · L',
        '2027-08-21 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2027-08-22 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2027-08-23 count rolled_forward',
        '2027-08-23 count not_decided year=2027',
        '2027-08-23 17:00 due due',
      ],
    ],
    [
      'the same day, after 15:00',
      () =>
        traceClock(calendar, restarting(limit(1, 'same_day', { law: 'L' })), [received('2026-11-20 15:10')]),
      [
        '2026-11-20 15:10 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-11-20 15:10 start cut_off_passed time=15:00 next=2026-11-23 07:00 · L',
        '2026-11-21 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-22 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-23 07:00 start counting_begins',
        '2026-11-23 count whole_days until=2026-11-23 days=1 minutes=480 · L',
        '2026-11-23 17:00 due due',
      ],
    ],
    [
      'at once, on a Sunday',
      () =>
        traceClock(calendar, restarting(limit(1, 'immediate', { law: 'L' })), [received('2026-11-22 15:10')]),
      [
        '2026-11-22 15:10 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-11-22 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-23 07:00 start counting_begins',
        '2026-11-23 count whole_days until=2026-11-23 days=1 minutes=480 · L',
        '2026-11-23 17:00 due due',
      ],
    ],
    [
      'working hours, from a Sunday',
      () => traceClock(calendar, restarting(limit(2, 'working_hour')), [received('2026-11-22 15:10')]),
      [
        '2026-11-22 15:10 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-11-22 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-23 07:00 start counting_begins',
        '2026-11-23 count worked until=2026-11-23 days=1 minutes=120',
        '2026-11-23 09:00 due due',
      ],
    ],
    [
      'a due time without a history',
      () =>
        calculateDue(
          calendar,
          limit(3, 'working_day', { law: 'L', cutOff: { time: '15:00', effect: 'clock' } }),
          at('2026-11-20 15:10'),
        ).trace,
      [
        '2026-11-20 15:10 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-11-20 15:10 start cut_off_passed time=15:00 next=2026-11-23 07:00 · L',
        '2026-11-21 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-22 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-11-23 07:00 start counting_begins',
        '2026-11-23 count worked until=2026-11-23 days=1 minutes=480 · L',
        '2026-11-24 skip holiday name=Ngày Văn hóa Việt Nam · test',
        '2026-11-25 count worked until=2026-11-26 days=2 minutes=960 · L',
        '2026-11-26 17:00 due due',
      ],
    ],
    [
      'counted again before counting had begun',
      () =>
        traceClock(calendar, restarting(limit(2)), [
          received('2026-10-10 08:00'),
          paused('2026-10-10 09:00'),
          resumed('2026-10-11 08:00'),
        ]),
      [
        '2026-10-10 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-10 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 08:00 start restarted · NĐ 61/2018/NĐ-CP Đ19 k4',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-12 07:00 start counting_begins',
        '2026-10-12 count worked until=2026-10-13 days=2 minutes=960',
        '2026-10-13 17:00 due due',
      ],
    ],
    [
      'whole days of which the first counts',
      () =>
        traceClock(
          calendar,
          restarting(limit(2, 'working_day', { convention: 'whole_days', firstDayCounted: true })),
          [received('2026-10-10 08:00')],
        ),
      [
        '2026-10-10 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3',
        '2026-10-10 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-11 skip weekly_rest · Bộ luật Lao động 45/2019/QH14 Đ111',
        '2026-10-12 count whole_days until=2026-10-13 days=2 minutes=960',
        '2026-10-13 17:00 due due',
      ],
    ],
    [
      'nothing to count',
      () =>
        traceClock(calendar, restarting(limit(0, 'working_day', { convention: 'whole_days' })), [
          received('2026-10-10 08:00'),
        ]),
      ['2026-10-10 08:00 start received · NĐ 118/2025/NĐ-CP Đ17 k3', '2026-10-12 07:00 due due'],
    ],
  ]
  for (const [name, trace, lines] of rows) test(name, () => assert.deepEqual(trace().map(tellLine), lines))

  test('before anything is received there is nothing to explain', () => {
    assert.deepEqual(traceClock(calendar, restarting(limit(10)), []), [])
  })
})
