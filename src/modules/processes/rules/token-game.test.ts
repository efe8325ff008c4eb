import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type Deed,
  look,
  type Match,
  pictureOfState,
  play,
  type Seen,
  startMatch,
} from '#test/compare-processes'
import { type GeneratedProcess, generatedProcess } from '#test/generated-processes'

/** One turn of a worker: it looks anew or not, then does one of the things it saw, which may be over. */
type Turn = Readonly<{ worker: number; looks: boolean; which: number; outcome: number; fails: boolean }>

const turn: fc.Arbitrary<Turn> = fc.record({
  worker: fc.nat(1),
  looks: fc.boolean(),
  which: fc.nat(1000),
  outcome: fc.nat(5),
  fails: fc.boolean(),
})
const turns = fc.array(turn, { maxLength: 14 })

/** A service fails only where that is caught. */
function deedOf(
  { plan }: GeneratedProcess,
  seen: Seen,
  { outcome, fails }: Omit<Turn, 'worker' | 'looks' | 'which'>,
): Deed {
  const isCaught = Object.values(plan.nodes).some(
    (node) => node.kind === 'boundary_error' && node.attachedTo === seen.wait.node,
  )
  return { seen, outcome, fails: fails && isCaught }
}

/** Lets two workers take turns. */
function playTurns(process: GeneratedProcess, schedule: readonly Turn[]): Match {
  let match = startMatch(process)
  const saw = [look(match), look(match)]
  for (const { worker, looks, which, ...how } of schedule) {
    if (looks || saw[worker]?.length === 0) saw[worker] = look(match)
    const list = saw[worker] ?? []
    const seen = list[which % Math.max(1, list.length)]
    if (seen) match = play(match, deedOf(process, seen, how)) ?? match
  }
  return match
}

/** The way out of everything is the last outcome of its tasks. */
function playToEnd(start: Match): Match {
  let match = start
  for (let left = 2000; match.state.status === 'running' && left > 0; left--) {
    const waits = look(match)
    const next = waits.find(({ wait }) => wait.kind === 'task' || wait.kind === 'service') ?? waits[0]
    assert.ok(next, 'a running process waits for something')
    const after = play(match, { seen: next, outcome: next.outcomes.length - 1, fails: false })
    assert.ok(after, 'what was just seen is waited for')
    match = after
  }
  return match
}

describe('the engine and the model of the token game', () => {
  test('whatever two workers do with what they saw, the engine is where the model may be, and an end can be reached', () => {
    fc.assert(
      fc.property(generatedProcess, turns, (process, schedule) => {
        const { state } = playToEnd(playTurns(process, schedule))
        assert.equal(state.status, 'ended')
        assert.deepEqual(state.tokens, [])
      }),
      { numRuns: 300 },
    )
  })

  test('two tasks, services or timers that do not exclude each other lead to the same place in either order', () => {
    fc.assert(
      fc.property(generatedProcess, turns, fc.nat(1000), fc.nat(1000), (process, schedule, one, other) => {
        const match = playTurns(process, schedule)
        const waits = look(match).filter(({ wait }) => wait.kind !== 'message')
        const [first, second] = [waits[one % waits.length], waits[other % waits.length]]
        fc.pre(first !== undefined && second !== undefined && first !== second)
        const [there, back] = [bothOf(match, [first, second]), bothOf(match, [second, first])]
        fc.pre(there !== null && back !== null)
        assert.deepEqual(pictureOfState(process.plan, there.state), pictureOfState(process.plan, back.state))
      }),
      { numRuns: 200 },
    )
  })
})

function bothOf(match: Match, deeds: readonly Seen[]): Match | null {
  let now: Match | null = match
  for (const seen of deeds) now = now && play(now, { seen, outcome: 0, fails: false })
  return now
}
