import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildPlan } from '#test/plan-builder'
import { playAll, playProcess } from '#test/play-process'

const ends = { 'start s': {}, 'end e': {} }

describe('sub-processes', () => {
  const nodes = {
    ...ends,
    'inside S': {},
    'start is': { in: 'S' },
    'and if': { in: 'S' },
    'task A': { in: 'S' },
    'task B': { in: 'S' },
    'end ie': { in: 'S' },
    'task Z': {},
    'task Late': {},
  }
  const ways = `s -> S -> Z -> e
    is -> if -> A -> ie
    if -> B -> ie`
  playAll([
    {
      name: 'go on when everything inside has ended',
      nodes,
      ways,
      acts: [
        ['start', 'A B'],
        ['do A', 'B'],
        ['do B', 'Z'],
        ['do Z', 'ended'],
      ],
    },
    {
      name: 'an interrupting timer breaks off all branches inside',
      nodes: { ...nodes, 'on-timer T': { on: 'S' } },
      ways: `${ways}
        T -> Late -> e`,
      acts: [
        ['start', 'T A B'],
        ['do A', 'T B'],
        ['ring T', 'Late'],
        ['do B', 'not_waiting'],
        ['do Late', 'ended'],
      ],
    },
    {
      name: 'a timer that does not interrupt rings once and runs beside',
      nodes: { ...nodes, 'on-timer T': { on: 'S', interrupts: false } },
      ways: `${ways}
        T -> Late -> e`,
      acts: [
        ['ring T', 'A B Late'],
        ['ring T', 'not_waiting'],
        ['do A', 'B Late'],
        ['do B', 'Late Z'],
        ['do Z', 'Late'],
        ['do Late', 'ended'],
      ],
    },
    {
      name: 'a message that does not interrupt may come again',
      nodes: { ...nodes, 'on-message m': { on: 'S', interrupts: false } },
      ways: `${ways}
        m -> Late -> e`,
      acts: [
        ['get m', 'm A B Late'],
        ['get m', 'm A B Late Late'],
        ['do Late#2', 'm A B Late'],
      ],
    },
    {
      name: 'a message goes to the one that has waited longest: the outer before the inner',
      nodes: { ...nodes, 'on-message m': { on: 'S' }, 'on-message n': { on: 'A', message: 'm' } },
      ways: `${ways}
        m -> Late -> e
        n -> ie`,
      acts: [['get m', 'Late']],
    },
    {
      name: 'a terminate end inside ends the inside only',
      nodes: { ...nodes, 'terminate it': { in: 'S' } },
      ways: `s -> S -> Z -> e
        is -> if -> A -> it
        if -> B -> ie`,
      acts: [
        ['do A', 'Z'],
        ['do B', 'not_waiting'],
      ],
    },
    {
      name: 'a terminate end at the root ends the process',
      nodes: { ...nodes, 'terminate t': {}, 'and f': {} },
      ways: `s -> f -> S -> e
        f -> Z -> t
        is -> if -> A -> ie
        if -> B -> ie`,
      acts: [
        ['start', 'Z A B'],
        ['do Z', 'ended'],
      ],
    },
    {
      name: 'the outcome of the inside is the outcome of the whole, when it is one',
      nodes: { ...nodes, 'task A': { in: 'S', outcomes: ['yes', 'no'] }, 'xor x': {} },
      ways: `s -> S -> x -> Z [outcome = "yes"] -> e
        x -> Late [default] -> e
        is -> A -> ie`,
      acts: [['do A yes', 'Z']],
    },
    {
      name: 'ways that differ have no outcome in common',
      nodes: {
        ...nodes,
        'task A': { in: 'S', outcomes: ['yes', 'no'] },
        'task B': { in: 'S', outcomes: ['yes', 'no'] },
        'xor x': {},
      },
      ways: `s -> S -> x -> Z [outcome = null and tasks.A.outcome = "yes"] -> e
        x -> Late [default] -> e
        is -> if -> A -> ie
        if -> B -> ie`,
      acts: [
        ['do A yes', 'B'],
        ['do B no', 'Z'],
      ],
    },
  ])
})

