import { describe } from 'node:test'
import { playAll } from '#test/play-process'

const ends = { 'start s': {}, 'end e': {} }

describe('tasks one after the other', () => {
  const two = { ...ends, 'task A': { outcomes: ['yes', 'no'] }, 'manual B': {} }
  playAll([
    {
      name: 'each waits for its turn, then the process ends',
      nodes: two,
      ways: 's -> A -> B -> e',
      acts: [
        ['start', 'A'],
        ['do A yes', 'B'],
        ['do B', 'ended'],
      ],
    },
    {
      name: 'a second completion finds nothing that waits for it',
      nodes: two,
      ways: 's -> A -> B -> e',
      acts: [
        ['start', 'A'],
        ['do A yes', 'B'],
        ['do A yes', 'not_waiting'],
        ['do B', 'ended'],
        ['do B', 'not_waiting'],
        ['cancel', 'not_waiting'],
      ],
    },
    {
      name: 'a task ends only in one of its ways',
      nodes: two,
      ways: 's -> A -> B -> e',
      acts: [
        ['do A', 'unknown_outcome'],
        ['do A maybe', 'unknown_outcome'],
        ['do A no', 'B'],
        ['do B yes', 'unknown_outcome'],
      ],
    },
    {
      name: 'a process is cancelled where it stands',
      nodes: two,
      ways: 's -> A -> B -> e',
      acts: [['cancel', 'terminated']],
    },
    {
      name: 'a way without an end event ends where it stops',
      nodes: { 'start s': {}, 'task A': {}, 'xor x': {} },
      ways: 's -> A -> x',
      acts: [['do A', 'ended']],
    },
  ])
})

describe('exclusive gateways', () => {
  const nodes = { ...ends, 'xor x': {}, 'task A': {}, 'task B': {}, 'task C': {} }
  const ways = `s -> x -> A [days > 10] -> e
    x -> B [days > 5] -> e
    x -> C [default] -> e`
  playAll([
    { name: 'the first true condition wins', nodes, ways, given: { days: 20 }, acts: [['start', 'A']] },
    { name: 'a later one when the first is false', nodes, ways, given: { days: 7 }, acts: [['start', 'B']] },
    { name: 'else the default', nodes, ways, given: { days: 1 }, acts: [['start', 'C']] },
    { name: 'what is unknown is not true', nodes, ways, acts: [['start', 'C']] },
    {
      name: 'without a way on it is stuck, and nothing has changed',
      nodes: { ...ends, 'task T': {}, 'xor x': {}, 'task A': {} },
      ways: 's -> T -> x -> A [days > 10] -> e',
      acts: [
        ['do T', 'stuck at x', { days: 3 }],
        ['do T', 'A', { days: 11 }],
      ],
    },
    {
      name: 'they ask the outcome of the task before, and of any task by its name',
      nodes: {
        ...ends,
        'task T': { outcomes: ['yes', 'no'] },
        'xor x': {},
        'xor y': {},
        'task A': {},
        'task B': {},
      },
      ways: `s -> T -> x -> A [outcome = "yes"] -> y -> B [tasks.T.outcome = "yes"] -> e
        x -> e [default]
        y -> e [default]`,
      acts: [
        ['do T yes', 'A'],
        ['do A', 'B'],
      ],
    },
    {
      name: 'a loop comes back to the same task as another visit',
      nodes: { ...ends, 'xor in': {}, 'task T': { outcomes: ['again', 'done'] }, 'xor x': {} },
      ways: `s -> in -> T -> x -> e [outcome = "done"]
        x -> in [default]`,
      acts: [
        ['do T again', 'T'],
        ['do T again', 'T'],
        ['do T done', 'ended'],
      ],
    },
    {
      name: 'a loop that never waits is stopped',
      nodes: { ...ends, 'xor in': {}, 'rule r': { expression: '1' }, 'xor x': {} },
      ways: `s -> in -> r -> x -> e [r = 2]
        x -> in [default]`,
      acts: [['start', 'stuck at in']],
    },
  ])
})

