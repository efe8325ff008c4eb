import type { Asking, Flow, ForEach, Plan, PlanNode } from '#modules/processes'

/**
 * The token game of BPMN 2.0.2, chapter 13, once more: slow, and written to be obvious. A world is what is marked; there is
 * one rule for each element; whatever order the rules are used in, all worlds that come of it are found. It knows nothing
 * of the engine, which is compared with it.
 */
export type World = Readonly<{
  status: 'running' | 'ended' | 'failed'
  error: string | null
  marks: readonly Mark[]
  /** What was set where: '' in the process itself, else inside the instance of a multi-instance activity. */
  data: Readonly<Record<string, Data>>
  /** Of multi-instance activities, by where and id: what each instance gave; null: not ended. */
  gave: Readonly<Record<string, readonly (Data | null)[]>>
  /** By scope: the outcomes of the tokens that ended there. */
  ended: Readonly<Record<string, readonly Outcome[]>>
  /** How many things have happened. */
  now: number
}>

/**
 * A marked flow (`on: 'flow'`), or a marked node: something that runs or waits there. `where`: the scope, as the path to it:
 * '' is the process, `S/` the inside of S, `A#1/` the second instance of A. `since`: after how many things that happened.
 */
export type Mark = Readonly<{
  on: 'flow' | 'node'
  at: string
  where: string
  outcome: Outcome
  since: number
  rung: readonly string[]
}>

/** Names a visit for ever. */
export type Visit = Pick<Mark, 'where' | 'at' | 'since'>

type Outcome = string | null
type Data = Readonly<Record<string, unknown>>
type Done = Readonly<{ outcome: Outcome; variables: Data; by?: string }>
type Rules = Readonly<{ plan: Plan; asking: Asking }>
type Place = Pick<Mark, 'where' | 'outcome'>

/** The worlds a process may be in when it has started and come to rest. */
export function startWorlds(rules: Rules, variables: Data): World[] {
  const empty: World = {
    status: 'running',
    error: null,
    marks: [],
    data: { '': variables },
    gave: {},
    ended: {},
    now: 0,
  }
  return settle(rules, [mark(empty, 'node', rules.plan.start, { where: '', outcome: null })])
}

/** A task or a service is done. No world: nothing waits for that. */
export function doVisit(rules: Rules, before: World, visit: Visit, done: Done): World[] {
  const { outcome, variables } = done
  const found = find(before, visit)
  const node = rules.plan.nodes[visit.at]
  if (!found || found.at in gaveOf(before, found) || !node) return []
  const world = clear(tick(before), found)
  if (node.kind === 'service_task') {
    const kept = node.result === null ? world : setData(world, found.where, { [node.result]: variables })
    return settle(rules, goOut(rules, kept, found))
  }
  if (node.kind !== 'user_task' && node.kind !== 'manual_task') return []
  const told = setTask(setData(world, found.where, variables), found, done)
  return settle(rules, goOut(rules, told, { ...found, outcome }))
}

/** A timer rings, at an event or at the boundary of what waits there. */
export function ringVisit(rules: Rules, world: World, visit: Visit, timer: string): World[] {
  const found = find(world, visit)
  if (!found || !eventsOf(rules.plan, found).some(({ id, kind }) => id === timer && kind.endsWith('timer')))
    return []
  return settle(rules, happenAt(rules, tick(world), found, timer))
}

/** A service fails with an error. */
export function failVisit(rules: Rules, world: World, visit: Visit, error: string): World[] {
  const found = find(world, visit)
  if (!found || rules.plan.nodes[visit.at]?.kind !== 'service_task') return []
  if (found.at in gaveOf(world, found)) return []
  const inner = `${found.at}#`
  const from = lastStep(found.where).startsWith(inner) ? outside(found.where) : found.where
  return settle(rules, [throwError(rules, tick(world), from, found.at, error)])
}

