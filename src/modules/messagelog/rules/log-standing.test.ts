import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listValid, type Stretch } from './log-standing.ts'

const stretch = (firstEntry: number, lastEntry: number): Stretch => ({ firstEntry, lastEntry })

test('what a portion was found to be stands until that portion is read again', () => {
  const nights = [stretch(1, 100), stretch(101, 150), stretch(1, 100), stretch(101, 180)]
  const after = (count: number) => listValid(nights.slice(0, count).toReversed())
  assert.deepEqual(after(1), [nights[0]])
  assert.deepEqual(after(2), [nights[1], nights[0]])
  assert.deepEqual(after(3), [nights[2], nights[1]])
  assert.deepEqual(after(4), [nights[3], nights[2]])
})

test('a log that is empty, or was emptied: the newest reading counts, and so does what was read before', () => {
  assert.deepEqual(listValid([]), [])
  assert.deepEqual(listValid([stretch(1, 0), stretch(1, 0)]), [stretch(1, 0)])
  assert.deepEqual(listValid([stretch(1, 0), stretch(1, 9)]), [stretch(1, 0), stretch(1, 9)])
})

test('every entry that was ever read is told by the newest that read it, and by nothing that is read again whole', () => {
  const readings = fc.array(
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }))
      .map(([a, b]) => stretch(a, a + b - 1)),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(readings, (newestFirst) => {
      const valid = listValid(newestFirst)
      const holds = (one: Stretch, entry: number) => one.firstEntry <= entry && entry <= one.lastEntry
      for (let entry = 1; entry <= 24; entry += 1)
        assert.equal(
          newestFirst.find((one) => holds(one, entry)),
          valid.find((one) => holds(one, entry)),
        )
      const [, ...older] = valid
      for (const reading of older) {
        const newer = newestFirst.slice(0, newestFirst.indexOf(reading))
        const entries = Array.from(
          { length: reading.lastEntry - reading.firstEntry + 1 },
          (_, n) => reading.firstEntry + n,
        )
        assert.ok(entries.some((entry) => !newer.some((one) => holds(one, entry))))
      }
    }),
  )
})
