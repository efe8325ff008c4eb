import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeHealth, longestHoldSeconds, ringsFor, type Signs } from './health.ts'

const whole: Signs = { isHeld: false, wasCalled: true, failures: 0, oldestSeconds: null, needAPerson: 0 }

test('of all that is wrong with a system the worst is said', () => {
  const cases: readonly [Partial<Signs>, string][] = [
    [{}, 'fine'],
    [{ wasCalled: false }, 'unused'],
    [{ needAPerson: 1 }, 'stuck'],
    [{ needAPerson: 1, failures: 1 }, 'away'],
    [{ oldestSeconds: 600 }, 'fine'],
    [{ oldestSeconds: 601, failures: 9 }, 'behind'],
    [{ oldestSeconds: 601, isHeld: true }, 'held'],
  ]
  for (const [signs, health] of cases) assert.equal(judgeHealth({ ...whole, ...signs }), health)
})

test('an alarm rings for what lasts, never for one failed call or what is held for less than a day', () => {
  assert.deepEqual(
    [
      ringsFor({ health: 'away', failures: 2, heldSeconds: 0 }),
      ringsFor({ health: 'away', failures: 3, heldSeconds: 0 }),
      ringsFor({ health: 'behind', failures: 0, heldSeconds: 0 }),
      ringsFor({ health: 'stuck', failures: 0, heldSeconds: 0 }),
      ringsFor({ health: 'held', failures: 9, heldSeconds: longestHoldSeconds }),
      ringsFor({ health: 'held', failures: 0, heldSeconds: longestHoldSeconds + 1 }),
    ],
    [false, true, true, true, false, true],
  )
})
