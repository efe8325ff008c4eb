import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGivenUp, secondsOfQuiet, secondsToNextTry } from './patience.ts'

const tries = fc.integer({ min: 1, max: 10_000 })
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('the wait doubles from two seconds to five minutes, half of it by chance', () => {
  assert.deepEqual(
    [1, 2, 3, 8, 9, 500].map((failed) => [secondsToNextTry(failed, 0), secondsToNextTry(failed, 0.5)]),
    [
      [1, 1.5],
      [2, 3],
      [4, 6],
      [128, 192],
      [150, 225],
      [150, 225],
    ],
  )
})

test('no wait is shorter than a second or longer than five minutes, and a later one is never shorter', () => {
  fc.assert(
    fc.property(tries, chance, (failed, luck) => {
      const wait = secondsToNextTry(failed, luck)
      assert.ok(wait >= 1 && wait <= 300)
      assert.ok(secondsToNextTry(failed + 1, luck) >= wait)
    }),
  )
})

test('a destination that is away is asked at least every half minute', () => {
  fc.assert(fc.property(tries, chance, (rounds, luck) => assert.ok(secondsOfQuiet(rounds, luck) <= 30)))
})

test('a message is given up after an hour in which others arrived, and never in an outage', () => {
  assert.equal(isGivenUp({ seconds: 3599, othersArrive: true }), false)
  assert.equal(isGivenUp({ seconds: 3600, othersArrive: true }), true)
  assert.equal(isGivenUp({ seconds: 1_000_000, othersArrive: false }), false)
})