/** A message comes: to any of those that have waited longest. */
export function receiveMessage(rules: Rules, world: World, message: string, variables: Data): World[] {
  const waiting = world.marks.flatMap((each) =>
    eventsOf(rules.plan, each)
      .filter((event) => 'message' in event && event.message === message)
      .map(({ id }) => ({ each, id })),
  )
  const first = Math.min(...waiting.map(({ each }) => each.since))
  return waiting
    .filter(({ each }) => each.since === first)
    .flatMap(({ each, id }) => {
      const told = setData(tick(world), each.where, variables)
      return settle(rules, happenAt(rules, told, each, id))
    })
}

/** All worlds in which no rule can be used any more. */
function settle(rules: Rules, worlds: readonly World[]): World[] {
  const seen = new Set<string>()
  const resting: World[] = []
  const ahead = [...worlds]
  for (let world = ahead.pop(); world; world = ahead.pop()) {
    const key = keyOf(world)
    if (seen.has(key)) continue
    seen.add(key)
    const next = listNext(rules, world)
    if (next.length === 0) resting.push(world)
    ahead.push(...next)
  }
  return resting
}

/** The same for worlds that differ only in the order in which it came about. */
function keyOf({ marks, data, gave, ended, ...rest }: World): string {
  const sets = [data, gave, ended].map((set) =>
    Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1)),
  )
  return JSON.stringify([rest, marks.map((each) => JSON.stringify(each)).sort(), ...sets])
}

function listNext(rules: Rules, world: World): World[] {
  if (world.status !== 'running') return []
  if (world.marks.length === 0) return [{ ...world, status: 'ended', ended: {} }]
  const alone = world.marks.find((each) => standsAlone(rules, each))
  return (alone ? [alone] : world.marks).flatMap((each) =>
    each.on === 'flow' ? useFlowRule(rules, world, each) : useNodeRule(rules, world, each),
  )
}

/** What moves a mark and touches nothing else need not be tried before and after everything else. */
function standsAlone({ plan }: Rules, { on, at }: Mark): boolean {
  const node = plan.nodes[on === 'flow' ? (plan.flows[at]?.to ?? '') : at]
  if (!node) return false
  if (on === 'node') return node.kind === 'start' || 'attachedTo' in node
  const isJoin = node.kind.endsWith('_gateway') && node.incoming.length > 1 && node.kind !== 'exclusive_gateway'
  return !(isJoin || ['terminate_end', 'error_end'].includes(node.kind))
}

/** Rules for a flow that is marked: what its target does. */
function useFlowRule(rules: Rules, world: World, flow: Mark): World[] {
  const node = nodeOf(rules, rules.plan.flows[flow.at]?.to)
  const there = { ...flow, at: node.id }
  if (node.kind === 'parallel_gateway' || node.kind === 'inclusive_gateway')
    return joinRule(rules, world, flow, node)
  const world1 = clear(world, flow)
  if ('forEach' in node && node.forEach) return eachRule(rules, world1, there, node, node.forEach)
  switch (node.kind) {
    case 'exclusive_gateway':
      return goOut(rules, world1, there)
    case 'end':
    case 'message_end':
      return [end(world1, there)]
    case 'terminate_end':
      return [end(terminate(world1, flow.where), there)]
    case 'error_end':
      return [throwError(rules, world1, ...scopeOf(flow.where), node.error)]
    case 'rule_task':
      return goOut(rules, evaluate(rules, world1, there, node), there)
    case 'subprocess':
      return [mark(mark(world1, 'node', node.id, there), 'node', node.start, inside(there, node.id))]
    default:
      return [mark(world1, 'node', node.id, there)]
  }
}

/** Rules for a node that is marked: events that only pass, and activities whose inside has ended. */
function useNodeRule(rules: Rules, world: World, here: Mark): World[] {
  const node = nodeOf(rules, here.at)
  if (node.kind === 'start' || 'attachedTo' in node) return goOut(rules, clear(world, here), here)
  if ('forEach' in node && node.forEach && here.at in gaveOf(world, here))
    return instanceRule(rules, world, here, node.forEach)
  const path = inside(here, here.at).where
  if (node.kind !== 'subprocess' || world.marks.some(({ where }) => where.startsWith(path))) return []
  const outcome = common(world.ended[path] ?? [])
  return goOut(rules, dropInside(clear(world, here), path), { ...here, outcome })
}

