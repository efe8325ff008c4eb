import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { actsOn, shareDay } from './topic-access.ts'

const days = (fromOn: string, untilOn: string | null) => ({ fromOn, untilOn })
const always = days('2026-01-01', null)

describe('what a system may do with a topic', () => {
  const read = { ...days('2026-11-20', '2026-11-26'), act: 'subscribe' } as const
  const write = { ...days('2026-11-26', null), act: 'publish' } as const

  test('what its rights of the day say, both of their days included', () => {
    const facts = { member: always, rights: [read, write, write] }
    assert.deepEqual(actsOn(facts, '2026-11-19'), [])
    assert.deepEqual(actsOn(facts, '2026-11-20'), ['subscribe'])
    assert.deepEqual(actsOn(facts, '2026-11-26'), ['subscribe', 'publish'])
    assert.deepEqual(actsOn(facts, '2026-11-27'), ['publish'])
  })

  test('nothing before its member joined, or after it left', () => {
    const facts = { member: days('2026-11-21', '2026-11-22'), rights: [read] }
    assert.deepEqual(actsOn(facts, '2026-11-20'), [])
    assert.deepEqual(actsOn(facts, '2026-11-22'), ['subscribe'])
    assert.deepEqual(actsOn(facts, '2026-11-23'), [])
  })
})

test('two rights share a day, or follow one another; one that never held shares none', () => {
  const right = days('2026-11-10', '2026-11-20')
  const cases = [
    [days('2026-11-20', null), true],
    [days('2026-11-21', null), false],
    [days('2026-11-01', '2026-11-09'), false],
    [days('2026-11-01', '2026-11-10'), true],
    [always, true],
    [days('2026-11-15', '2026-11-14'), false],
  ] as const
  for (const [other, expected] of cases) {
    assert.equal(shareDay(right, other), expected)
    assert.equal(shareDay(other, right), expected)
  }
})
