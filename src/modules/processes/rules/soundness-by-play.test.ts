import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { buildPlan } from '#test/plan-builder'
import { advance, startProcess } from './engine.ts'
import type { Plan } from './plan.ts'
import { findFlaws } from './soundness.ts'
import type { StepResult } from './state.ts'
import { listWaits } from './waits.ts'

type Drawn = Readonly<{ kind: string; to: readonly number[] }>

const drawn: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('task', 'task', 'task', 'xor', 'xor', 'and', 'or'),
    // How far on; a negative number leads back.
    to: fc.uniqueArray(fc.constantFrom(1, 1, 1, 2, 2, 3, -1, -2), { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 2, maxLength: 8 },
)

/** Nodes in a row with ways forwards and back, as nobody would draw them: most are not sound. */
function planOf(row: readonly Drawn[]): Plan {
  const nodes = Object.fromEntries(row.map(({ kind }, index) => [`${kind} n${index}`, {}]))
  const ways = row.flatMap(({ kind, to }, index) => {
    const all = kind === 'task' ? to.slice(0, 1) : to
    const targets = [
      ...new Set(all.map((step) => (index + step >= row.length ? 'e' : `n${Math.max(0, index + step)}`))),
    ]
    const chooses = targets.length > 1 && (kind === 'xor' || kind === 'or')
    return targets.map((target, place) => {
      const condition = place === targets.length - 1 ? ' [default]' : ' [free]'
      return `n${index} -> ${target}${chooses ? condition : ''}`
    })
  })
  return buildPlan({ 'start s': {}, 'end e': {}, ...nodes }, ['s -> n0', ...ways].join('\n'))
}

/** Plays one run, every choice by `choose`, as long as something waits; says what went wrong. */
function play(plan: Plan, choose: (options: number) => number): string | null {
  const asking = { feel: () => choose(2) === 1, decide: () => null }
  let step: StepResult = startProcess(plan, {}, asking)
  for (let count = 0; count < 200; count++) {
    if (!step.ok) return step.code
    if (step.state.status !== 'running') return null
    const waits = listWaits(plan, step.state)
    const { token } = waits[choose(waits.length)] ?? {}
    if (token === undefined) return 'nothing waits and nothing ends'
    const nodes = waits.map(({ node }) => node)
    if (new Set(nodes).size < nodes.length) return 'one task is open twice'
    step = advance(plan, step.state, { type: 'complete', token, outcome: null, variables: {} }, asking)
  }
  return null
}

/** Numbers that follow from the first one. */
function chooseFrom(seed: number): (options: number) => number {
  let state = Math.imul(seed + 1, 0x9e_37_79_b1)
  return (options) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * options)
  }
}

test('what is judged sound never stands still, however it is played', () => {
  let sound = 0
  fc.assert(
    fc.property(drawn, fc.integer(), (row, seed) => {
      const plan = planOf(row)
      if (findFlaws(plan).length > 0) return
      sound++
      for (let run = 0; run < 10; run++) assert.equal(play(plan, chooseFrom(seed + run)), null)
    }),
    { numRuns: 3000 },
  )
  assert.ok(sound > 100, `${sound} were sound`)
})

/** Some ways are taken once in thousands of runs. */
function canGetStuck(plan: Plan): boolean {
  for (let seed = 0; seed < 50_000; seed++) if (play(plan, chooseFrom(seed)) !== null) return true
  return false
}

test('a gateway that is said to wait for ever does', () => {
  let found = 0
  fc.assert(
    fc.property(drawn, (row) => {
      const plan = planOf(row)
      if (findFlaws(plan)[0]?.code !== 'deadlock') return
      found++
      assert.ok(canGetStuck(plan))
    }),
    { numRuns: 12_000 },
  )
  assert.ok(found > 10, `${found} waited`)
})