function joinRule(rules: Rules, world: World, flow: Mark, node: PlanNode): World[] {
  const marked = node.incoming.map((id) =>
    world.marks.find(({ on, at, where }) => on === 'flow' && at === id && where === flow.where),
  )
  const come = marked.filter((each) => each !== undefined)
  const isFirst = marked.find((each) => each !== undefined)?.at === flow.at
  const isReady =
    node.kind === 'parallel_gateway' ? come.length === marked.length : mayJoin(rules, world, node, come)
  if (!(isFirst && isReady)) return []
  const there = { where: flow.where, at: node.id, outcome: common(come.map(({ outcome }) => outcome)) }
  return goOut(rules, come.reduce(clear, world), there)
}

/** 13.4.3, word for word: no token can come to a flow that has none, unless it can as well come to one that has. */
function mayJoin({ plan }: Rules, world: World, node: PlanNode, come: readonly Mark[]): boolean {
  const full = come.map(({ at }) => at)
  const empty = node.incoming.filter((id) => !full.includes(id))
  return world.marks
    .filter((each) => each.where === come[0]?.where && !come.includes(each))
    .every((each) => {
      const ahead = walk(plan, each, node.id)
      return !empty.some((id) => ahead.has(id)) || full.some((id) => ahead.has(id))
    })
}

/** The flows a mark may come to without passing a node. */
function walk(plan: Plan, from: Mark, not: string, seen = new Set<string>()): Set<string> {
  const steps = from.on === 'flow' ? [from.at] : leaving(plan, from.at)
  for (const id of steps) {
    if (seen.has(id)) continue
    seen.add(id)
    const to = plan.flows[id]?.to ?? ''
    if (to !== not) walk(plan, { ...from, on: 'node', at: to }, not, seen)
  }
  return seen
}

function leaving(plan: Plan, id: string): string[] {
  const attached = Object.values(plan.nodes).filter((node) => 'attachedTo' in node && node.attachedTo === id)
  return [plan.nodes[id], ...attached].flatMap((node) => node?.outgoing ?? [])
}

/** Multi-instance begins. */
function eachRule(rules: Rules, world: World, there: Mark, node: PlanNode, forEach: ForEach): World[] {
  const items = rules.asking.feel(forEach.collection, variablesAt(world, there)) as unknown[]
  const key = there.where + node.id
  const opened = mark(
    { ...world, gave: { ...world.gave, [key]: items.map(() => null) } },
    'node',
    node.id,
    there,
  )
  const host = opened.marks.at(-1)
  if (items.length === 0 && host) return finishEach(rules, opened, host, forEach)
  const first = node.kind === 'subprocess' ? node.start : node.id
  let all = opened
  for (const [index, item] of items.entries()) {
    const inner = inside(there, `${node.id}#${index}`)
    all = mark({ ...all, data: { ...all.data, [inner.where]: { [forEach.item]: item } } }, 'node', first, inner)
  }
  return [all]
}

/** One of many has ended when nothing is marked in it; each is one way to go on. */
function instanceRule(rules: Rules, world: World, host: Mark, forEach: ForEach): World[] {
  const key = host.where + host.at
  const gave = world.gave[key] ?? []
  return gave.flatMap((known, index) => {
    const path = `${key}#${index}/`
    if (known !== null || world.marks.some(({ where }) => where.startsWith(path))) return []
    const { tasks: _, ...data } = world.data[path] ?? {}
    const mine = { ...data, outcome: common(world.ended[path] ?? []) }
    const after = { ...dropInside(world, path), gave: { ...world.gave, [key]: gave.with(index, mine) } }
    return isEnough(rules, after, host, forEach) ? finishEach(rules, after, host, forEach) : [after]
  })
}

function isEnough(rules: Rules, world: World, host: Mark, { until }: ForEach): boolean {
  const gave = world.gave[host.where + host.at] ?? []
  const results = gave.filter((each) => each !== null)
  if (results.length === gave.length) return true
  const counts = {
    total: gave.length,
    completed: results.length,
    active: gave.length - results.length,
    results,
  }
  return until !== null && rules.asking.feel(until, { ...variablesAt(world, host), ...counts }) === true
}

