import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeGroupCommit } from './group-commit.ts'

test('what arrives while a group is being written is written together, and everyone gets their own answer', async () => {
  const groups: number[][] = []
  const commit = makeGroupCommit(
    async (items: readonly number[]) => {
      groups.push([...items])
      await new Promise(setImmediate)
      return items.map((item) => item * 2)
    },
    { maxItems: 10, maxInFlight: 1 },
  )
  const items = Array.from({ length: 35 }, (_, index) => index)
  assert.deepEqual(
    await Promise.all(items.map(commit)),
    items.map((item) => item * 2),
  )
  assert.deepEqual(
    groups.map(({ length }) => length),
    [10, 10, 10, 5],
  )
})

test('a bad item fails alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (fates) => {
      const written: number[] = []
      const commit = makeGroupCommit(async (items: readonly number[]) => {
        if (items.some((item) => !fates[item])) throw Object.assign(new Error('bad item'), { code: '23514' })
        written.push(...items)
        return items
      })
      const results = await Promise.allSettled(fates.map((_, index) => commit(index)))
      assert.deepEqual(
        results.map(({ status }) => status === 'fulfilled'),
        fates,
      )
      assert.deepEqual(
        written.sort((a, b) => a - b),
        fates.flatMap((good, index) => (good ? [index] : [])),
      )
    }),
  )
})

test('when the database is away, everyone of a group is told at once, after one attempt', async () => {
  for (const attemptsBeforeOutage of [0, 1, 3]) {
    const sizes: number[] = []
    const commit = makeGroupCommit(async (items: readonly number[]): Promise<readonly number[]> => {
      sizes.push(items.length)
      const code = sizes.length > attemptsBeforeOutage ? '57P01' : '23505'
      throw Object.assign(new Error('not written'), { code })
    })
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => commit(index)))
    assert.deepEqual([...new Set(results.map(({ status }) => status))], ['rejected'])
    assert.deepEqual(sizes, [20, ...Array.from({ length: attemptsBeforeOutage }, () => 1)])
  }
})

test('where too many wait already, the next is refused and nobody else', async () => {
  const commit = makeGroupCommit(async (items: readonly number[]) => items, { maxItems: 2, maxWaiting: 5 })
  const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map(commit))
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code)),
    [1, 2, 3, 4, 5, 'unavailable', 'unavailable'],
  )
  assert.equal(await commit(8), 8)
})
