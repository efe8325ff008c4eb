import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  countDaysAhead,
  decideTime,
  isShortUnknown,
  type PlannedMaintenance,
  standingAt,
} from './maintenance.ts'

const at = (text: string) => Temporal.Instant.from(`${text}+07:00`)
const day = (text: string) => Temporal.PlainDate.from(text)

const planned = (from: string, until: string, notice = `đến ${until}`): PlannedMaintenance => ({
  ...{ id: 'p', versionId: null, fromAt: at(from), untilAt: at(until), notice },
  ...{ workingDaysAhead: 7, announcedAt: at('2026-11-16T08:00'), announcedName: 'Quàng Văn Hưởng' },
})
const night = planned('2026-11-26T22:00', '2026-11-27T02:00')

describe('how a version stands', () => {
  const inForce = { state: 'in_force', notice: null, planned: [night] } as const
  const cases: readonly (readonly [string, string, string | null])[] = [
    ['a second before it begins', '2026-11-26T21:59:59', null],
    ['the moment it begins', '2026-11-26T22:00', '2026-11-27T02:00'],
    ['a second before it ends', '2026-11-27T01:59:59', '2026-11-27T02:00'],
    ['the moment it ends', '2026-11-27T02:00', null],
  ]
  for (const [name, moment, until] of cases)
    test(`under announced maintenance: ${name}`, () => {
      const standing = standingAt(inForce, at(moment))
      assert.equal(standing.state, until === null ? 'in_force' : 'maintenance')
      assert.equal(standing.untilAt?.toString() ?? null, until && at(until).toString())
      assert.equal(standing.notice, until && night.notice)
    })

  test('of two announcements under way the one that ends last speaks', () => {
    const longer = planned('2026-11-26T23:00', '2026-11-27T04:00')
    for (const both of [
      [night, longer],
      [longer, night],
    ])
      assert.equal(
        standingAt({ ...inForce, planned: both }, at('2026-11-27T00:00')).notice,
        'đến 2026-11-27T04:00',
      )
  })

  test('what was set by hand goes before what was announced', () => {
    for (const state of ['maintenance', 'withdrawn'] as const) {
      const standing = standingAt({ state, notice: 'bằng tay', planned: [night] }, at('2026-11-27T00:00'))
      assert.deepEqual(standing, { state, notice: 'bằng tay', untilAt: null })
    }
  })
})

test('days ahead are whole working days: neither that of the announcement nor that of the beginning', () => {
  const isWorked = (one: Temporal.PlainDate) => one.dayOfWeek < 6 && one.toString() !== '2026-11-24'
  const cases: readonly (readonly [string, string, number])[] = [
    ['2026-11-26', '2026-11-26', 0],
    ['2026-11-26', '2026-11-27', 0],
    ['2026-11-26', '2026-11-28', 1],
    ['2026-11-26', '2026-11-30', 1],
    ['2026-11-26', '2026-12-08', 7],
    ['2026-11-20', '2026-11-25', 1],
    ['2026-11-26', '2026-11-20', 0],
  ]
  for (const [announced, from, days] of cases)
    assert.equal(countDaysAhead(day(announced), day(from), isWorked), days, `${announced} → ${from}`)
})

test('maintenance is announced for a time to come, within a year', () => {
  const now = at('2026-11-26T09:40')
  const plan = { fromAt: at('2026-12-08T22:00'), untilAt: at('2026-12-09T02:00') }
  const cases: readonly (readonly [Partial<typeof plan>, ReturnType<typeof decideTime>])[] = [
    [{}, null],
    [{ fromAt: now }, null],
    [{ fromAt: at('2026-11-26T09:39') }, 'from_past'],
    [{ untilAt: plan.fromAt }, 'ends_before'],
    [{ untilAt: at('2028-01-01T00:00') }, 'too_far'],
    [{ fromAt: at('9999-12-30T00:00'), untilAt: at('9999-12-31T00:00') }, 'too_far'],
  ]
  for (const [change, refusal] of cases) assert.equal(decideTime({ ...plan, ...change }, now), refusal)
})

test('on short notice maintenance is announced only by who knows', () => {
  const cases: readonly (readonly [number, number, boolean, boolean])[] = [
    [7, 7, false, false],
    [6, 7, false, true],
    [6, 7, true, false],
    [0, 0, false, false],
  ]
  for (const [daysAhead, askedDays, knowsShort, isIt] of cases)
    assert.equal(isShortUnknown({ daysAhead, askedDays, knowsShort }), isIt)
})