function finishEach(rules: Rules, world: World, host: Mark, { results }: ForEach): World[] {
  const given = (world.gave[host.where + host.at] ?? []).filter((each) => each !== null)
  const rest = dropActivity(world, host)
  const told = results === null ? rest : setData(rest, host.where, { [results]: given })
  const outcome = given.length === 0 ? host.outcome : common(given.map((each) => each.outcome as Outcome))
  return goOut(rules, told, { ...host, outcome })
}

/** An event happens to what waits: its own event, one behind an event-based gateway, or one on its boundary. */
function happenAt(rules: Rules, world: World, here: Mark, event: string): World[] {
  const node = nodeOf(rules, event)
  if (!('attachedTo' in node)) return goOut(rules, clear(world, here), { ...here, at: event })
  if (node.interrupts) return [mark(dropActivity(world, here), 'node', event, here)]
  const rung = node.kind === 'boundary_timer' ? [...here.rung, event] : here.rung
  const marks = world.marks.map((each) => (each === here ? { ...here, rung } : each))
  return [mark({ ...world, marks }, 'node', event, here)]
}

/** The events a mark waits for. Instances of a multi-instance task have no boundary of their own. */
function eventsOf(plan: Plan, here: Mark): PlanNode[] {
  if (here.on === 'flow') return []
  const node = plan.nodes[here.at]
  if (!node) return []
  if (node.kind === 'event_gateway')
    return node.outgoing.flatMap((id) => plan.nodes[plan.flows[id]?.to ?? ''] ?? [])
  const isOneOfMany = lastStep(here.where).startsWith(`${here.at}#`)
  const isHost = 'forEach' in node && node.forEach && !isOneOfMany
  const own = isHost ? [] : [node]
  const attached = Object.values(plan.nodes).filter(
    (each) => 'attachedTo' in each && each.attachedTo === here.at,
  )
  const boundary = isOneOfMany ? [] : attached.filter(({ id }) => !here.rung.includes(id))
  return [...own, ...boundary]
}

/** From an activity outwards to the first that catches; else all is over. */
function throwError(rules: Rules, world: World, where: string, activity: string | null, error: string): World {
  if (activity === null)
    return { ...world, status: 'failed', error, marks: [], gave: {}, ended: {}, data: atRoot(world) }
  const catchers = Object.values(rules.plan.nodes).flatMap((node) =>
    node.kind === 'boundary_error' && node.attachedTo === activity ? [node] : [],
  )
  const catcher = catchers.find((each) => each.error === error) ?? catchers.find((each) => each.error === null)
  const host = world.marks.find((each) => each.on === 'node' && each.at === activity && each.where === where)
  if (catcher && host) return mark(dropActivity(world, host), 'node', catcher.id, host)
  return throwError(rules, world, ...scopeOf(where), error)
}

/** Out over its flows; an instance of many, and what has no flow, ends. */
function goOut(rules: Rules, world: World, here: Place & { at: string }): World[] {
  const node = nodeOf(rules, here.at)
  const isOneOfMany = lastStep(here.where).startsWith(`${here.at}#`)
  const flows = isOneOfMany ? [] : choose(rules, world, here, node)
  if (flows.length === 0) return [end(world, here)]
  return [flows.reduce((all, { id }) => mark(all, 'flow', id, here), world)]
}

function choose(rules: Rules, world: World, here: Place, node: PlanNode): Flow[] {
  const flows = node.outgoing.map((id) => rules.plan.flows[id] as Flow)
  const byDefault = 'defaultFlow' in node ? node.defaultFlow : null
  const open = flows.filter(({ id, condition }) => {
    if (id === byDefault) return false
    return condition === null || rules.asking.feel(condition, variablesAt(world, here)) === true
  })
  const otherwise = flows.filter(({ id }) => id === byDefault)
  if (open.length === 0) return otherwise
  return node.kind === 'exclusive_gateway' ? open.slice(0, 1) : open
}

function evaluate(rules: Rules, world: World, here: Place, node: PlanNode & { kind: 'rule_task' }): World {
  const value = rules.asking.feel(node.expression ?? '', variablesAt(world, here))
  return setData(world, here.where, { [node.result]: value })
}

