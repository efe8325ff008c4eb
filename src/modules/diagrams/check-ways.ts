import type { Flow, Plan, PlanNode } from '#modules/processes'
import { type Compared, listCompared, listTasksAsked, outcomesLed } from './check-expressions.ts'
import type { Refuse } from './report.ts'

/** Judges how the nodes are connected, and what the flows ask: everything that needs more than one element. */
export function checkWays(plan: Plan, refuse: Refuse): void {
  for (const node of Object.values(plan.nodes)) {
    const flows = node.outgoing.flatMap((id) => plan.flows[id] ?? [])
    checkEnds(node, refuse)
    checkConditions(node, flows, refuse)
    checkKind(plan, node, flows, refuse)
    for (const [id, expression] of expressionsOf(node, flows)) checkAsked(plan, node, id, expression, refuse)
  }
}

function checkKind(plan: Plan, node: PlanNode, flows: readonly Flow[], refuse: Refuse): void {
  if ('defaultFlow' in node) checkDefault(node, flows, refuse)
  if (node.kind === 'exclusive_gateway' || node.kind === 'inclusive_gateway')
    checkLeadsOn(plan, node, flows, refuse)
  if (node.kind === 'event_gateway') checkEventGateway(plan, node, flows, refuse)
  if ('notBy' in node) checkNotBy(plan, node, refuse)
  if ('boundaries' in node) checkCatchers(plan, node, refuse)
}

function checkEnds({ kind, id, incoming, outgoing }: PlanNode, refuse: Refuse): void {
  if (kind === 'start' && incoming.length > 0) refuse(id, 'start_incoming')
  if (kind.startsWith('boundary_') && incoming.length > 0) refuse(id, 'boundary_incoming')
  const isEnd = kind === 'end' || kind.endsWith('_end')
  if (isEnd && outgoing.length > 0) refuse(id, 'end_outgoing')
  if (!isEnd && outgoing.length === 0) refuse(id, 'no_way_on')
}

const choosing: readonly PlanNode['kind'][] = [
  'exclusive_gateway',
  'inclusive_gateway',
  'user_task',
  'manual_task',
  'receive_task',
  'service_task',
  'rule_task',
  'subprocess',
]

function checkConditions({ kind }: PlanNode, flows: readonly Flow[], refuse: Refuse): void {
  for (const { id, condition } of flows) {
    if (condition === null) continue
    if (!choosing.includes(kind)) refuse(id, 'condition_place')
    else if (flows.length === 1) refuse(id, 'condition_only_way')
  }
}

function checkDefault(
  { id, defaultFlow }: PlanNode & { defaultFlow: string | null },
  flows: readonly Flow[],
  refuse: Refuse,
): void {
  if (defaultFlow === null) return
  const flow = flows.find((each) => each.id === defaultFlow)
  if (!flow) refuse(id, 'default_elsewhere')
  else if (flow.condition !== null) refuse(defaultFlow, 'default_condition')
}

type Chooser = Extract<PlanNode, { kind: 'exclusive_gateway' | 'inclusive_gateway' }>

/** A gateway that splits always leads on: by a default, or because the outcomes of the tasks before it are all led somewhere. */
function checkLeadsOn(plan: Plan, gateway: Chooser, flows: readonly Flow[], refuse: Refuse): void {
  if (flows.length < 2) return
  const asking = flows.filter(({ id }) => id !== gateway.defaultFlow)
  const missing = asking.filter(({ condition }) => condition === null)
  for (const { id } of missing) refuse(id, 'condition_missing', bare(gateway.id))
  if (missing.length > 0 || gateway.defaultFlow !== null) return
  const led = asking.map(({ condition }) => outcomesLed(condition ?? ''))
  const { tasks, isExact } = findTasksBefore(plan, gateway)
  const isLed = isExact && led.every((keys) => keys !== null)
  if (!isLed) refuse(gateway.id, 'no_default')
  const left = outcomesOf(tasks).filter((key) => !led.some((keys) => keys?.includes(key)))
  if (isLed && left.length > 0) refuse(gateway.id, 'outcome_unled', left.join(', '))
}

const bare = (id: string): string => id.slice(id.lastIndexOf('/') + 1)

type Task = Extract<PlanNode, { kind: 'user_task' | 'manual_task' }>

const outcomesOf = (tasks: readonly Task[]): string[] => [
  ...new Set(tasks.flatMap(({ outcomes }) => outcomes.map(({ key }) => key))),
]

/**
 * The tasks whose outcome can be the last one at a node. `isExact`: on every way there one of them, with outcomes, is last
 * and the outcome is surely known.
 */
function findTasksBefore(plan: Plan, from: PlanNode): Readonly<{ tasks: Task[]; isExact: boolean }> {
  const seen = new Set<PlanNode>()
  const ahead = before(plan, from)
  for (let node = ahead.pop(); node; node = ahead.pop()) {
    if (!seen.has(node) && !saysOutcome(node)) ahead.push(...endsIn(plan, node), ...before(plan, node))
    seen.add(node)
  }
  const found = [...seen]
  return {
    tasks: found.filter(isTask),
    isExact: found.every((node) => saysOutcome(node) || /^(exclusive_gateway|catch_)/.test(node.kind)),
  }
}

