import {
  begin,
  listMoves,
  listRealMoves,
  listWaiting,
  type Marking,
  type Move,
  type Net,
  nodeAt,
  openNet,
  reachFrom,
} from './net.ts'
import type { Plan, PlanNode } from './plan.ts'

/** What is wrong with the shape of a process, at a node or flow of it; `values` belong to the sentence for the code. */
export type Flaw = Readonly<{
  node: string
  code:
    | 'unreachable'
    | 'no_end'
    | 'livelock'
    | 'deadlock'
    | 'twice_at_once'
    | 'piles_up'
    | 'never_ends'
    | 'too_complex'
  values: readonly (string | number)[]
}>

const mostStates = 10_000

/**
 * Whether a process comes to its end from everywhere it can get to: each scope on its own, its sub-processes as one step.
 * Conditions are not evaluated: what is sound here is sound whatever the data. A shape that cannot be judged within 10 000
 * states is a flaw too (`too_complex`). Empty: sound.
 */
export function findFlaws(plan: Plan): Flaw[] {
  const inner = Object.values(plan.nodes).flatMap((node) => (node.kind === 'subprocess' ? [node] : []))
  const scopes = [{ id: null, start: plan.start }, ...inner.map(({ id, start }) => ({ id, start }))]
  return scopes.flatMap(({ id, start }) => {
    const net = openNet(plan, id, start)
    if (!net) return []
    const drawn = [...findUnconnected(net), ...findLivelocks(net)]
    if (drawn.length > 0) return drawn
    const found = explore(net, inFewSteps)
    return found.length > 0 ? found : explore(net, asItComes).filter(({ code }) => code !== 'too_complex')
  })
}

const flaw = (node: string, code: Flaw['code'], ...values: readonly (string | number)[]): Flaw => ({
  node,
  code,
  values,
})

/** Nodes that no way leads to, and nodes from which none leads to an end. */
function findUnconnected({ plan, nodes, start }: Net): Flaw[] {
  const reached = reachFrom(plan, [start.id], true)
  const ends = nodes.filter(({ kind }) => /end$/.test(kind)).map(({ id }) => id)
  const ending = reachBackwards(plan, nodes, ends)
  return nodes.flatMap(({ id }) => {
    if (!reached.has(id)) return [flaw(id, 'unreachable')]
    return ending.has(id) ? [] : [flaw(id, 'no_end')]
  })
}

function reachBackwards(plan: Plan, nodes: readonly PlanNode[], ends: readonly string[]): Set<string> {
  const before = new Map<string, string[]>()
  for (const node of nodes) {
    const sources = node.incoming.flatMap((flow) => plan.flows[flow]?.from ?? [])
    before.set(node.id, 'attachedTo' in node ? [...sources, node.attachedTo] : sources)
  }
  return closure(before, ends)
}

/** Loops in which nothing waits for a person, a moment or a message: once in, a process could turn round for ever. */
function findLivelocks({ plan, nodes }: Net): Flaw[] {
  const restless = new Set(nodes.filter((node) => !waits(plan, node)).map(({ id }) => id))
  const found = new Set<string>()
  return [...restless].flatMap((id) => {
    if (found.has(id)) return []
    const loop = findLoop(plan, restless, id)
    for (const each of loop) found.add(each)
    return loop.length > 0 ? [flaw(id, 'livelock', loop.join(', '))] : []
  })
}

const waiting: readonly PlanNode['kind'][] = [
  'user_task',
  'manual_task',
  'receive_task',
  'event_gateway',
  'catch_timer',
  'catch_message',
]

/** A sub-process waits when every way through it does. */
function waits(plan: Plan, node: PlanNode): boolean {
  if (waiting.includes(node.kind) || node.kind.startsWith('boundary_')) return node.kind !== 'boundary_error'
  return node.kind === 'subprocess' && !isPassedAtOnce(plan, node.start, new Set())
}

function isPassedAtOnce(plan: Plan, id: string, seen: Set<string>): boolean {
  const node = plan.nodes[id]
  if (!node || seen.has(id) || waits(plan, node)) return false
  seen.add(id)
  if (/end$/.test(node.kind)) return true
  return node.outgoing.some((flow) => isPassedAtOnce(plan, plan.flows[flow]?.to ?? '', seen))
}