/** All data around a place, the inner over the outer. */
function variablesAt(world: World, { where, outcome }: Place): Data {
  const around = Object.keys(world.data)
    .filter((path) => where.startsWith(path))
    .sort((one, other) => one.length - other.length)
  const sets = around.map((path) => world.data[path] ?? {})
  const tasks = Object.assign({}, ...sets.map((set) => set.tasks ?? {}))
  return { ...Object.assign({}, ...sets), tasks, outcome }
}

function setData(world: World, where: string, given: Data): World {
  const paths = Object.keys(world.data).filter((path) => where.startsWith(path))
  const path = paths.sort((one, other) => other.length - one.length)[0] ?? ''
  return { ...world, data: { ...world.data, [path]: { ...world.data[path], ...given } } }
}

function setTask(world: World, { where, at }: Mark, { outcome, by }: Done): World {
  const paths = Object.keys(world.data).filter((path) => where.startsWith(path))
  const path = paths.sort((one, other) => other.length - one.length)[0] ?? ''
  return setData(world, where, {
    tasks: { ...(world.data[path]?.tasks ?? {}), [at]: by === undefined ? { outcome } : { outcome, by } },
  })
}

const atRoot = ({ data }: World) => ({ '': { ...data[''] } })
const tick = (world: World): World => ({ ...world, now: world.now + 1 })
const gaveOf = (world: World, { where, at }: Mark) =>
  where + at in world.gave ? { [at]: world.gave[where + at] } : {}
const common = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.every((each) => each === outcomes[0]) ? (outcomes[0] ?? null) : null

function nodeOf({ plan }: Rules, id: string | undefined): PlanNode {
  const node = plan.nodes[id ?? '']
  if (!node) throw new Error(`No node ${id}`)
  return node
}

const find = (world: World, { where, at, since }: Visit): Mark | undefined =>
  world.marks.find(
    (each) => each.on === 'node' && each.where === where && each.at === at && each.since === since,
  )

const mark = (world: World, on: Mark['on'], at: string, { where, outcome }: Place): World => ({
  ...world,
  marks: [...world.marks, { on, at, where, outcome, since: world.now, rung: [] }],
})

const clear = (world: World, gone: Mark): World => ({
  ...world,
  marks: world.marks.filter((each) => each !== gone),
})

/** A token ends where it is. */
const end = (world: World, { where, outcome }: Place): World => ({
  ...world,
  ended: { ...world.ended, [where]: [...(world.ended[where] ?? []), outcome].sort() },
})

const inside = (here: Place, activity: string): Place => ({ ...here, where: `${here.where}${activity}/` })
const lastStep = (where: string): string => where.split('/').at(-2) ?? ''
const outside = (where: string): string => where.slice(0, where.length - lastStep(where).length - 1)

/** Where the activity of a scope is marked, and which it is; null at the root. */
function scopeOf(where: string): [where: string, activity: string | null] {
  return where === '' ? ['', null] : [outside(where), lastStep(where).split('#')[0] ?? '']
}

const dropInside = (world: World, path: string): World => {
  const keep = <Value>(record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key === '' || !key.startsWith(path)))
  return {
    ...world,
    marks: world.marks.filter(({ where }) => !where.startsWith(path)),
    data: keep(world.data),
    gave: keep(world.gave),
    ended: keep(world.ended),
  }
}

/** All that is marked in a scope is gone; what an instance has set is what it gives. */
function terminate(world: World, where: string): World {
  const after = dropInside(world, where)
  return where in world.data ? { ...after, data: { ...after.data, [where]: world.data[where] ?? {} } } : after
}

/** An activity is gone with all that runs in it. */
function dropActivity(world: World, host: Mark): World {
  const key = host.where + host.at
  const insides = [`${key}/`, ...(world.gave[key] ?? []).map((_, index) => `${key}#${index}/`)]
  const { [key]: _, ...gave } = insides.reduce(dropInside, clear(world, host)).gave
  return { ...insides.reduce(dropInside, clear(world, host)), gave }
}
