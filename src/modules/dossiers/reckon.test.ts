import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { makeCalendar } from '#modules/calendar'
import { compileProcess, defaultProcess } from '#modules/diagrams'
import {
  type Command,
  type Deed,
  foldHistory,
  type Reckoning,
  submittedDossier,
  urgentAt,
  verdictOf,
} from '#modules/lifecycle'
import { makeAsking } from '#modules/processes'
import { followPlan } from './carry.ts'
import { reckonWith } from './reckon.ts'

const hour = (n: number): Temporal.Instant => Temporal.Instant.from('2026-10-05T01:00:00Z').add({ hours: n })

// A calendar without nights and days off: an hour is a working hour.
const calendar = makeCalendar({
  version: 7,
  weeklyHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    validFrom: '2000-01-01',
    spans: '00:00-24:00',
  })),
  specialDays: [],
  decidedYears: [2026],
})

/** A limit of ten hours; half of it for appraisal, a fifth for approval. */
const reckoning = (supplementPolicy: 'restart' | 'subtract'): Reckoning =>
  reckonWith(calendar, {
    amount: 10,
    unit: 'working_hour',
    convention: 'working_hours',
    cutOff: null,
    text: '10 giờ',
    supplementPolicy,
    stepShares: { appraisal: 50, approval: 20 },
    law: null,
  })

const compiled = await compileProcess(defaultProcess)
assert.ok(compiled.ok)
const way = { plan: compiled.plan, asking: makeAsking([]) }

const ask: Command = { type: 'request_papers', reason: 'Ảnh mờ', components: ['x'] }

const play = (policy: 'restart' | 'subtract', steps: [number, Command][], startsOnTransfer = false) =>
  foldHistory(
    { submittedAt: hour(0), startsOnTransfer },
    steps.map(([at, command]): Deed => ({ at: hour(at), command })),
    reckoning(policy),
    followPlan(way, { startsOnTransfer }),
  )

test('submission does not start the clock, acceptance does (NĐ 118/2025 Đ17 k3)', () => {
  assert.deepEqual(urgentAt(submittedDossier, play('restart', []).times), hour(0))
  const { times } = play('restart', [[3, { type: 'accept' }]])
  assert.deepEqual([times.acceptedAt, times.dueAt, times.originalDueAt], [hour(3), hour(13), hour(13)])
})

test('a supplement before acceptance touches no clock', () => {
  const { times } = play('restart', [
    [1, ask],
    [5, { type: 'supplement' }],
  ])
  assert.deepEqual([times.dueAt, times.waitingSince], [null, null])
})

test('while the applicant has something to do, the dossier is the least urgent', () => {
  const { dossier, times } = play('restart', [
    [0, { type: 'accept' }],
    [2, ask],
  ])
  assert.equal(urgentAt(dossier, times), null)
  assert.deepEqual([times.waitingSince, times.originalDueAt], [hour(2), hour(10)])
})

test('after a supplement the time counts from zero, or goes on, as the procedure says (NĐ 61/2018 Đ19 k4)', () => {
  const steps: [number, Command][] = [
    [0, { type: 'accept' }],
    [2, ask],
    [7, { type: 'supplement' }],
  ]
  assert.deepEqual(play('restart', steps).times.dueAt, hour(17))
  assert.deepEqual(play('subtract', steps).times.dueAt, hour(15))
  assert.deepEqual(play('restart', steps).times.originalDueAt, hour(10))
})

test('waiting for a payment never restarts the clock', () => {
  const { times } = play('restart', [
    [0, { type: 'accept' }],
    [1, { type: 'request_payment', amountVnd: 8000, reason: 'Bản sao' }],
    [4, { type: 'confirm_payment', method: 'cash', receiptReference: '00012047' }],
  ])
  assert.deepEqual(times.dueAt, hour(13))
})

test('waiting for a confirmation in VNeID is taken out (NĐ 63/2024 Đ4 k7), whatever a supplement would do', () => {
  const { times, dossier } = play('restart', [
    [0, { type: 'accept' }],
    [1, { type: 'transfer' }],
    [2, { type: 'request_confirmation', reason: 'Chủ hộ đồng ý' }],
    [7, { type: 'record_confirmation', note: '' }],
  ])
  assert.deepEqual([times.dueAt, dossier.state, dossier.supplementCount], [hour(15), 'in_progress', 0])
})

test('a withdrawn dossier is closed and its promise stays as it was', () => {
  const { times } = play('restart', [
    [0, { type: 'accept' }],
    [2, ask],
    [3, { type: 'withdraw', reason: 'Đổi ý' }],
  ])
  assert.deepEqual([times.closedAt, times.dueAt, times.waitingSince], [hour(3), hour(10), null])
})

