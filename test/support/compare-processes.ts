import assert from 'node:assert/strict'
import {
  advance,
  type Happening,
  listWaits,
  makeAsking,
  type ProcessState,
  type StepResult,
  startProcess,
  type Wait,
} from '#modules/processes'
import type { GeneratedProcess } from '#test/generated-processes'
import {
  doVisit,
  failVisit,
  receiveMessage,
  ringVisit,
  startWorlds,
  type Visit,
  type World,
} from '#test/token-game'

const asking = makeAsking([])

/** A wait as somebody saw it, and which visit that is in the model. */
export type Seen = Readonly<{ wait: Wait; visit: Visit; outcomes: readonly (string | null)[] }>

/** Something to do with what was seen. */
export type Deed = Readonly<{ seen: Seen; outcome: number; fails: boolean; by?: string }>

/** A process played by the engine and by the model at the same time. */
export type Match = Readonly<{
  process: GeneratedProcess
  state: ProcessState
  worlds: readonly World[]
  /** After how many things each token came. */
  since: ReadonlyMap<number, number>
}>

export function startMatch(process: GeneratedProcess): Match {
  const rules = { plan: process.plan, asking }
  const result = startProcess(process.plan, process.flags, asking)
  return compare({ process, worlds: startWorlds(rules, process.flags), since: new Map() }, result)
}

/** What can be seen to wait. */
export function look({ process: { plan }, state, since }: Match): Seen[] {
  return listWaits(plan, state).map((wait) => {
    const at = state.tokens.find(({ id }) => id === wait.token)?.node ?? ''
    const node = plan.nodes[wait.node]
    const keys = node && 'outcomes' in node ? node.outcomes.map(({ key }) => key) : []
    return {
      wait,
      visit: { where: pathOf(plan, state, wait.token), at, since: since.get(wait.token) ?? -1 },
      outcomes: keys.length > 0 ? keys : [null],
    }
  })
}

/**
 * Both do it: either both refuse it, then nothing changes, or the engine is where the model may be. `null`: refused.
 */
export function play(match: Match, deed: Deed): Match | null {
  const rules = { plan: match.process.plan, asking }
  const happening = happeningOf(deed)
  const allowed = match.worlds.flatMap((world) => allow(rules, world, deed, happening))
  const result = advance(match.process.plan, match.state, happening, asking)
  if (allowed.length === 0) {
    assert.deepEqual(result, { ok: false, code: 'not_waiting' })
    return null
  }
  return compare({ ...match, worlds: allowed }, result)
}

/** What a deed is to the engine. */
export function happeningOf({ seen: { wait, visit, outcomes }, outcome, fails, by }: Deed): Happening {
  const variables = { [`from_${wait.node}`]: visit.where }
  const { token, node } = wait
  if (wait.kind === 'timer') return { type: 'ring', token, node }
  if (wait.kind === 'message') return { type: 'message', message: wait.message ?? '', variables }
  if (wait.kind === 'service' && fails) return { type: 'fail', token, error: 'down' }
  const done = {
    type: 'complete',
    token,
    outcome: outcomes[outcome % outcomes.length] ?? null,
    variables,
  } as const
  return by !== undefined && wait.kind === 'task' ? { ...done, by } : done
}

type Rules = Parameters<typeof startWorlds>[0]

function allow(rules: Rules, world: World, { seen: { wait, visit } }: Deed, happening: Happening): World[] {
  switch (happening.type) {
    case 'ring':
      return ringVisit(rules, world, visit, wait.node)
    case 'message':
      return receiveMessage(rules, world, happening.message, happening.variables)
    case 'fail':
      return failVisit(rules, world, visit, happening.error)
    case 'complete':
      return doVisit(rules, world, visit, happening)
    case 'cancel':
      return []
  }
}

/** The engine stands where one of the worlds does; the others are out. Its state has gone through JSON. */
function compare(match: Omit<Match, 'state'>, result: StepResult): Match {
  assert.ok(result.ok, JSON.stringify(result))
  const state = JSON.parse(JSON.stringify(result.state)) as ProcessState
  assert.deepEqual(state, result.state, 'a state is plain JSON')
  const stands = pictureOfState(match.process.plan, state)
  const worlds = match.worlds.filter(
    (world) => JSON.stringify(pictureOfWorld(world)) === JSON.stringify(stands),
  )
  assert.ok(
    worlds.length > 0,
    `the model is elsewhere: ${JSON.stringify([stands, ...match.worlds.map(pictureOfWorld)], null, 1)}`,
  )
  const now = worlds[0]?.now ?? 0
  const since = new Map(state.tokens.map(({ id }) => [id, match.since.get(id) ?? now]))
  return { ...match, state, worlds, since }
}

type Picture = Readonly<{ status: string; error: string | null; marks: string[]; data: unknown; gave: unknown }>

/** A state by what it means: the numbers of tokens and scopes say nothing. */
export function pictureOfState(plan: GeneratedProcess['plan'], state: ProcessState): Picture {
  const marks = state.tokens.map((token) => {
    const node = plan.nodes[token.node]
    const isAtJoin = token.cameBy !== null && /^(parallel|inclusive)/.test(node?.kind ?? '')
    const at = isAtJoin ? `flow ${token.cameBy}` : token.node
    return markOf(pathOf(plan, state, token.id), at, token.outcome, token.rung)
  })
  const instances = state.scopes.flatMap((scope) => {
    const host = state.tokens.find(({ id }) => id === scope.token)
    if (!(host && scope.item)) return []
    const path = `${pathOf(plan, state, host.id)}${host.node}#${scope.item.index}/`
    return [[path, { each: scope.item.value, ...scope.item.variables }] as const]
  })
  const gave = state.tokens.flatMap(({ id, node, forEach }) =>
    forEach ? [[pathOf(plan, state, id) + node, forEach.results] as const] : [],
  )
  return {
    status: state.status,
    error: state.error,
    marks: marks.sort(),
    data: inOrder({ '': state.variables, ...Object.fromEntries(instances) }),
    gave: inOrder(Object.fromEntries(gave)),
  }
}

const pictureOfWorld = ({ status, error, marks, data, gave }: World): Picture => ({
  status,
  error,
  marks: marks
    .map(({ on, at, where, outcome, rung }) => markOf(where, on === 'flow' ? `flow ${at}` : at, outcome, rung))
    .sort(),
  data: inOrder(data),
  gave: inOrder(gave),
})

const markOf = (where: string, at: string, outcome: string | null, rung: readonly string[]): string =>
  `${where} ${at} ${outcome} ${rung.join()}`

/** The same with all keys in the order of the alphabet. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}

/** The scope of a token as the model names it. */
function pathOf(plan: GeneratedProcess['plan'], state: ProcessState, token: number): string {
  const scope = state.scopes.find(({ id }) => id === state.tokens.find((each) => each.id === token)?.scope)
  const host = state.tokens.find(({ id }) => id === scope?.token)
  if (!(scope && host)) return ''
  return `${pathOf(plan, state, host.id)}${host.node}${scope.item ? `#${scope.item.index}` : ''}/`
}
