import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workThrough } from './work-through.ts'

/** Numbers that wait; what was had is due no more. */
function makeWork(count: number, isAnswered: (row: number) => boolean) {
  const due = Array.from({ length: count }, (_, row) => row)
  const had: number[] = []
  const list = async (most: number) => due.slice(0, most)
  const one = async (row: number) => {
    had.push(row)
    due.splice(due.indexOf(row), 1)
    return isAnswered(row)
  }
  return { had, list, one }
}

test('a backlog is done in one run, whatever its length', async () => {
  const work = makeWork(350, () => true)
  await workThrough(work)
  assert.equal(work.had.length, 350)
})

test('one without an answer holds up none of the others; three in a row end the run', async () => {
  const now = makeWork(20, (row) => row % 3 === 0)
  await workThrough(now)
  assert.equal(now.had.length, 20)
  const away = makeWork(20, (row) => row < 5)
  await workThrough(away)
  assert.deepEqual(away.had, [0, 1, 2, 3, 4, 5, 6, 7])
})

test('a run ends when its time is over', async () => {
  const work = makeWork(20, () => true)
  await workThrough(work, { runMs: -1 })
  assert.deepEqual(work.had, [0])
})
