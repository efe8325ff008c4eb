import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  advance,
  type Happening,
  listWaits,
  makeAsking,
  type Passage,
  type Plan,
  type ProcessState,
  type StepResult,
  startProcess,
  type Wait,
} from '#modules/processes'
import { buildPlan } from '#test/plan-builder'

const asking = makeAsking([])

/** What can be said in a test: what stands in `readAct`, by the names of the nodes. */
export type Play = Readonly<{
  /** Does something said in words; gives where it stands then. */
  act: (said: string, variables?: Readonly<Record<string, unknown>>) => string
  /** The nodes waited for, the longest wait first; or the state the process is in; or why it did not happen. */
  stand: () => string
  state: () => ProcessState
  waits: () => readonly Wait[]
  passages: () => readonly Passage[]
}>

/** Starts a plan and lets a test say what happens. The state goes through JSON at each step, as it does in the database. */
export function playProcess(plan: Plan, variables: Readonly<Record<string, unknown>> = {}): Play {
  let state: ProcessState | undefined
  const passages: Passage[] = []
  let stand = take(startProcess(plan, variables, asking))
  function take(result: StepResult): string {
    if (!result.ok) return result.code === 'stuck' ? `stuck at ${result.node}` : result.code
    state = JSON.parse(JSON.stringify(result.state)) as ProcessState
    passages.push(...result.passages)
    if (state.status !== 'running') return [state.status, state.error].filter(Boolean).join(' ')
    return listWaits(plan, state)
      .map(({ node }) => node)
      .join(' ')
  }
  const known = (): ProcessState => {
    if (!state) throw new Error(`It has not started: ${stand}`)
    return state
  }
  return {
    act: (said, given = {}) => {
      const happening = readAct(said, listWaits(plan, known()), given)
      stand = take(advance(plan, known(), happening, asking))
      return stand
    },
    stand: () => stand,
    state: known,
    waits: () => listWaits(plan, known()),
    passages: () => passages,
  }
}

/**
 * `do A`, `do A approve`, `do A#2 approve` (the second that waits there), `fail S code`, `ring T`, `get message`, `cancel`.
 * Where nothing waits, token 0 stands for one that is not there.
 */
function readAct(
  said: string,
  waits: readonly Wait[],
  variables: Readonly<Record<string, unknown>>,
): Happening {
  const [verb, what = '', detail = null] = said.split(' ')
  const [node = '', index = '1'] = what.split('#')
  const token = waits.filter((wait) => wait.node === node)[Number(index) - 1]?.token ?? 0
  if (verb === 'do') return { type: 'complete', token, outcome: detail, variables }
  if (verb === 'fail') return { type: 'fail', token, error: detail ?? '' }
  if (verb === 'ring') return { type: 'ring', token, node }
  if (verb === 'get') return { type: 'message', message: what, variables }
  if (verb === 'cancel') return { type: 'cancel' }
  throw new Error(`Nobody can ${said}`)
}

/** What happens, and where the process stands then: the nodes it waits for, or the state it is in. */
export type Scene = Readonly<{
  name: string
  nodes: Parameters<typeof buildPlan>[0]
  ways: string
  given?: Record<string, unknown>
  acts: readonly (readonly [act: string, stand: string, variables?: Record<string, unknown>])[]
}>

/** Each scene is a test. */
export function playAll(scenes: readonly Scene[]): void {
  for (const { name, nodes, ways, given, acts } of scenes) {
    test(name, () => {
      const play = playProcess(buildPlan(nodes, ways), given)
      for (const [act, stand, variables] of acts) {
        const found = act === 'start' ? play.stand() : play.act(act, variables)
        assert.equal(found, stand, act)
      }
    })
  }
}
