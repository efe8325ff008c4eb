import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DesignAct, decideAct, designActs, listActs, type Standing, standingOf } from './design.ts'

const decision = { number: '12/QĐ-UBND', decidedOn: '2026-11-25', effectiveOn: '2026-12-01', versionId: 'v' }
const ask = (act: DesignAct, standing: Standing, actorId = 'leader') =>
  decideAct(act, { standing, actorId, writers: ['author', 'helper'] })

test('an approved design waits for its day, and is in force from that day on', () => {
  assert.equal(standingOf({ state: 'approved', decision }, '2026-11-30'), 'scheduled')
  assert.equal(standingOf({ state: 'approved', decision }, '2026-12-01'), 'in_force')
  assert.equal(standingOf({ state: 'returned', decision: null }, '2026-12-01'), 'returned')
})

test('who wrote a design does not approve it', () => {
  assert.deepEqual(ask('approve', 'submitted', 'helper'), { ok: false, code: 'own_work' })
  assert.deepEqual(ask('approve', 'submitted'), { ok: true, state: 'approved' })
})

test('a version is undone before its day only, and then written anew', () => {
  assert.deepEqual(ask('undo', 'in_force'), { ok: false, code: 'in_force' })
  assert.deepEqual(ask('undo', 'scheduled'), { ok: true, state: 'returned' })
})

test('what was submitted is judged or taken back, what is withdrawn stays so', () => {
  assert.deepEqual(listActs('draft'), ['submit', 'discard'])
  assert.deepEqual(listActs('submitted'), ['take_back', 'return', 'approve'])
  assert.deepEqual(listActs('in_force'), [])
  assert.deepEqual(listActs('withdrawn'), [])
  for (const act of designActs) assert.deepEqual(ask(act, 'withdrawn'), { ok: false, code: 'wrong_state' })
})