describe('parallel gateways', () => {
  const fork = { ...ends, 'and f': {}, 'and j': {}, 'task A': {}, 'task B': {}, 'task C': {} }
  const ways = `s -> f -> A -> j -> C -> e
    f -> B -> j`
  playAll([
    {
      name: 'go on when all have come',
      nodes: fork,
      ways,
      acts: [
        ['start', 'A B'],
        ['do B', 'A'],
        ['do A', 'C'],
        ['do C', 'ended'],
      ],
    },
    {
      name: 'without a join all must end before the process does',
      nodes: fork,
      ways: `s -> f -> A -> e
        f -> B -> e`,
      acts: [
        ['do A', 'B'],
        ['do B', 'ended'],
      ],
    },
    {
      name: 'two flows out of a task are both taken, and those with a condition if it is true',
      nodes: { ...ends, 'task T': {}, 'task A': {}, 'task B': {}, 'task C': {}, 'task D': {} },
      ways: `s -> T -> A -> e
        T -> B [x] -> e
        T -> C [not(x)] -> e
        T -> D [default] -> e`,
      given: { x: true },
      acts: [['do T', 'A B']],
    },
    {
      name: 'the default flow of a task is taken when none of its conditions is true',
      nodes: { ...ends, 'task T': {}, 'task A': {}, 'task B': {}, 'task D': {} },
      ways: `s -> T -> A -> e
        T -> B [x] -> e
        T -> D [default] -> e`,
      acts: [['do T', 'A D']],
    },
    {
      name: 'a join in a loop begins anew each time',
      nodes: { ...fork, 'xor in': {}, 'xor x': {}, 'task C': { outcomes: ['again', 'done'] } },
      ways: `s -> in -> f -> A -> j -> C -> x -> e [outcome = "done"]
        f -> B -> j
        x -> in [default]`,
      acts: [
        ['do A', 'B'],
        ['do B', 'C'],
        ['do C again', 'A B'],
        ['do B', 'A'],
        ['do A', 'C'],
        ['do C done', 'ended'],
      ],
    },
    {
      name: 'a join that can never be complete is stuck',
      nodes: { ...ends, 'xor x': {}, 'and j': {}, 'task A': {}, 'task B': {} },
      ways: `s -> x -> A [default] -> j -> e
        x -> B [false] -> j`,
      acts: [
        ['start', 'A'],
        ['do A', 'stuck at j'],
      ],
    },
    {
      name: 'two tokens on the same way do not make up for the one that is missing',
      nodes: {
        ...ends,
        'and f': {},
        'xor m': {},
        'and j': {},
        'task A': {},
        'task B': {},
        'task C': {},
        'task D': {},
      },
      ways: `s -> f -> A -> m -> j -> D -> e
        f -> B -> m
        f -> C -> j`,
      acts: [
        ['do A', 'B C'],
        ['do B', 'C'],
        ['do C', 'D'],
        ['do D', 'stuck at j'],
      ],
    },
  ])
})

