import type { Plan, PlanNode } from './plan.ts'

/**
 * One scope of a plan as a game without data: tokens lie on flows and, where an activity has boundary events, in it.
 * Every choice is free. A marking says how many tokens lie where; keys are flow ids and `node!rung`.
 */
export type Marking = ReadonlyMap<string, number>

export type Net = Readonly<{
  plan: Plan
  nodes: readonly PlanNode[]
  start: PlanNode
  /** How far from the start a node lies; the hindmost token moves first, so that branches meet where they merge. */
  rank: ReadonlyMap<string, number>
  /** Only reached from events that leave their activity running: side branches, which may be open more than once. */
  aside: ReadonlySet<string>
}>

/** One way on: the node that acts, and the marking then; null: the scope has ended. */
export type Move = Readonly<{ node: string; to: Marking | null }>

export function openNet(plan: Plan, parent: string | null, startId: string): Net | null {
  const nodes = Object.values(plan.nodes).filter((node) => node.parent === parent)
  const start = plan.nodes[startId]
  if (!start) return null
  const main = reachFrom(plan, [startId], false)
  const all = reachFrom(plan, [startId], true)
  const aside = new Set([...all].filter((id) => !main.has(id)))
  return { plan, nodes, start, rank: rankNodes(plan, startId), aside }
}

/** The nodes that nodes lead to, along flows and boundary events. */
export function reachFrom(plan: Plan, from: readonly string[], alsoAside: boolean): Set<string> {
  const seen = new Set(from)
  const ahead = [...from]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const next of nextOf(plan, id, alsoAside)) {
      if (!seen.has(next)) ahead.push(next)
      seen.add(next)
    }
  }
  return seen
}

function nextOf(plan: Plan, id: string, alsoAside: boolean): string[] {
  const node = plan.nodes[id]
  if (!node) return []
  const boundaries = boundariesOf(plan, node).filter(({ interrupts }) => interrupts || alsoAside)
  return [
    ...node.outgoing.flatMap((flow) => plan.flows[flow]?.to ?? []),
    ...boundaries.map((boundary) => boundary.id),
  ]
}

type Boundary = Extract<PlanNode, { attachedTo: string }>

const boundariesOf = (plan: Plan, node: PlanNode): Boundary[] =>
  ('boundaries' in node ? node.boundaries : [])
    .flatMap((id) => plan.nodes[id] ?? [])
    .filter((boundary): boundary is Boundary => 'attachedTo' in boundary)

/** Reverse postorder: a node comes after all that lead to it, but for the ways back of loops. */
function rankNodes(plan: Plan, start: string): Map<string, number> {
  const order: string[] = []
  const seen = new Set([start])
  const stack = [{ id: start, next: nextOf(plan, start, true) }]
  for (let at = stack.at(-1); at; at = stack.at(-1)) {
    const id = at.next.pop()
    if (id === undefined) order.push(stack.pop()?.id ?? '')
    else if (!seen.has(id)) {
      seen.add(id)
      stack.push({ id, next: nextOf(plan, id, true) })
    }
  }
  return new Map(order.reverse().map((id, index) => [id, index]))
}

const take = (marking: Marking, places: readonly string[]): Marking => {
  const next = new Map(marking)
  for (const place of places) {
    const count = (next.get(place) ?? 0) - 1
    if (count > 0) next.set(place, count)
    else next.delete(place)
  }
  return next
}

/** A scope ends once, however many tokens come to where it does. */
const put = (net: Net, marking: Marking, places: readonly string[]): Marking => {
  const next = new Map(marking)
  for (const place of places) {
    const node = nodeAt(net, place)
    next.set(place, node && endsAll(node) ? 1 : (next.get(place) ?? 0) + 1)
  }
  return next
}

export const begin = (net: Net): Marking => put(net, new Map(), net.start.outgoing)

/** The node that a token on this place is at. */
export const nodeAt = ({ plan }: Net, place: string): PlanNode | undefined =>
  plan.nodes[plan.flows[place]?.to ?? place.split('!')[0] ?? '']

const isJoin = (node: PlanNode): boolean =>
  (node.kind === 'parallel_gateway' || node.kind === 'inclusive_gateway') && node.incoming.length > 1

