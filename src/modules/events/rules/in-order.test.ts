import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { takeInOrder } from './in-order.ts'

const at = (...positions: number[]) => positions.map((position) => ({ position }))

test('what follows is taken in order, once, up to the first hole', () => {
  assert.deepEqual(takeInOrder(2, at(5, 3, 4, 3, 1)), at(3, 4, 5))
  assert.deepEqual(takeInOrder(2, at(4, 5)), [])
  assert.deepEqual(takeInOrder(0, at(1, 2, 4)), at(1, 2))
  assert.deepEqual(takeInOrder(7, []), [])
})

test('whatever is lost, repeated and shuffled, what is taken is a run that begins after the cursor', () => {
  const positions = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.nat(12), positions, (after, brought) => {
      const taken = takeInOrder(after, at(...brought)).map(({ position }) => position)
      assert.deepEqual(
        taken,
        taken.map((_, index) => after + 1 + index),
      )
      assert.ok(!brought.includes(after + taken.length + 1))
    }),
  )
})
