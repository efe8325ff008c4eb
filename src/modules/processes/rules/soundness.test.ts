import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generatedProcess } from '#test/generated-processes'
import { buildPlan } from '#test/plan-builder'
import { findFlaws } from './soundness.ts'

type Nodes = Parameters<typeof buildPlan>[0]
const ends = { 'start s': {}, 'end e': {} }

const flawsOf = (nodes: Nodes, ways: string): string[] =>
  findFlaws(buildPlan({ ...ends, ...nodes }, ways)).map(({ node, code }) => `${node} ${code}`)

/** What is sound: it may wait long, and it comes to its end. */
const sound: readonly (readonly [what: string, nodes: Nodes, ways: string])[] = [
  ['a row', { 'task A': {} }, 's -> A -> e'],
  ['a choice', { 'xor g': {}, 'task A': {}, 'task B': {} }, 's -> g -> A -> e\ng -> B -> e'],
  ['a loop with a task', { 'task A': {}, 'xor g': {} }, 's -> A -> g -> e\ng -> A'],
  [
    'branches that are joined',
    { 'and f': {}, 'task A': {}, 'task B': {}, 'and j': {} },
    's -> f -> A -> j -> e\nf -> B -> j',
  ],
  [
    'some of the branches, joined',
    { 'or f': {}, 'task A': {}, 'task B': {}, 'or j': {} },
    's -> f -> A [x] -> j -> e\nf -> B [y] -> j\nf -> j [default]',
  ],
  [
    'branches that each end',
    { 'and f': {}, 'task A': {}, 'task B': {}, 'end e2': {} },
    's -> f -> A -> e\nf -> B -> e2',
  ],
  [
    'the first of two events',
    { 'first g': {}, 'timer T': {}, 'message M': {} },
    's -> g -> T -> e\ng -> M -> e',
  ],
  [
    'an interrupted task',
    { 'task A': {}, 'on-timer T': { on: 'A' }, 'task B': {} },
    's -> A -> e\nT -> B -> e',
  ],
  [
    'a reminder beside a task in a loop',
    { 'task A': {}, 'on-timer T': { on: 'A', interrupts: false }, 'task R': {}, 'end e2': {}, 'xor g': {} },
    's -> A -> g -> e\ng -> A\nT -> R -> e2',
  ],
  [
    'a terminate end that stops the other branch',
    { 'and f': {}, 'task A': {}, 'task B': {}, 'terminate t': {} },
    's -> f -> A -> t\nf -> B -> e',
  ],
  [
    'a sub-process that ends by an error',
    {
      'inside S': {},
      'start s1': { in: 'S' },
      'task A': { in: 'S' },
      'xor g': { in: 'S' },
      'end e1': { in: 'S' },
      'error x': { in: 'S' },
      'on-error b': { on: 'S' },
    },
    's -> S -> e\ns1 -> A -> g -> x\ng -> e1\nb -> e',
  ],
  [
    'a loop that takes more of the branches the second time, beside others',
    {
      ...{
        'task A': {},
        'xor d': {},
        'or f': {},
        'timer T': {},
        'receive M': {},
        'service S': {},
        'xor m': {},
      },
      ...{ 'on-timer late': { on: 'M', interrupts: false }, 'task L': {}, 'end e2': {} },
      ...{ 'on-error b': { on: 'S' }, 'task E': {}, 'or j': {}, 'task R': {}, 'xor g': {}, 'xor h': {} },
      ...{ 'task B': {}, 'task C': {}, 'task D': {}, 'and k': {}, 'inside I': {}, 'and z': {} },
      ...{ 'start s1': { in: 'I' }, 'timer U': { in: 'I' }, 'end e1': { in: 'I' } },
    },
    's -> A -> d -> f -> T [x] -> j -> R -> g -> h -> z -> e\nf -> M [y] -> j\nf -> S [default] -> m -> j\nlate -> L -> e2\nb -> E -> m\ng -> d\nA -> B -> C -> k -> I -> z\nB -> D -> k\ns1 -> U -> e1',
  ],
  [
    'eight times some of eight long branches',
    Object.fromEntries(
      Array.from({ length: 8 }, (_, time) => [
        [`or f${time}`, {}],
        [`or j${time}`, {}],
        ...Array.from({ length: 64 }, (_, index) => [`task t${time}_${index}`, {}]),
      ]).flat(),
    ) as Nodes,
    Array.from({ length: 8 }, (_, time) =>
      [
        `${time === 0 ? 's' : `j${time - 1}`} -> f${time}`,
        ...Array.from({ length: 8 }, (_, branch) => {
          const tasks = Array.from({ length: 8 }, (_, index) => `t${time}_${branch * 8 + index}`)
          return `f${time} -> ${tasks[0]} [x] -> ${tasks.slice(1).join(' -> ')} -> j${time}`
        }),
        ...(time === 7 ? ['j7 -> e'] : []),
      ].join('\n'),
    ).join('\n'),
  ],
  [
    'ten branches of ten choices',
    Object.fromEntries([
      ['and f', {}],
      ['and j', {}],
      ...Array.from({ length: 10 }, (_, index) => [
        [`xor c${index}`, {}],
        [`task A${index}`, {}],
        [`task B${index}`, {}],
        [`xor d${index}`, {}],
      ]).flat(),
    ]) as Nodes,
    [
      's -> f',
      'j -> e',
      ...Array.from({ length: 10 }, (_, i) => `f -> c${i} -> A${i} -> d${i} -> j\nc${i} -> B${i} -> d${i}`),
    ].join('\n'),
  ],
]