const isTask = (node: PlanNode): node is Task => node.kind === 'user_task' || node.kind === 'manual_task'

const saysOutcome = (node: PlanNode): boolean =>
  isTask(node) && node.outcomes.length > 0 && node.forEach === null

const endsIn = (plan: Plan, { id, kind }: PlanNode): PlanNode[] =>
  kind === 'subprocess'
    ? Object.values(plan.nodes).filter((inner) => inner.parent === id && /end$/.test(inner.kind))
    : []

/** The nodes from which a token comes to this one. */
function before(plan: Plan, node: PlanNode): PlanNode[] {
  const sources = node.incoming.flatMap((id) => plan.nodes[plan.flows[id]?.from ?? ''] ?? [])
  const host = 'attachedTo' in node ? node.attachedTo : null
  const around = node.kind === 'start' ? node.parent : null
  const activity = plan.nodes[host ?? around ?? '']
  if (!activity) return sources
  const inside = host ? Object.values(plan.nodes).filter(({ parent }) => parent === host) : []
  return [...sources, ...inside, ...before(plan, activity)]
}

/** Behind an event-based gateway stand events and tasks that nothing else leads to. */
function checkEventGateway(plan: Plan, gateway: PlanNode, flows: readonly Flow[], refuse: Refuse): void {
  if (flows.length < 2) refuse(gateway.id, 'event_gateway_few')
  for (const { id, to } of flows) {
    const event = plan.nodes[to]
    const waits = event && /^catch_/.test(event.kind)
    const isFree = event?.kind === 'receive_task' && event.boundaries.length === 0 && event.forEach === null
    if (!(waits || isFree) || event.incoming.length > 1) refuse(id, 'event_gateway_way')
  }
}

function checkNotBy(plan: Plan, { id, notBy }: PlanNode & { notBy: readonly string[] }, refuse: Refuse): void {
  for (const other of notBy) {
    const task = plan.nodes[other]
    if (!task || !('role' in task) || other === id) refuse(id, 'not_by_unknown', bare(other))
  }
}

function checkCatchers(
  plan: Plan,
  { boundaries }: PlanNode & { boundaries: readonly string[] },
  refuse: Refuse,
): void {
  const caught = new Set<string | null>()
  for (const boundary of boundaries) {
    const event = plan.nodes[boundary]
    if (event?.kind !== 'boundary_error') continue
    if (caught.has(event.error)) refuse(boundary, 'boundary_twice', event.error ?? '*')
    caught.add(event.error)
  }
}

/** What is asked where a node is left or done, by the id of the element that asks. */
function expressionsOf(node: PlanNode, flows: readonly Flow[]): [string, string][] {
  const asked = flows.flatMap(({ id, condition }): [string, string][] =>
    condition === null ? [] : [[id, condition]],
  )
  if (node.kind === 'rule_task' && node.expression !== null) asked.push([node.id, node.expression])
  if (node.kind === 'service_task' && node.input !== null) asked.push([node.id, node.input])
  return asked
}

/** An outcome that no task offers is a slip of the pen: the condition would never be true. */
function checkAsked(plan: Plan, node: PlanNode, where: string, expression: string, refuse: Refuse): void {
  const compared = listCompared(expression)
  const isFlow = where !== node.id
  const last = compared.some(({ task }) => task === null) ? tasksAt(plan, node, isFlow) : []
  for (const id of listTasksAsked(expression))
    if (tasksNamed(plan, id).length === 0) refuse(where, 'task_unknown', id)
  for (const { task, key } of compared) {
    const tasks = task === null ? last : tasksNamed(plan, task)
    const isKnown = (task !== null && tasks.length === 0) || outcomesOf(tasks).includes(key)
    if (!isKnown) refuse(where, 'outcome_unknown', key satisfies Compared['key'])
  }
}

/** The last tasks when a flow is chosen: the node itself when it is one. */
function tasksAt(plan: Plan, node: PlanNode, isFlow: boolean): Task[] {
  if (isFlow && isTask(node)) return [node]
  const inside =
    isFlow && node.kind === 'subprocess' ? Object.values(plan.nodes).filter(isInside(plan, node.id)) : []
  return [...inside.filter(isTask), ...findTasksBefore(plan, node).tasks]
}

const isInside =
  (plan: Plan, id: string) =>
  (node: PlanNode): boolean => {
    for (let at = node.parent; at !== null; at = plan.nodes[at]?.parent ?? null) if (at === id) return true
    return false
  }

const tasksNamed = (plan: Plan, id: string): Task[] =>
  Object.values(plan.nodes)
    .filter(isTask)
    .filter((node) => bare(node.id) === id)