const endsAll = ({ kind }: PlanNode): boolean => kind === 'terminate_end' || kind === 'error_end'

/**
 * The moves to look at. A token that is not at a join is hindered by nobody, so that the order of such tokens does not
 * matter: all moves of one of them stand for all. Joins come when nothing else can move, and what ends the whole scope comes
 * last of all: until then the others can have gone as far as they get. Null: too many choices at a node.
 */
export function listMoves(net: Net, marking: Marking): Move[] | null {
  const places = placesOf(net, marking)
  const hindmost = findHindmost(net, places.filter(isFree))
  if (hindmost) return movesOf(net, marking, hindmost.place, hindmost.node)
  const joined = movesOfJoins(net, marking, places)
  return joined === null || joined.length > 0 ? joined : movesOfEnds(places)
}

/**
 * The moves in the order in which they really come: what waits for nobody goes on at once, a join as soon as it is ready; only
 * then one of those that wait, any of them. There are more than `listMoves` gives, and none is left out.
 */
export function listRealMoves(net: Net, marking: Marking): Move[] | null {
  const places = placesOf(net, marking)
  const restless = findHindmost(
    net,
    places.filter((at) => isFree(at) && !waitsAt(net, at)),
  )
  if (restless) return movesOf(net, marking, restless.place, restless.node)
  const joined = movesOfJoins(net, marking, places)
  if (joined === null || joined.length > 0) return joined
  const each = listWaiting(net, marking).map(({ place, node }) => movesOf(net, marking, place, node))
  if (each.includes(null)) return null
  return each.length > 0 ? each.flatMap((moves) => moves ?? []) : movesOfEnds(places)
}

/** Where tokens wait for a person, a moment, a message or another system. */
export const listWaiting = (net: Net, marking: Marking): readonly At[] =>
  placesOf(net, marking).filter((at) => isFree(at) && waitsAt(net, at))

/** A token on a place, and the node it is at. */
type At = Readonly<{ place: string; node: PlanNode }>

const placesOf = (net: Net, marking: Marking): At[] =>
  [...marking.keys()].flatMap((place) => {
    const node = nodeAt(net, place)
    return node ? [{ place, node }] : []
  })

const isFree = ({ node }: At): boolean => !isJoin(node) && !endsAll(node)

/**
 * An activity with boundary events is entered at once; it is inside that it waits. Side branches may be open as often as they
 * like, and hinder nobody: they go on first.
 */
const waitsAt = ({ plan, aside }: Net, { place, node }: At): boolean =>
  waitingKinds.includes(node.kind) &&
  !aside.has(node.id) &&
  (place.includes('!') || boundariesOf(plan, node).length === 0)

const waitingKinds: readonly PlanNode['kind'][] = [
  'user_task',
  'manual_task',
  'receive_task',
  'service_task',
  'subprocess',
  'event_gateway',
  'catch_timer',
  'catch_message',
]

function findHindmost(net: Net, places: readonly At[]): At | null {
  const key = ({ node }: At): number => (net.aside.has(node.id) ? -10_000 : 0) + (net.rank.get(node.id) ?? 0)
  return places.reduce<At | null>((a, b) => (a && key(a) <= key(b) ? a : b), null)
}

/** The moves of the joins that are ready. Null: too many choices at one of them. */
function movesOfJoins(net: Net, marking: Marking, places: readonly At[]): Move[] | null {
  const joins = [...new Set(places.map(({ node }) => node))].filter(isJoin)
  const joined = joins.map((join) => joinMoves(net, marking, join))
  return joined.includes(null) ? null : joined.flatMap((each) => each ?? [])
}

const movesOfEnds = (places: readonly At[]): Move[] =>
  places.filter(({ node }) => endsAll(node)).map(({ node }) => ({ node: node.id, to: null }))

