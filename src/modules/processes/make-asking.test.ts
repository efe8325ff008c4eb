import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DecisionTableSource } from '#platform/decision-table'
import { makeAsking } from './make-asking.ts'

const urgency: DecisionTableSource = {
  key: 'urgency',
  name: 'Mức khẩn',
  hit: 'first',
  inputs: [{ name: 'days', label: 'Số ngày' }],
  outputs: [{ name: 'urgency', label: 'Mức', type: 'text' }],
  rules: [
    { when: ['< 3'], give: ['urgent'] },
    { when: ['-'], give: ['usual'] },
  ],
}

test('a process asks FEEL with its variables', () => {
  const { feel } = makeAsking([])
  assert.equal(feel('outcome = "approve"', { outcome: 'approve' }), true)
  assert.equal(feel('answers.house.floors > 7', { answers: { house: { floors: 9 } } }), true)
  assert.equal(
    feel('count(opinions[outcome = "agree"]) >= 2', { opinions: [{ outcome: 'agree' }, { outcome: 'agree' }] }),
    true,
  )
})

test('what is unknown, or cannot be read, is null', () => {
  const { feel, decide } = makeAsking([urgency])
  assert.equal(feel('answers.missing', {}), null)
  assert.equal(feel('((', {}), null)
  assert.equal(decide('missing', {}), null)
})

test('a process asks the decision tables of its pack', () => {
  const { decide } = makeAsking([urgency])
  assert.equal(decide('urgency', { days: 2 }), 'urgent')
  assert.equal(decide('urgency', { days: 5 }), 'usual')
})