test('a history folds to the same dossier however often it is folded, and stops before what is unlawful', () => {
  const steps: [number, Command][] = [
    [0, { type: 'accept' }],
    [1, { type: 'transfer' }],
    [2, { type: 'deliver' }],
  ]
  const folded = play('restart', steps)
  assert.deepEqual(folded, play('restart', steps))
  assert.deepEqual(
    [folded.dossier.state, folded.after.length, folded.times.dueAt, folded.times.calendarVersion],
    ['in_progress', 2, hour(10), 7],
  )
})

test('taken in by another agency, time runs from when the competent one has it (NĐ 118/2025 Đ14, Đ17 k3)', () => {
  const accepted = play('restart', [[1, { type: 'accept' }]], true).times
  assert.deepEqual([accepted.dueAt, accepted.dueProvisional], [hour(11), true])
  const received = play(
    'restart',
    [
      [1, { type: 'accept' }],
      [4, { type: 'transfer' }],
    ],
    true,
  ).times
  assert.deepEqual([received.dueAt, received.dueProvisional], [hour(14), false])
  assert.deepEqual(received.originalDueAt, hour(11))
})

test('an extension moves the due time to the closing of the new day, once, and keeps the first promise', () => {
  const extend = (until: string): Command => ({ type: 'extend', reason: 'Chờ xác minh', until })
  const steps: [number, Command][] = [
    [20, { type: 'accept' }],
    [21, extend('2026-10-08')],
  ]
  // Accepted on 6 October at 4:00; due the same day: too late to extend.
  assert.throws(() => play('restart', steps), { code: 'extended_too_late' })
  const night: [number, Command][] = [
    [14, { type: 'accept' }],
    [15, extend('2026-10-08')],
  ]
  const { times, dossier } = play('restart', night)
  assert.deepEqual([times.originalDueAt, times.extendedAt], [hour(24), hour(15)])
  assert.equal(times.dueAt?.toString(), '2026-10-08T17:00:00Z')
  assert.equal(dossier.state, 'accepted')
  assert.throws(() => play('restart', [...night, [16, extend('2026-10-09')]]), { code: 'extended_twice' })
})

describe('each visit of a step has a time of its own', () => {
  test('appraisal and approval have their shares from when they get the dossier', () => {
    const { times, after } = play('restart', [
      [1, { type: 'accept' }],
      [2, { type: 'transfer' }],
      [9, { type: 'submit_for_approval', note: '' }],
    ])
    assert.deepEqual([times.stepEnteredAt, times.stepDueAt], [hour(9), hour(11)])
    const visits = after.map(({ ended }) => ended && [ended.step, ended.dueAt, ended.countedMinutes])
    assert.deepEqual(visits[2], ['appraisal', hour(7), 420])
    assert.deepEqual(
      visits.map((visit) => visit?.[0]),
      ['reception', 'transfer', 'appraisal'],
    )
    const late = after[2]?.ended
    assert.equal(late && verdictOf(late, (at) => at.toString().slice(0, 10)), 'late')
  })

  test('waiting for the applicant is not time of the step', () => {
    const { times, after } = play('subtract', [
      [0, { type: 'accept' }],
      [1, { type: 'transfer' }],
      [2, ask],
      [6, { type: 'supplement' }],
      [8, { type: 'submit_for_approval', note: '' }],
    ])
    const ended = after[4]?.ended
    assert.deepEqual([ended?.dueAt, ended?.elapsedMinutes, ended?.countedMinutes], [hour(10), 420, 180])
    assert.deepEqual(times.dueAt, hour(14))
  })

  test('when the time begins again, so does the share of the step that has it', () => {
    const { times } = play('restart', [
      [0, { type: 'accept' }],
      [1, { type: 'transfer' }],
      [2, ask],
      [6, { type: 'supplement' }],
    ])
    assert.deepEqual([times.stepEnteredAt, times.stepDueAt], [hour(1), hour(11)])
  })

  test('a request at intake ends the visit of the desk; nobody has it until the papers come', () => {
    const { times, after } = play('restart', [[3, ask]])
    assert.deepEqual([times.stepEnteredAt, times.stepDueAt], [null, null])
    assert.equal(after[0]?.ended?.step, 'reception')
    const back = play('restart', [
      [3, ask],
      [9, { type: 'supplement' }],
    ])
    assert.deepEqual([back.times.stepEnteredAt, back.times.stepDueAt], [hour(9), hour(17)])
  })
})
