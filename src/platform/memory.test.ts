import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryOf } from './memory.ts'

test('two who ask at once share one load; another owner has its own', async () => {
  let loads = 0
  const load = async () => ++loads
  const memory = memoryOf<object, number>(60_000)
  const owner = {}
  assert.deepEqual(await Promise.all([memory(owner).get('a', load), memory(owner).get('a', load)]), [1, 1])
  assert.equal(await memory({}).get('a', load), 2)
})

test('a failed load is not kept, a dropped value is loaded again', async () => {
  const memory = memoryOf<object, number>(60_000)({})
  await assert.rejects(memory.get('a', () => Promise.reject(new Error('down'))))
  assert.equal(await memory.get('a', async () => 1), 1)
  memory.drop('a')
  assert.equal(await memory.get('a', async () => 2), 2)
})

test('what is over the limit is forgotten, the oldest first; what is too old is loaded again', async () => {
  const memory = memoryOf<object, number>(60_000, 2)({})
  for (const key of ['a', 'b', 'c']) memory.put(key, 1)
  assert.equal(await memory.get('a', async () => 2), 2)
  assert.equal(await memory.get('c', async () => 2), 1)
  const forgetful = memoryOf<object, number>(0)({})
  forgetful.put('a', 1)
  assert.equal(await forgetful.get('a', async () => 2), 2)
})
