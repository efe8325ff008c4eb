import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEventOf, findRefusedWord, formsDue } from './form.ts'

const event = (number: number, type: string, state: string) => ({ number, type, state })

test('each event gives out its form (TT 03/2025, Phụ lục I)', () => {
  const before = event(1, 'submitted', 'in_progress')
  const due = (type: string, state: string, isAccepted = true) =>
    formsDue(event(2, type, state), before, isAccepted)
  assert.deepEqual(due('accept', 'accepted'), ['01'])
  assert.deepEqual(due('request_papers', 'supplement_requested'), ['02'])
  assert.deepEqual(due('refuse', 'refused', false), ['03'])
  assert.deepEqual(due('reject', 'resolved'), ['03'])
  assert.deepEqual(due('extend', 'in_progress'), ['04'])
  assert.deepEqual(due('transfer', 'in_progress'), [])
})

test('what ends the course gives out the control sheet too; what was never taken in has none', () => {
  const before = event(1, 'accept', 'accepted')
  assert.deepEqual(formsDue(event(2, 'stop', 'stopped'), before, true), ['05', '06'])
  assert.deepEqual(formsDue(event(2, 'withdraw', 'withdrawn'), before, true), ['05', '06'])
  assert.deepEqual(formsDue(event(2, 'deliver', 'delivered'), before, true), ['06'])
  assert.deepEqual(formsDue(event(2, 'withdraw', 'withdrawn'), before, false), ['05'])
  assert.deepEqual(formsDue(event(3, 'moved', 'delivered'), event(2, 'deliver', 'delivered'), true), [])
})

test('a form tells of the last event it follows', () => {
  const events = [
    event(1, 'submitted', 'registered'),
    event(2, 'request_papers', 'supplement_requested'),
    event(3, 'supplement', 'registered'),
    event(4, 'request_papers', 'supplement_requested'),
  ]
  assert.equal(findEventOf('02', events, false)?.number, 4)
  assert.equal(findEventOf('01', events, false), null)
})

test('a template that would fetch or run anything is refused, with the word and its line', () => {
  assert.equal(findRefusedWord('#let a = 1\n#view.title'), null)
  assert.deepEqual(findRefusedWord('a\n#import "@preview/x:1.0.0": *'), { word: 'import', line: 2 })
  assert.deepEqual(findRefusedWord('#dictionary(std).at("ev" + "al")'), { word: 'std', line: 1 })
  assert.deepEqual(findRefusedWord('\n\n#read("/etc/passwd")'), { word: 'read', line: 3 })
})
