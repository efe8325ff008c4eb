import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildPlan } from '#test/plan-builder'
import { playAll, playProcess } from '#test/play-process'

const ends = { 'start s': {}, 'end e': {} }

describe('one for each of a list', () => {
  const task = (forEach: object) => ({
    ...ends,
    'task A': { outcomes: ['agree', 'object'], forEach: { item: 'agency', results: 'opinions', ...forEach } },
    'task Z': {},
    'task Late': {},
    'xor x': {},
  })
  const ways = `s -> A -> x -> Z [count(opinions[outcome = "agree"]) >= 2] -> e
    x -> Late [default] -> e`
  playAll([
    {
      name: 'all are asked at the same time and waited for',
      nodes: task({ collection: 'agencies' }),
      ways,
      given: { agencies: ['so_xay_dung', 'so_tai_chinh', 'so_tu_phap'] },
      acts: [
        ['start', 'A A A'],
        ['do A#2 agree', 'A A'],
        ['do A#2 object', 'A'],
        ['do A agree', 'Z'],
        ['do Z', 'ended'],
      ],
    },
    {
      name: 'a list of nothing asks nobody',
      nodes: task({ collection: '[]' }),
      ways,
      acts: [['start', 'Late']],
    },
    {
      name: 'what is no list stops it',
      nodes: task({ collection: '12' }),
      ways,
      acts: [['start', 'stuck at A']],
    },
    {
      name: 'the rest is not waited for when a rule says so',
      nodes: task({ collection: '[1, 2, 3, 4]', until: 'completed >= total / 2' }),
      ways,
      acts: [
        ['do A agree', 'A A A'],
        ['do A agree', 'Z'],
        ['do A agree', 'not_waiting'],
      ],
    },
    {
      name: 'one who objects ends it',
      nodes: task({ collection: '[1, 2, 3]', until: 'some r in results satisfies r.outcome = "object"' }),
      ways,
      acts: [
        ['do A agree', 'A A'],
        ['do A object', 'Late'],
      ],
    },
    {
      name: 'a timer is of all of them together',
      nodes: { ...task({ collection: '[1, 2]' }), 'on-timer T': { on: 'A' } },
      ways: `${ways}
        T -> Late`,
      acts: [
        ['start', 'T A A'],
        ['do A agree', 'T A'],
        ['ring T', 'Late'],
      ],
    },
    {
      name: 'a service that fails for one fails for all',
      nodes: { ...ends, 'service V': { forEach: {} }, 'on-error c': { on: 'V' }, 'task Z': {}, 'end f': {} },
      ways: `s -> V -> e
        c -> Z -> f`,
      acts: [
        ['start', 'V V'],
        ['fail V#2 down', 'Z'],
      ],
    },
    {
      name: 'rules are asked for each at once',
      nodes: {
        ...ends,
        'rule r': {
          expression: 'each * 2',
          result: 'twice',
          forEach: { collection: '[1, 2]', results: 'all' },
        },
        'task Z': {},
        'xor x': {},
      },
      ways: `s -> r -> x -> Z [all.twice = [2, 4]] -> e
        x -> e [default]`,
      acts: [['start', 'Z']],
    },
  ])

  const nested = buildPlan(
    {
      ...ends,
      'inside S': { forEach: { collection: '["x", "y"]', item: 'outer', results: 'all' } },
      'start is': { in: 'S' },
      'task A': { in: 'S', outcomes: ['yes', 'no'], forEach: { item: 'inner', results: 'each_gave' } },
      'task B': { in: 'S' },
      'end ie': { in: 'S' },
    },
    `s -> S -> e
    is -> A -> B -> ie`,
  )

  test('lists within lists: each instance has its own items and variables', () => {
    const play = playProcess(nested)
    assert.equal(play.stand(), 'A A A A')
    assert.deepEqual(
      play.waits().map(({ items }) => Object.values(items).join('')),
      ['xa', 'xb', 'ya', 'yb'],
    )
    play.act('do A#4 yes', { remark: 'four' })
    play.act('do A#3 no', { remark: 'three' })
    assert.equal(play.stand(), 'A A B')
    play.act('do B', { closed: true })
    play.act('do A#2 yes')
    play.act('do A#1 yes')
    assert.equal(play.act('do B', { closed: false }), 'ended')
    assert.deepEqual(play.state().variables, {
      all: [
        {
          outer: 'x',
          outcome: null,
          closed: false,
          each_gave: [
            { inner: 'a', outcome: 'yes' },
            { inner: 'b', outcome: 'yes' },
          ],
        },
        {
          outer: 'y',
          outcome: null,
          closed: true,
          each_gave: [
            { inner: 'a', outcome: 'no', remark: 'three' },
            { inner: 'b', outcome: 'yes', remark: 'four' },
          ],
        },
      ],
    })
  })
})
