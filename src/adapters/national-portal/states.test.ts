import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DossierState, nationalStates } from '#modules/dossiers'
import { codeOf, stateNames } from './states.ts'

const expected: Readonly<Record<DossierState, string>> = {
  registered: '1',
  accepted: '2',
  refused: '3',
  in_progress: '4',
  supplement_requested: '5',
  payment_requested: '6',
  confirmation_requested: '5',
  withdrawn: '7',
  stopped: '8',
  resolved: '9',
  delivered: '10',
}

test('every state of ours has exactly one code of the portal, and it is this one', () => {
  const ours = Object.keys(nationalStates) as DossierState[]
  assert.deepEqual(Object.fromEntries(ours.map((state) => [state, codeOf(state)])), expected)
})

test('every code of the portal is the code of a state of ours', () => {
  const used = new Set(Object.keys(expected).map((state) => codeOf(state as DossierState)))
  assert.deepEqual(new Set(Object.keys(stateNames)), used)
})