/** The nodes of a shortest loop through `id` over these nodes; empty: none. */
function findLoop(plan: Plan, over: ReadonlySet<string>, id: string): string[] {
  const cameFrom = new Map<string, string>()
  const ahead = [id]
  for (let at = ahead.shift(); at !== undefined; at = ahead.shift()) {
    const node = plan.nodes[at]
    const next = [
      ...(node?.outgoing.flatMap((flow) => plan.flows[flow]?.to ?? []) ?? []),
      ...(node && 'boundaries' in node ? node.boundaries : []),
    ].filter((each) => over.has(each))
    if (next.includes(id)) return pathTo(cameFrom, id, at)
    for (const each of next) {
      if (cameFrom.has(each)) continue
      cameFrom.set(each, at)
      ahead.push(each)
    }
  }
  return []
}

function pathTo(cameFrom: ReadonlyMap<string, string>, first: string, last: string): string[] {
  const path = [last]
  for (let at = last; at !== first; at = cameFrom.get(at) ?? first) path.unshift(cameFrom.get(at) ?? first)
  return path
}

type State = { marking: Marking; cameFrom: number | null; next: number[]; ends: boolean }

/** How a scope is played, up to how many states, and what must not be met on the way. */
type Playing = Readonly<{
  list: (net: Net, marking: Marking) => Move[] | null
  mostStates: number
  meets: (net: Net, marking: Marking) => Flaw | null
}>

/** Side branches stand for one another: few states, which suffice for large shapes. */
const inFewSteps: Playing = { list: listMoves, mostStates, meets: () => null }

/**
 * Every order in which waiting things may end: what the short way leaves out, where loops lead back into branches that run side
 * by side. As far as it gets; a shape that is too large for it was judged by the short way.
 */
const asItComes: Playing = { list: listRealMoves, mostStates: 2000, meets: findOpenTwice }

/** Two tokens wait at one node: the same task would be open twice. */
function findOpenTwice(net: Net, marking: Marking): Flaw | null {
  const waiting = listWaiting(net, marking)
  const twice = waiting.find(({ node }, index) =>
    waiting.some((other, at) => at < index && other.node === node),
  )
  return twice ? flaw(twice.node.id, 'twice_at_once') : null
}

/** Plays every choice, from the start until nothing new comes. The first flaw found is told, with where it shows. */
function explore(net: Net, playing: Playing): Flaw[] {
  const states: State[] = [{ marking: begin(net), cameFrom: null, next: [], ends: false }]
  const known = new Map([[keyOf(begin(net)), 0]])
  const acted = new Set([net.start.id])
  for (let index = 0; index < states.length; index++) {
    const state = states[index]
    if (!state) break
    const played = play(net, playing, states, state)
    if ('code' in played) return [played]
    for (const { node } of played.moves) acted.add(node)
    const reached = played.moves.flatMap(({ to }) => (to ? settle(net, playing, to, acted) : []))
    state.ends ||= reached.length < played.moves.length
    state.next = reached.map((to) => visit(states, known, to, index))
  }
  return [...findTrap(net, states), ...findNeverActing(net, acted)]
}

/** Goes on from a marking as long as there is one way only: what lies between two choices needs no states of its own. */
function settle(net: Net, { list, meets }: Playing, from: Marking, acted: Set<string>): Marking {
  let marking = from
  for (let count = 0; count < 2 * net.nodes.length && !findTwice(net, marking); count++) {
    if (meets(net, marking)) break
    const moves = list(net, marking)
    const [move] = moves ?? []
    if (moves?.length !== 1 || !move?.to) break
    acted.add(move.node)
    marking = move.to
  }
  return marking
}

/** The moves from a state, or what is wrong with it. */
function play(
  net: Net,
  playing: Playing,
  states: readonly State[],
  state: State,
): Readonly<{ moves: readonly Move[] }> | Flaw {
  if (states.length > playing.mostStates) return flaw(net.start.id, 'too_complex', playing.mostStates)
  const found =
    findTwice(net, state.marking) ?? playing.meets(net, state.marking) ?? findGrowth(net, states, state)
  if (found) return found
  if (state.marking.size === 0) {
    state.ends = true
    return { moves: [] }
  }
  const moves = playing.list(net, state.marking)
  if (moves === null) return flaw(net.start.id, 'too_complex', playing.mostStates)
  return moves.length === 0 ? describeStop(net, state.marking) : { moves }
}

