import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { decide } from './decide.ts'
import { type Command, type Dossier, submittedDossier } from './dossier.ts'
import { type Deed, foldHistory, type Reckoning, type Times, timesAfter, urgentAt } from './times.ts'

const hour = (n: number): Temporal.Instant => Temporal.Instant.from('2026-10-05T01:00:00Z').add({ hours: n })
/** A calendar without nights: a limit of ten hours. */
const reckoning = (supplementPolicy: 'restart' | 'subtract'): Reckoning => ({
  from: (at) => ({ clockStartedAt: at, dueAt: at.add({ hours: 10 }), provisional: false }),
  movedBy: (dueAt, from, to) => dueAt.add(from.until(to)),
  supplementPolicy,
})
const fresh: Times = {
  submittedAt: hour(0),
  acceptedAt: null,
  clockStartedAt: null,
  originalDueAt: null,
  dueAt: null,
  dueProvisional: false,
  waitingSince: null,
  resolvedAt: null,
  deliveredAt: null,
  closedAt: null,
}
const ask: Command = { type: 'request_papers', reason: 'Ảnh mờ', components: ['x'] }

function play(policy: 'restart' | 'subtract', steps: [number, Command][]): { dossier: Dossier; times: Times } {
  let dossier = submittedDossier
  let times = fresh
  for (const [at, command] of steps) {
    const decision = decide(dossier, command)
    assert.ok(decision.ok)
    times = timesAfter(times, dossier, decision.next, command, hour(at), reckoning(policy))
    dossier = decision.next
  }
  return { dossier, times }
}

test('submission does not start the clock, acceptance does (NĐ 118/2025 Đ17 k3)', () => {
  assert.deepEqual(urgentAt(submittedDossier, fresh), hour(0))
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

test('a withdrawn dossier is closed and its promise stays as it was', () => {
  const { times } = play('restart', [
    [0, { type: 'accept' }],
    [2, ask],
    [3, { type: 'withdraw', reason: 'Đổi ý' }],
  ])
  assert.deepEqual([times.closedAt, times.dueAt, times.waitingSince], [hour(3), hour(10), null])
})

test('a history folds to the same dossier however often it is folded, and stops before what is unlawful', () => {
  const deeds: Deed[] = [
    { at: hour(0), command: { type: 'accept' } },
    { at: hour(1), command: { type: 'transfer' } },
    { at: hour(2), command: { type: 'deliver' } },
  ]
  const folded = foldHistory(hour(0), deeds, reckoning('restart'))
  assert.deepEqual(folded, foldHistory(hour(0), deeds, reckoning('restart')))
  assert.deepEqual(
    [folded.dossier.state, folded.after.length, folded.times.dueAt],
    ['in_progress', 2, hour(10)],
  )
})
