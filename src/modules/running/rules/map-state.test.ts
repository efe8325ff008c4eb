import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advance, listWaits, makeAsking, startProcess } from '#modules/processes'
import { buildPlan } from '#test/plan-builder'
import { mapState } from './map-state.ts'

const asking = makeAsking([])
type Nodes = Parameters<typeof buildPlan>[0]

/** Where a process stands after each of these nodes was completed. */
function stateAfter(plan: ReturnType<typeof buildPlan>, ...done: string[]) {
  let result = startProcess(plan, {}, asking)
  for (const node of done) {
    assert.ok(result.ok)
    const { token = -1 } = listWaits(plan, result.state).find((wait) => wait.node === node) ?? {}
    result = advance(plan, result.state, { type: 'complete', token, outcome: null, variables: {} }, asking)
  }
  assert.ok(result.ok)
  return result.state
}

const parallel: Nodes = { 'start s': {}, 'and f': {}, 'task a': {}, 'task b': {}, 'and j': {}, 'end e': {} }
const from = buildPlan(parallel, 's -> f -> a -> j -> e\nf -> b -> j')
const because = (to: ReturnType<typeof buildPlan>, mapping = {}, state = stateAfter(from, 'a')) =>
  mapState({ from, to, mapping }, state).tokens.map((token) => `${token.node} ${token.because ?? token.to}`)

test('a token that waits at a join comes by the same way, also when its flow has another name', () => {
  assert.deepEqual(because(from), ['b b', 'j j'])
  const renamed = buildPlan(
    { 'start s': {}, 'and f': {}, 'task first': {}, 'task b': {}, 'and j': {}, 'end e': {} },
    's -> f -> first -> j -> e\nf -> b -> j',
  )
  const moved = mapState({ from, to: renamed, mapping: { a: 'first' } }, stateAfter(from, 'a'))
  assert.equal(moved.state?.tokens.find(({ node }) => node === 'j')?.cameBy, 'first>j')
  assert.deepEqual(because(renamed), ['b b', 'j join_changed'])
})

test('a join of more or fewer ways would wait for ever, or not at all: nobody is moved there', () => {
  const wider = buildPlan({ ...parallel, 'task c': {} }, 's -> f -> a -> j -> e\nf -> b -> j\nf -> c -> j')
  assert.deepEqual(because(wider), ['b b', 'j join_changed'])
  assert.equal(mapState({ from, to: wider, mapping: {} }, stateAfter(from, 'a')).state, null)
})

test('a task stays a task, inside what it is inside of, once or for each', () => {
  const at = stateAfter(from)
  const manual = buildPlan({ ...parallel, 'manual b': {} }, 's -> f -> a -> j -> e\nf -> b -> j')
  assert.deepEqual(because(manual, {}, at), ['a a', 'b b'])
  const service = buildPlan(
    { 'start s': {}, 'and f': {}, 'task a': {}, 'service b': {}, 'and j': {}, 'end e': {} },
    's -> f -> a -> j -> e\nf -> b -> j',
  )
  assert.deepEqual(because(service, {}, at), ['a a', 'b other_kind'])
  const each = buildPlan({ ...parallel, 'task b': { forEach: {} } }, 's -> f -> a -> j -> e\nf -> b -> j')
  assert.deepEqual(because(each, {}, at), ['a a', 'b other_multiplicity'])
  const inside = buildPlan(
    {
      'start s': {},
      'inside p': {},
      'start t': { in: 'p' },
      'task a': { in: 'p' },
      'end u': { in: 'p' },
      'end e': {},
    },
    's -> p -> e\nt -> a -> u',
  )
  assert.deepEqual(because(inside, {}, at), ['a other_place', 'b node_gone'])
})