function movesOf(net: Net, marking: Marking, place: string, node: PlanNode): Move[] | null {
  const rest = take(marking, [place])
  const boundaries = boundariesOf(net.plan, node)
  if (!place.includes('!') && boundaries.length > 0)
    return [{ node: node.id, to: put(net, rest, [`${node.id}!`]) }]
  const caught = boundaries.filter(({ interrupts }) => interrupts).map(({ id, outgoing }) => ({ id, outgoing }))
  const rung = place.slice(place.indexOf('!') + 1).split(' ')
  const rings = boundaries
    .filter(({ id, interrupts }) => !interrupts && !rung.includes(id))
    .map(({ id, outgoing }) => ({
      id,
      outgoing: [...outgoing, `${node.id}!${[...rung, id].join(' ').trim()}`],
    }))
  const ways = waysOut(net, node)
  if (ways === null) return null
  const left = ways.map((outgoing): Move => ({ node: node.id, to: put(net, rest, outgoing) }))
  const others = [...caught, ...rings].map(
    ({ id, outgoing }): Move => ({ node: id, to: put(net, rest, outgoing) }),
  )
  return [...left, ...others]
}

const mostChoices = 8

/** The sets of flows a node can be left by. Null: too many of them. */
function waysOut({ plan }: Net, node: PlanNode): (readonly string[])[] | null {
  if (node.kind === 'subprocess' && !canFinish(plan, node.id)) return []
  if (node.kind === 'exclusive_gateway' || node.kind === 'event_gateway')
    return node.outgoing.map((flow) => [flow])
  const byDefault = 'defaultFlow' in node ? node.defaultFlow : null
  const isChosen = (id: string): boolean => plan.flows[id]?.condition !== null && id !== byDefault
  const chosen = node.kind === 'parallel_gateway' ? [] : node.outgoing.filter(isChosen)
  if (chosen.length === 0) return [node.outgoing]
  if (chosen.length > mostChoices) return null
  const certain = node.outgoing.filter((id) => !chosen.includes(id) && id !== byDefault)
  const subsets = Array.from({ length: 2 ** chosen.length }, (_, mask) =>
    chosen.filter((_id, bit) => mask & (1 << bit)),
  )
  return subsets.flatMap((subset) => {
    if (subset.length > 0) return [[...certain, ...subset]]
    const none = byDefault === null ? certain : [...certain, byDefault]
    return none.length > 0 ? [none] : []
  })
}

/** A sub-process that only ends by errors is never left the ordinary way. */
const canFinish = (plan: Plan, id: string): boolean =>
  Object.values(plan.nodes).some(
    ({ parent, kind }) => parent === id && /^(message_|terminate_)?end$/.test(kind),
  )

function joinMoves(net: Net, marking: Marking, join: PlanNode): Move[] | null {
  const taken = join.incoming.filter((flow) => marking.has(flow))
  const isReady =
    join.kind === 'parallel_gateway'
      ? taken.length === join.incoming.length
      : !mayCome(net, marking, join, taken)
  if (!isReady) return []
  const rest = take(marking, taken)
  return waysOut(net, join)?.map((outgoing): Move => ({ node: join.id, to: put(net, rest, outgoing) })) ?? null
}

/**
 * Whether an inclusive gateway must wait: a token elsewhere can still reach it, and only by flows that have none yet (BPMN
 * 2.0.2, 13.4.3).
 */
function mayCome(net: Net, marking: Marking, join: PlanNode, taken: readonly string[]): boolean {
  return [...marking.keys()].some((place) => {
    const node = nodeAt(net, place)
    if (!node || node.id === join.id) return false
    const flows = join.incoming.filter((flow) => canReach(net, node.id, flow, join.id))
    return flows.length > 0 && !flows.some((flow) => taken.includes(flow))
  })
}

const known = new WeakMap<Net, Map<string, ReadonlySet<string>>>()

/** Whether a token at a node can come to a flow without passing the gateway it leads to. */
function canReach(net: Net, from: string, flow: string, around: string): boolean {
  const reaches = known.get(net) ?? new Map<string, ReadonlySet<string>>()
  known.set(net, reaches)
  const key = `${from} ${around}`
  const reach = reaches.get(key) ?? reachWithout(net.plan, from, around)
  reaches.set(key, reach)
  return reach.has(net.plan.flows[flow]?.from ?? '')
}

function reachWithout(plan: Plan, from: string, around: string): Set<string> {
  const seen = new Set([from])
  const ahead = [from]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const next of nextOf(plan, id, true)) {
      if (next === around || seen.has(next)) continue
      seen.add(next)
      ahead.push(next)
    }
  }
  return seen
}