describe('inclusive gateways', () => {
  const nodes = { ...ends, 'or f': {}, 'or j': {}, 'task A': {}, 'task B': {}, 'task C': {}, 'task D': {} }
  const ways = `s -> f -> A [a] -> j -> D -> e
    f -> B [b] -> j
    f -> C [default] -> j`
  playAll([
    {
      name: 'all true ways are taken and waited for',
      nodes,
      ways,
      given: { a: true, b: true },
      acts: [
        ['start', 'A B'],
        ['do A', 'B'],
        ['do B', 'D'],
        ['do D', 'ended'],
      ],
    },
    {
      name: 'one true way is not kept waiting by the others',
      nodes,
      ways,
      given: { b: true },
      acts: [
        ['start', 'B'],
        ['do B', 'D'],
      ],
    },
    {
      name: 'none is true: the default way',
      nodes,
      ways,
      acts: [
        ['start', 'C'],
        ['do C', 'D'],
      ],
    },
    {
      name: 'a way that turns off elsewhere is no longer waited for',
      nodes: { ...nodes, 'xor x': {}, 'end gone': {}, 'task A': { outcomes: ['stay', 'go'] } },
      ways: `s -> f -> A [a] -> x -> j [outcome = "stay"] -> D -> e
        x -> gone [default]
        f -> B [b] -> j
        f -> C [default] -> j`,
      given: { a: true, b: true },
      acts: [
        ['do B', 'A'],
        ['do A go', 'D'],
        ['do D', 'ended'],
      ],
    },
    {
      name: 'a boundary event that leads to the join is waited for',
      nodes: { ...nodes, 'on-timer T': { on: 'A', interrupts: false }, 'task L': {} },
      ways: `${ways}
        T -> L -> j`,
      given: { a: true, b: true },
      acts: [
        ['ring T', 'A B L'],
        ['do A', 'B L'],
        ['do B', 'L'],
        ['do L', 'D'],
        ['do D', 'ended'],
      ],
    },
    {
      name: 'also when the boundary event is the only way there',
      nodes: { ...nodes, 'on-timer T': { on: 'A' }, 'end gone': {} },
      ways: `s -> f -> A [a] -> gone
        f -> B [b] -> j -> D -> e
        f -> C [default] -> j
        T -> j`,
      given: { a: true, b: true },
      acts: [
        ['start', 'A T B'],
        ['do B', 'A T'],
        ['ring T', 'D'],
        ['do D', 'ended'],
      ],
    },
    {
      name: 'a token that may as well come by a way that is already marked is not waited for (13.4.3)',
      nodes: { ...nodes, 'task A': { outcomes: ['p', 'q'] }, 'xor x': {}, 'xor p': {}, 'task Q': {} },
      ways: `s -> f -> A [a] -> x -> p [outcome = "p"] -> j -> D -> e
        x -> Q [default] -> j
        f -> B [b] -> p
        f -> C [default] -> e`,
      given: { a: true, b: true },
      acts: [
        ['do B', 'A D'],
        ['do A p', 'D D'],
      ],
    },
    {
      name: 'a join inside a loop waits for its own round only',
      nodes: { ...nodes, 'xor in': {}, 'xor x': {}, 'task D': { outcomes: ['again', 'done'] } },
      ways: `s -> in -> f -> A [a] -> j -> D -> x -> e [outcome = "done"]
        x -> in [default]
        f -> B [b] -> j
        f -> C [default] -> j`,
      given: { a: true, b: true },
      acts: [
        ['do A', 'B'],
        ['do B', 'D'],
        ['do D again', 'A B'],
        ['do B', 'A'],
        ['do A', 'D'],
        ['do D done', 'ended'],
      ],
    },
    {
      name: 'joins of nested ways go on from inside out',
      nodes: { ...nodes, 'or f2': {}, 'or j2': {}, 'task E': {} },
      ways: `s -> f -> f2 [a] -> A [a] -> j2 -> j -> D -> e
        f2 -> B [b] -> j2
        f -> E [b] -> j`,
      given: { a: true, b: true },
      acts: [
        ['start', 'E A B'],
        ['do A', 'E B'],
        ['do E', 'B'],
        ['do B', 'D'],
      ],
    },
  ])
})

describe('event-based gateways', () => {
  const nodes = {
    ...ends,
    'first g': {},
    'message m': {},
    'timer t': {},
    'receive r': {},
    'task A': {},
    'task B': {},
  }
  const ways = `s -> g -> m -> A -> e
    g -> t -> B -> e
    g -> r -> e`
  playAll([
    {
      name: 'the first event wins, the others are no longer waited for',
      nodes,
      ways,
      acts: [
        ['start', 'm t r'],
        ['get m', 'A'],
        ['ring t', 'not_waiting'],
        ['get r', 'not_waiting'],
      ],
    },
    { name: 'a timer may be first', nodes, ways, acts: [['ring t', 'B']] },
    { name: 'a receive task may be first', nodes, ways, acts: [['get r', 'ended']] },
    { name: 'a message nobody waits for is not kept', nodes, ways, acts: [['get other', 'not_waiting']] },
  ])
})
