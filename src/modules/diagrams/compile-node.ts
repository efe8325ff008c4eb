import type { Flow, Plan, PlanNode } from '#modules/processes'
import type { BpmnElement } from '#platform/bpmn'
import { checkImplementation, readActivity, readRule, readService, readWork } from './compile-activity.ts'
import { type EventKind, readError, readEvent, readMessage, readTimer } from './compile-event.ts'
import { type Compiling, checkProperties, compileFlows, idIn, many, one, textOf } from './compile-flow.ts'
import type { RefusalCode } from './refusal-messages.ts'

/** Processes that are called more than once are compiled in each time. */
export const mostNodes = 1000

/** What every node has, and where the element stands. */
type Place = Readonly<{
  compiling: Compiling
  element: BpmnElement
  common: Pick<PlanNode, 'id' | 'name' | 'nameEn' | 'parent' | 'incoming' | 'outgoing'>
  /** Of an activity: the events attached to it. */
  boundaries: readonly string[]
}>

/** Compiles a process or the inside of a sub-process; answers the id of its start event. */
export function compileScope(compiling: Compiling, container: BpmnElement, parent: string | null): string {
  const elements = many(container, 'flowElements')
  const ofType = (type: string) => elements.filter(({ $type }) => $type === type)
  const flows = compileFlows(compiling, container, ofType('bpmn:SequenceFlow'))
  const starts = ofType('bpmn:StartEvent')
  if (starts.length === 0) compiling.refuse(container, 'no_start')
  for (const start of starts.slice(1)) compiling.refuse(start, 'many_starts')
  const boundaries = attachedIn(compiling, container, ofType('bpmn:BoundaryEvent'))
  for (const element of elements) {
    if (passive.has(element.$type)) continue
    if (compiling.nodes.size >= mostNodes) {
      compiling.refuse(container, 'too_many_nodes', mostNodes)
      break
    }
    const node = compileNode(compiling, element, { flows, parent, boundaries })
    if (node) compiling.nodes.set(node.id, node)
  }
  return starts[0] ? idIn(compiling, starts[0]) : ''
}

/** What is drawn beside the way that tokens take. */
const passive = new Set([
  'bpmn:SequenceFlow',
  'bpmn:DataObject',
  'bpmn:DataObjectReference',
  'bpmn:DataStoreReference',
])

function attachedIn(compiling: Compiling, container: BpmnElement, events: readonly BpmnElement[]) {
  const attached = new Map<string, string[]>()
  for (const event of events) {
    const host = one(event, 'attachedToRef')
    if (!host || host.$parent !== container || !(host.$type in activities))
      compiling.refuse(event, 'boundary_place')
    else
      attached.set(idIn(compiling, host), [
        ...(attached.get(idIn(compiling, host)) ?? []),
        idIn(compiling, event),
      ])
  }
  return attached
}

type Around = Readonly<{
  flows: readonly Flow[]
  parent: string | null
  boundaries: ReadonlyMap<string, string[]>
}>

function compileNode(compiling: Compiling, element: BpmnElement, around: Around): PlanNode | null {
  const { refuse } = compiling
  const refused = refusedTypes[element.$type]
  const compile = activities[element.$type] ?? others[element.$type]
  if (refused || !compile) {
    refuse(element, refused ?? 'unsupported_element', element.$type)
    return null
  }
  if (!element.id) {
    refuse(element, 'id_missing', element.$type)
    return null
  }
  const id = idIn(compiling, element)
  const common = {
    id,
    name: textOf(element, 'name')?.replace(/\s+/g, ' ') ?? element.id,
    nameEn: textOf(element, 'nameEn'),
    parent: around.parent,
    incoming: around.flows.filter(({ to }) => to === id).map((flow) => flow.id),
    outgoing: around.flows.filter(({ from }) => from === id).map((flow) => flow.id),
  }
  return compile({ compiling, element, common, boundaries: around.boundaries.get(id) ?? [] })
}

const refusedTypes: Readonly<Record<string, RefusalCode>> = {
  'bpmn:Task': 'plain_task',
  'bpmn:ScriptTask': 'script_task',
  'bpmn:SendTask': 'send_task',
  'bpmn:ComplexGateway': 'complex_gateway',
  'bpmn:Transaction': 'transaction',
  'bpmn:AdHocSubProcess': 'ad_hoc',
  'bpmn:IntermediateThrowEvent': 'throw_event',
  'bpmn:ImplicitThrowEvent': 'throw_event',
  'bpmn:ChoreographyTask': 'choreography',
  'bpmn:SubChoreography': 'choreography',
  'bpmn:CallChoreography': 'choreography',
}

