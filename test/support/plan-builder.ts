import type { Flow, ForEach, Plan, PlanNode, TaskOutcome, Work } from '#modules/processes'

/** What a test says of a node; the rest is as usual. `in`: the sub-process it lies in; `on`: what it is attached to. */
type Said = Readonly<{
  in?: string
  on?: string
  interrupts?: boolean
  message?: string
  error?: string
  outcomes?: readonly string[]
  service?: string
  result?: string | null
  expression?: string | null
  decision?: string | null
  forEach?: Partial<ForEach>
}>

/** A node without its flows: they are known at the end. */
type Bare = PlanNode extends infer Node
  ? Node extends PlanNode
    ? Omit<Node, 'incoming' | 'outgoing'>
    : never
  : never

const work: Work = {
  role: 'case_officer',
  agency: 'competent',
  notBy: [],
  time: null,
  outcomes: [],
  step: null,
  instructions: null,
}
const timer = { kind: 'after', duration: { amount: 1, unit: 'working_day' } } as const

const unsaid = {
  in: null,
  on: '',
  interrupts: true,
  outcomes: [],
  result: null,
  expression: null,
  decision: null,
}
const eachOfTwo: ForEach = { collection: '["a", "b"]', item: 'each', results: null, until: null }

/** `kind id` of a test's node becomes a node with everything a plan wants to know. */
function makeNode(kind: string, id: string, given: Said): Bare {
  const said = { ...unsaid, message: id, error: id, service: id, ...given }
  const { message, result, interrupts, on: attachedTo } = said
  const common = { id, name: id, nameEn: null, parent: said.in }
  const forEach = said.forEach ? { ...eachOfTwo, ...said.forEach } : null
  const activity = { ...common, boundaries: [], forEach, defaultFlow: null }
  const attached = { attachedTo, interrupts }
  const outcomes = said.outcomes.map(makeOutcome)
  const nodes: Record<string, Bare> = {
    start: { ...common, kind: 'start' },
    end: { ...common, kind: 'end' },
    terminate: { ...common, kind: 'terminate_end' },
    error: { ...common, kind: 'error_end', error: said.error },
    tell: { ...common, kind: 'message_end', message },
    task: { ...activity, ...work, kind: 'user_task', outcomes },
    manual: { ...activity, ...work, kind: 'manual_task', outcomes },
    receive: { ...activity, kind: 'receive_task', message },
    service: { ...activity, kind: 'service_task', service: said.service, input: null, result },
    rule: {
      ...activity,
      kind: 'rule_task',
      expression: said.expression,
      decision: said.decision,
      result: result ?? id,
    },
    inside: { ...activity, kind: 'subprocess', start: '' },
    xor: { ...common, kind: 'exclusive_gateway', defaultFlow: null },
    or: { ...common, kind: 'inclusive_gateway', defaultFlow: null },
    and: { ...common, kind: 'parallel_gateway' },
    first: { ...common, kind: 'event_gateway' },
    timer: { ...common, kind: 'catch_timer', timer },
    message: { ...common, kind: 'catch_message', message },
    'on-timer': { ...common, ...attached, kind: 'boundary_timer', timer },
    'on-message': { ...common, ...attached, kind: 'boundary_message', message },
    'on-error': {
      ...common,
      kind: 'boundary_error',
      error: given.error ?? null,
      ...attached,
      interrupts: true,
    },
  }
  const node = nodes[kind]
  if (!node) throw new Error(`No kind of node: ${kind}`)
  return node
}

const makeOutcome = (key: string): TaskOutcome => ({
  key,
  name: key,
  nameEn: null,
  command: null,
  asksReason: false,
})

/**
 * A plan for a test. Nodes: `{ 'task A': { in: 'S' } }`, by kind and id. Flows: a way a line, `A -> B [x > 1] -> C`, where the
 * brackets hold the condition of the flow that leads there, and `[default]` makes it the default of its source. A flow's id is
 * `A>B`; the start of a sub-process is its start event.
 */
export function buildPlan(nodes: Readonly<Record<string, Said>>, ways: string): Plan {
  const flows = ways.split('\n').flatMap(readWay)
  const bare = Object.entries(nodes).map(([key, said]) => {
    const [kind = '', id = ''] = key.split(' ')
    return makeNode(kind, id, said)
  })
  const built = bare.map((node) => complete(node, bare, flows))
  return {
    process: 'P',
    name: 'P',
    nodes: Object.fromEntries(built.map((node) => [node.id, node])),
    flows: Object.fromEntries(flows.map(({ isDefault: _, ...flow }) => [flow.id, flow])),
    start: built.find(({ kind, parent }) => kind === 'start' && parent === null)?.id ?? '',
  }
}

type ReadFlow = Flow & Readonly<{ isDefault: boolean }>

function readWay(way: string): ReadFlow[] {
  const stops = [...way.matchAll(/\s*(\w+)\s*(?:\[(.*?)\]\s*)?(?:->|$)/g)]
  return stops.slice(1).map(([, to = '', said = null], index) => {
    const from = stops[index]?.[1] ?? ''
    const isDefault = said === 'default'
    return { id: `${from}>${to}`, name: null, from, to, condition: isDefault ? null : said, isDefault }
  })
}

function complete(node: Bare, all: readonly Bare[], flows: readonly ReadFlow[]): PlanNode {
  const incoming = flows.filter(({ to }) => to === node.id).map(({ id }) => id)
  const outgoing = flows.filter(({ from }) => from === node.id)
  const whole = { ...node, incoming, outgoing: outgoing.map(({ id }) => id) } as PlanNode
  const byDefault = outgoing.find(({ isDefault }) => isDefault)?.id ?? null
  const known = 'defaultFlow' in whole ? { ...whole, defaultFlow: byDefault } : whole
  if (!('boundaries' in known)) return known
  const boundaries = all
    .filter((each) => 'attachedTo' in each && each.attachedTo === node.id)
    .map(({ id }) => id)
  if (known.kind !== 'subprocess') return { ...known, boundaries }
  const start = all.find(({ kind, parent }) => kind === 'start' && parent === node.id)?.id ?? ''
  return { ...known, boundaries, start }
}