for (const [what, nodes, ways] of sound) {
  test(`sound: ${what}`, () => {
    assert.deepEqual(flawsOf(nodes, ways), [])
  })
}

/** What is not, where it shows, and as what. */
const unsound: readonly (readonly [what: string, nodes: Nodes, ways: string, flaw: string])[] = [
  ['a task that nothing leads to', { 'task A': {}, 'task B': {} }, 's -> A -> e\nB -> e', 'B unreachable'],
  [
    'a task of a loop without a way out',
    { 'xor g': {}, 'task A': {}, 'task B': {} },
    's -> g -> A -> e\ng -> B -> B',
    'B no_end',
  ],
  [
    'a join of a choice',
    { 'xor f': {}, 'task A': {}, 'task B': {}, 'and j': {} },
    's -> f -> A -> j -> e\nf -> B -> j',
    'j deadlock',
  ],
  [
    'a join of some of the branches',
    { 'or f': {}, 'task A': {}, 'task B': {}, 'and j': {} },
    's -> f -> A [x] -> j -> e\nf -> B [y] -> j',
    'j deadlock',
  ],
  [
    'a join that its own loop has to reach',
    { 'and j': {}, 'task A': {}, 'xor g': {} },
    's -> j -> A -> g -> e\ng -> j',
    'j deadlock',
  ],
  [
    'a branch that an event interrupts before the join',
    { 'and f': {}, 'task A': {}, 'task B': {}, 'and j': {}, 'on-message M': { on: 'A' }, 'end e2': {} },
    's -> f -> A -> j -> e\nf -> B -> j\nM -> e2',
    'j deadlock',
  ],
  [
    'a branch and what joins from it that come to one task',
    { 'and f': {}, 'or j': {}, 'and g': {}, 'task A': {} },
    's -> f -> j -> A -> e\nf -> g -> A\ng -> j',
    'A twice_at_once',
  ],
  [
    'branches that meet without a join',
    { 'and f': {}, 'task A': {}, 'task B': {}, 'xor m': {}, 'task C': {} },
    's -> f -> A -> m -> C -> e\nf -> B -> m',
    'm>C twice_at_once',
  ],
  [
    'a loop that makes a branch each time',
    { 'task A': {}, 'and f': {}, 'task B': {}, 'xor g': {}, 'end e2': {} },
    's -> A -> f -> g -> e\ng -> A\nf -> B -> e2',
    'f>B twice_at_once',
  ],
  ['gateways that turn round', { 'xor a': {}, 'xor b': {} }, 's -> a -> b -> e\nb -> a', 'a livelock'],
  [
    'a service that is asked again and again',
    { 'service A': {}, 'xor b': {} },
    's -> A -> b -> e\nb -> A',
    'A livelock',
  ],
  [
    'a sub-process that need not wait, in a loop',
    { 'inside S': {}, 'start s1': { in: 'S' }, 'rule R': { in: 'S' }, 'end e1': { in: 'S' }, 'xor g': {} },
    's -> S -> g -> e\ng -> S\ns1 -> R -> e1',
    'S livelock',
  ],
  [
    'a sub-process that is never left the ordinary way',
    {
      'inside S': {},
      'start s1': { in: 'S' },
      'task A': { in: 'S' },
      'error x': { in: 'S' },
      'on-error b': { on: 'S' },
      'task B': {},
    },
    's -> S -> B -> e\ns1 -> A -> x\nb -> e',
    'B unreachable',
  ],
  [
    'a flaw inside a sub-process',
    {
      'inside S': {},
      'start s1': { in: 'S' },
      'xor f': { in: 'S' },
      'task A': { in: 'S' },
      'task B': { in: 'S' },
      'and j': { in: 'S' },
      'end e1': { in: 'S' },
    },
    's -> S -> e\ns1 -> f -> A -> j -> e1\nf -> B -> j',
    'j deadlock',
  ],
  [
    'a loop that leaves something behind each time',
    {
      ...{ 'task A': {}, 'xor g': {}, 'and j': {}, 'terminate z': {} },
      ...{ 'on-timer T': { on: 'A', interrupts: false }, 'on-message M': { on: 'A', interrupts: false } },
    },
    's -> A -> g -> z\ng -> A\nT -> j -> e\nM -> j',
    'j piles_up',
  ],
  [
    'nine free choices at once',
    Object.fromEntries([
      ['or f', {}],
      ['or j', {}],
      ...Array.from({ length: 9 }, (_, index) => [`task A${index}`, {}]),
    ]) as Nodes,
    ['s -> f', 'j -> e', ...Array.from({ length: 9 }, (_, index) => `f -> A${index} [x] -> j`)].join('\n'),
    's too_complex',
  ],
]

for (const [what, nodes, ways, flaw] of unsound) {
  test(`not sound: ${what}`, () => {
    const found = flawsOf(nodes, ways)
    assert.ok(found.includes(flaw), found.join('; '))
  })
}

test('what is made of blocks is sound, however they lie in each other', () => {
  fc.assert(
    fc.property(generatedProcess, ({ plan }) => {
      assert.deepEqual(findFlaws(plan), [])
    }),
    { numRuns: 200 },
  )
})