type Compile = (place: Place) => PlanNode | null

const activities: Readonly<Record<string, Compile>> = {
  'bpmn:UserTask': ({ compiling, element, common, boundaries }) => {
    checkImplementation(compiling, element)
    const activity = readActivity(compiling, element, boundaries, [...workNames, 'implementation'])
    return { kind: 'user_task', ...common, ...activity, ...readWork(compiling, element) }
  },
  'bpmn:ManualTask': ({ compiling, element, common, boundaries }) => {
    const activity = readActivity(compiling, element, boundaries, workNames)
    return { kind: 'manual_task', ...common, ...activity, ...readWork(compiling, element) }
  },
  'bpmn:ReceiveTask': ({ compiling, element, common, boundaries }) => {
    checkImplementation(compiling, element)
    const activity = readActivity(compiling, element, boundaries, ['messageRef', 'implementation'])
    const message = readMessage(compiling, element, element)
    return { kind: 'receive_task', ...common, ...activity, message }
  },
  'bpmn:ServiceTask': ({ compiling, element, common, boundaries }) => {
    const names = ['service', 'input', 'result', 'implementation']
    const activity = readActivity(compiling, element, boundaries, names)
    return { kind: 'service_task', ...common, ...activity, ...readService(compiling, element) }
  },
  'bpmn:BusinessRuleTask': ({ compiling, element, common, boundaries }) => {
    const names = ['expression', 'decision', 'result', 'implementation']
    const activity = readActivity(compiling, element, boundaries, names)
    for (const boundary of boundaries) compiling.refuse(boundary, 'boundary_rule')
    return { kind: 'rule_task', ...common, ...activity, ...readRule(compiling, element) }
  },
  'bpmn:SubProcess': ({ compiling, element, common, boundaries }) => {
    if (element.get('triggeredByEvent') === true) {
      compiling.refuse(element, 'event_subprocess')
      return null
    }
    const activity = readActivity(compiling, element, boundaries, ['flowElements', 'artifacts', 'laneSets'])
    return { kind: 'subprocess', ...common, ...activity, start: compileScope(compiling, element, common.id) }
  },
  'bpmn:CallActivity': (place) => {
    const { compiling, element, common, boundaries } = place
    const activity = readActivity(compiling, element, boundaries, ['calledElement'])
    return { kind: 'subprocess', ...common, ...activity, start: compileCall(place) }
  },
}

const workNames = ['role', 'agency', 'notBy', 'step', 'time']

const others: Readonly<Record<string, Compile>> = {
  'bpmn:StartEvent': (place) => compileStart(place),
  'bpmn:EndEvent': (place) => compileEnd(place),
  'bpmn:IntermediateCatchEvent': ({ compiling, element, common }) => {
    const event = readEvent(compiling, element)
    const caught = event && compileCatch(compiling, element, event)
    if (!caught) return null
    return caught.timer
      ? { kind: 'catch_timer', ...common, timer: caught.timer }
      : { kind: 'catch_message', ...common, message: caught.message }
  },
  'bpmn:BoundaryEvent': (place) => compileBoundary(place),
  'bpmn:ExclusiveGateway': ({ compiling, element, common }) => {
    checkProperties(compiling, element, ['default'])
    return { kind: 'exclusive_gateway', ...common, defaultFlow: defaultOf(compiling, element) }
  },
  'bpmn:InclusiveGateway': ({ compiling, element, common }) => {
    checkProperties(compiling, element, ['default'])
    return { kind: 'inclusive_gateway', ...common, defaultFlow: defaultOf(compiling, element) }
  },
  'bpmn:ParallelGateway': ({ compiling, element, common }) => {
    checkProperties(compiling, element, [])
    return { kind: 'parallel_gateway', ...common }
  },
  'bpmn:EventBasedGateway': ({ compiling, element, common }) => {
    checkProperties(compiling, element, [])
    return { kind: 'event_gateway', ...common }
  },
}

function defaultOf(compiling: Compiling, element: BpmnElement): string | null {
  const flow = one(element, 'default')
  return flow ? idIn(compiling, flow) : null
}

