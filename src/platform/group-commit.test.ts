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
        if (items.some((item) => !fates[item])) throw new Error('bad item')
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
