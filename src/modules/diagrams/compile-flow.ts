import type { Flow, Plan, PlanNode } from '#modules/processes'
import type { BpmnElement } from '#platform/bpmn'
import { checkFeel } from './check-expressions.ts'
import type { Refuse } from './report.ts'

/** What is being compiled: the plan as far as it goes, and all that is known of the file. */
export type Compiling = Readonly<{
  refuse: Refuse
  known: KnownNames
  /** The processes of the file by their ids, and those that were found elsewhere. */
  processes: ReadonlyMap<string, BpmnElement>
  called: ReadonlyMap<string, Plan>
  /** The processes around this one, from outside in. */
  calls: readonly string[]
  /** Before the ids of a called process: those of the call activities around it. */
  prefix: string
  nodes: Map<string, PlanNode>
  flows: Map<string, Flow>
  /** In which language the file says its expressions are, when they do not say it themselves. */
  language: string | null
}>

/** What a process may name that stands elsewhere. Left out: not checked. */
export type KnownNames = Readonly<{
  /** The services that are registered. */
  services?: readonly string[] | undefined
  /** The decision tables of the pack. */
  decisions?: readonly Readonly<{ key: string }>[] | undefined
}>

export const many = (element: BpmnElement, property: string): readonly BpmnElement[] =>
  (element.get(property) as BpmnElement[] | undefined) ?? []

export const one = (element: BpmnElement, property: string): BpmnElement | null =>
  (element.get(property) as BpmnElement | undefined) ?? null

/** An attribute or the body of an expression, without the spaces around it; empty: null. */
export function textOf(element: BpmnElement | null, property: string): string | null {
  const text = element?.get(property)
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null
}

export const idIn = ({ prefix }: Pick<Compiling, 'prefix'>, { id }: BpmnElement): string =>
  `${prefix}${id ?? ''}`

const always = ['id', 'name', 'documentation', 'extensionElements', 'extensionDefinitions']
const drawn = [
  'auditing',
  'monitoring',
  'categoryValueRef',
  'lanes',
  'incoming',
  'outgoing',
  'gatewayDirection',
  'nameEn',
]
/** Values that stand for what happens anyway. */
const usual: Readonly<Record<string, unknown>> = {
  isForCompensation: false,
  startQuantity: 1,
  completionQuantity: 1,
  triggeredByEvent: false,
  instantiate: false,
  parallelMultiple: false,
  eventGatewayType: 'Exclusive',
  isSequential: false,
  behavior: 'All',
}

const isUsual = (name: string, value: unknown): boolean =>
  name in usual ? usual[name] === value : Array.isArray(value) && value.length === 0

/** Nothing that an element says is passed over: what is not read here, and changes something, is refused. */
export function checkProperties({ refuse }: Compiling, element: BpmnElement, read: readonly string[]): void {
  for (const name of Object.keys(element)) {
    if (name.startsWith('$') || [...always, ...drawn, ...read].includes(name)) continue
    if (isUsual(name, element.get(name))) continue
    refuse(element, name === 'isForCompensation' ? 'compensation' : 'unsupported_property', name)
  }
  const strange = Object.keys(element.$attrs).find((name) => !/:/.test(name))
  if (strange) refuse(element, 'unsupported_property', strange)
}

const isNode = (element: BpmnElement): boolean => Array.isArray(element.get('incoming'))

/** Compiles the sequence flows of one process or sub-process. */
export function compileFlows(
  compiling: Compiling,
  container: BpmnElement,
  elements: readonly BpmnElement[],
): Flow[] {
  const { refuse, flows } = compiling
  return elements.flatMap((element, index) => {
    checkProperties(compiling, element, ['sourceRef', 'targetRef', 'conditionExpression', 'isImmediate'])
    const [from, to] = [one(element, 'sourceRef'), one(element, 'targetRef')]
    if (!from || !to || !isNode(from) || !isNode(to)) {
      refuse(element, 'flow_ends')
      return []
    }
    if (from.$parent !== container || to.$parent !== container) {
      refuse(element, 'flow_crosses')
      return []
    }
    const flow: Flow = {
      id: element.id ? idIn(compiling, element) : `${idIn(compiling, from)}..${to.id}..${index}`,
      name: textOf(element, 'name'),
      from: idIn(compiling, from),
      to: idIn(compiling, to),
      condition: readExpression(compiling, one(element, 'conditionExpression')),
    }
    flows.set(flow.id, flow)
    return [flow]
  })
}

const feel = /feel/i

/** The FEEL of an expression element, checked, without its `=`; null when there is none. */
export function readExpression(compiling: Compiling, expression: BpmnElement | null): string | null {
  const text = textOf(expression, 'body')
  if (!expression || text === null) return null
  const language = textOf(expression, 'language') ?? compiling.language
  if (language !== null && !feel.test(language)) {
    compiling.refuse(expression, 'language', language)
    return null
  }
  return checkFeel(compiling.refuse, expression, text)
}