function compileStart({ compiling, element, common }: Place): PlanNode | null {
  const event = readEvent(compiling, element)
  if (!event) return null
  if (event.kind === 'none') return { kind: 'start', ...common }
  if (event.kind === 'message' && common.parent === null) {
    return { kind: 'start', ...common, message: readMessage(compiling, element, event.definition) }
  }
  compiling.refuse(element, 'start_kind')
  return null
}

function compileEnd({ compiling, element, common }: Place): PlanNode | null {
  const event = readEvent(compiling, element)
  if (!event) return null
  if (event.kind === 'none') return { kind: 'end', ...common }
  if (event.kind === 'terminate') return { kind: 'terminate_end', ...common }
  if (event.kind === 'message') {
    return { kind: 'message_end', ...common, message: readMessage(compiling, element, event.definition) }
  }
  if (event.kind !== 'error') {
    compiling.refuse(element, 'event_kind', event.kind)
    return null
  }
  const error = readError(compiling, event.definition)
  if (error === null) compiling.refuse(element, 'no_error')
  return { kind: 'error_end', ...common, error: error ?? '' }
}

function compileCatch(compiling: Compiling, element: BpmnElement, { kind, definition }: EventKind) {
  if (kind === 'timer') return { timer: readTimer(compiling, element, definition), message: '' }
  if (kind === 'message') return { timer: null, message: readMessage(compiling, element, definition) }
  compiling.refuse(element, kind === 'none' ? 'no_event_definition' : 'event_kind', kind)
  return null
}

function compileBoundary({ compiling, element, common }: Place): PlanNode | null {
  const event = readEvent(compiling, element, ['attachedToRef', 'cancelActivity'])
  const host = one(element, 'attachedToRef')
  if (!event || !host) return null
  const attachedTo = idIn(compiling, host)
  const interrupts = element.get('cancelActivity') !== false
  if (event.kind === 'error') {
    if (!interrupts) compiling.refuse(element, 'boundary_error_interrupts')
    const error = readError(compiling, event.definition)
    return { kind: 'boundary_error', ...common, error, attachedTo, interrupts: true }
  }
  const caught = compileCatch(compiling, element, event)
  if (!caught) return null
  return caught.timer
    ? { kind: 'boundary_timer', ...common, timer: caught.timer, attachedTo, interrupts }
    : { kind: 'boundary_message', ...common, message: caught.message, attachedTo, interrupts }
}

/** The called process is compiled in, its ids behind that of the call activity: `check/review`. */
function compileCall({ compiling, element, common }: Place): string {
  const { refuse, processes, called, calls } = compiling
  const name = calledName(element)
  if (name === null) refuse(element, 'no_call')
  if (name === null) return ''
  if (calls.includes(name)) {
    refuse(element, 'recursive_call', name)
    return ''
  }
  const prefix = `${common.id}/`
  const process = processes.get(name)
  if (process) return compileScope({ ...compiling, prefix, calls: [...calls, name] }, process, common.id)
  const plan = called.get(name)
  if (plan) return graft(compiling, plan, prefix, common.id)
  refuse(element, 'unknown_call', name)
  return ''
}

/** The id of the called process, without the prefix of a qualified name. */
export const calledName = (element: BpmnElement): string | null =>
  textOf(element, 'calledElement')?.replace(/^[^:]*:/, '') ?? null

/** Puts a plan that was compiled and judged on its own into this one. */
function graft({ nodes, flows }: Compiling, plan: Plan, prefix: string, parent: string): string {
  const inside = (id: string): string => `${prefix}${id}`
  for (const flow of Object.values(plan.flows)) {
    const { id, from, to } = flow
    flows.set(inside(id), { ...flow, id: inside(id), from: inside(from), to: inside(to) })
  }
  for (const node of Object.values(plan.nodes)) {
    const moved = {
      ...node,
      id: inside(node.id),
      parent: node.parent === null ? parent : inside(node.parent),
      incoming: node.incoming.map(inside),
      outgoing: node.outgoing.map(inside),
      ...('boundaries' in node && { boundaries: node.boundaries.map(inside) }),
      ...('defaultFlow' in node && {
        defaultFlow: node.defaultFlow === null ? null : inside(node.defaultFlow),
      }),
      ...('attachedTo' in node && { attachedTo: inside(node.attachedTo) }),
      ...('notBy' in node && { notBy: node.notBy.map(inside) }),
      ...(node.kind === 'subprocess' && { start: inside(node.start) }),
    }
    nodes.set(moved.id, moved as PlanNode)
  }
  return inside(plan.start)
}