function visit(states: State[], known: Map<string, number>, marking: Marking, cameFrom: number): number {
  const key = keyOf(marking)
  const there = known.get(key)
  if (there !== undefined) return there
  known.set(key, states.length)
  return states.push({ marking, cameFrom, next: [], ends: false }) - 1
}

const keyOf = (marking: Marking): string =>
  [...marking]
    .map(([place, count]) => `${place}=${count}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('|')

/** Two tokens on one flow: branches that run side by side meet, and what follows would be done twice. */
function findTwice(net: Net, marking: Marking): Flaw | null {
  for (const [place, count] of marking) {
    const source = net.plan.flows[place]?.from ?? nodeAt(net, place)?.id ?? ''
    if (count > 1 && !net.aside.has(source))
      return flaw(net.plan.flows[place] ? place : source, 'twice_at_once')
  }
  return null
}

/**
 * A marking that holds an earlier one and more: the way between can be gone again and again. What is more must not lead to an
 * inclusive gateway, which waits for it: then the way cannot be gone again.
 */
function findGrowth(net: Net, states: readonly State[], { marking, cameFrom }: State): Flaw | null {
  for (let at = cameFrom === null ? undefined : states[cameFrom]; at; at = states[at.cameFrom ?? -1]) {
    const before = at.marking
    if (before.size === 0 || [...before].some(([place, count]) => (marking.get(place) ?? 0) < count)) continue
    const more = [...marking].flatMap(([place, count]) => (count > (before.get(place) ?? 0) ? [place] : []))
    if (more.length > 0 && !isWaitedFor(net, more))
      return flaw(nodeAt(net, more[0] ?? '')?.id ?? net.start.id, 'piles_up')
  }
  return null
}

const isWaitedFor = (net: Net, places: readonly string[]): boolean =>
  [
    ...reachFrom(
      net.plan,
      places.flatMap((place) => nodeAt(net, place)?.id ?? []),
      true,
    ),
  ].some((id) => {
    const node = net.plan.nodes[id]
    return node?.kind === 'inclusive_gateway' && node.incoming.length > 1
  })

/** Nothing moves: a join waits for what cannot come, or an activity is never left. */
function describeStop(net: Net, marking: Marking): Flaw {
  const [place = ''] = [...marking.keys()]
  const node = nodeAt(net, place)
  if (!node) return flaw(net.start.id, 'never_ends')
  const missing = node.incoming.filter((flow) => !marking.has(flow))
  return missing.length > 0 ? flaw(node.id, 'deadlock', missing.join(', ')) : flaw(node.id, 'never_ends')
}

/** A state from which the end cannot be reached any more, though something always moves. */
function findTrap(net: Net, states: readonly State[]): Flaw[] {
  const before = new Map<string, string[]>()
  for (const [index, { next }] of states.entries()) {
    for (const each of next) before.set(String(each), [...(before.get(String(each)) ?? []), String(index)])
  }
  const ends = states.flatMap((state, index) => (state.ends ? [String(index)] : []))
  const ending = closure(before, ends)
  const trap = states.find((_, index) => !ending.has(String(index)))
  const [place = ''] = trap?.marking.keys() ?? []
  return trap ? [flaw(nodeAt(net, place)?.id ?? net.start.id, 'never_ends')] : []
}

function closure(next: ReadonlyMap<string, readonly string[]>, from: readonly string[]): Set<string> {
  const seen = new Set(from)
  const ahead = [...from]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const each of next.get(id) ?? []) {
      if (!seen.has(each)) ahead.push(each)
      seen.add(each)
    }
  }
  return seen
}

const findNeverActing = (net: Net, acted: ReadonlySet<string>): Flaw[] =>
  net.nodes.filter(({ id }) => !acted.has(id)).map(({ id }) => flaw(id, 'unreachable'))