describe('errors', () => {
  const nodes = {
    ...ends,
    'inside S': {},
    'start is': { in: 'S' },
    'inside T': { in: 'S' },
    'start it': { in: 'T' },
    'task A': { in: 'T', outcomes: ['fine', 'wrong'] },
    'xor x': { in: 'T' },
    'end te': { in: 'T' },
    'error bad': { in: 'T', error: 'no_land' },
    'end ie': { in: 'S' },
    'task Z': {},
    'task Repair': {},
  }
  const ways = `s -> S -> Z -> e
    is -> T -> ie
    it -> A -> x -> te [outcome = "fine"]
    x -> bad [default]
    c -> Repair -> e`
  const caught = (error?: string) => ({ 'on-error c': error ? { on: 'S', error } : { on: 'S' } })
  const service = { ...ends, 'service V': { result: 'found' }, 'task Z': {}, 'task Repair': {}, 'end r': {} }
  playAll([
    {
      name: 'an error goes through two scopes to who catches it',
      nodes: { ...nodes, ...caught('no_land') },
      ways,
      acts: [
        ['do A wrong', 'Repair'],
        ['do Repair', 'ended'],
      ],
    },
    {
      name: 'who catches any error catches it',
      nodes: { ...nodes, ...caught() },
      ways,
      acts: [['do A wrong', 'Repair']],
    },
    {
      name: 'without an error nothing is caught',
      nodes: { ...nodes, ...caught() },
      ways,
      acts: [['do A fine', 'Z']],
    },
    {
      name: 'who catches another error does not',
      nodes: { ...nodes, ...caught('other') },
      ways,
      acts: [['do A wrong', 'failed no_land']],
    },
    {
      name: 'who names the error comes before who catches any, on the same activity',
      nodes: { ...nodes, 'on-error c': { on: 'S' }, 'on-error d': { on: 'S', error: 'no_land' } },
      ways: `${ways}
        d -> Z`,
      acts: [['do A wrong', 'Z']],
    },
    {
      name: 'a service that fails is caught at its boundary',
      nodes: { ...service, 'on-error c': { on: 'V', error: 'timeout' } },
      ways: `s -> V -> Z -> e
        c -> Repair -> r`,
      acts: [
        ['fail V timeout', 'Repair'],
        ['fail V timeout', 'not_waiting'],
      ],
    },
    {
      name: 'nobody catches it: the process has failed',
      nodes: service,
      ways: 's -> V -> Z -> e',
      acts: [
        ['fail V timeout', 'failed timeout'],
        ['do V', 'not_waiting'],
      ],
    },
    {
      name: 'a task cannot fail',
      nodes: service,
      ways: 's -> V -> Z -> e',
      acts: [
        ['do V', 'Z'],
        ['fail Z timeout', 'not_waiting'],
      ],
    },
  ])
})

describe('variables', () => {
  const plan = buildPlan(
    {
      ...ends,
      'task A': { outcomes: ['yes'] },
      'service V': { result: 'found' },
      'rule r': { expression: 'x + 1' },
    },
    's -> A -> V -> r -> e',
  )

  test('tasks, services and rules leave what they gave', () => {
    const play = playProcess(plan, { x: 1 })
    play.act('do A yes', { x: 2, note: 'seen', tasks: 'mine' })
    play.act('do V', { number: 'A1' })
    assert.deepEqual(play.state().variables, {
      x: 2,
      note: 'seen',
      tasks: { A: { outcome: 'yes' } },
      found: { number: 'A1' },
      r: 3,
    })
  })

  test('a message brings variables', () => {
    const play = playProcess(buildPlan({ ...ends, 'receive m': {} }, 's -> m -> e'), { x: 1 })
    assert.equal(play.act('get m', { x: 5 }), 'ended')
    assert.deepEqual(play.state().variables, { x: 5 })
  })
})

describe('passages', () => {
  test('whoever enters a node leaves it or is cancelled, once', () => {
    const nodes = {
      ...ends,
      'inside S': {},
      'start is': { in: 'S' },
      'task A': { in: 'S', forEach: {} },
      'end ie': { in: 'S' },
      'on-timer T': { on: 'S' },
    }
    const play = playProcess(
      buildPlan(
        nodes,
        `s -> S -> e
        is -> A -> ie
        T -> e`,
      ),
    )
    play.act('do A')
    play.act('ring T')
    const lines = play.passages().map(({ node, how }) => `${node} ${how}`)
    assert.deepEqual(lines, [
      's entered',
      's left',
      'S entered',
      'is entered',
      'is left',
      'A entered',
      'A cancelled',
      'S cancelled',
      'T entered',
      'T left',
      'e entered',
      'e left',
    ])
  })

  test('a message end is passed like any other, and whoever reads the passages tells the outside', () => {
    const play = playProcess(buildPlan({ 'start s': {}, 'tell granted': {} }, 's -> granted'))
    assert.equal(play.stand(), 'ended')
    assert.ok(play.passages().some(({ node, how }) => node === 'granted' && how === 'entered'))
  })
})
