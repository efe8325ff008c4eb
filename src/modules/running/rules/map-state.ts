import type { Plan, PlanNode, ProcessState } from '#modules/processes'

/** Node of the old plan → node of the new one. A node that keeps its id needs no line. */
export type Mapping = Readonly<Record<string, string>>

/** Why a token cannot be moved. */
export type WhyStays = 'node_gone' | 'other_kind' | 'other_place' | 'other_multiplicity' | 'join_changed'

/** Where a token goes, or why it cannot. */
export type TokenMove = Readonly<{ token: number; node: string }> &
  (Readonly<{ to: string; because: null }> | Readonly<{ to: null; because: WhyStays }>)

export type StateMove = Readonly<{ tokens: readonly TokenMove[]; state: ProcessState | null }>

type Token = ProcessState['tokens'][number]
type Plans = Readonly<{ from: Plan; to: Plan; mapping: Mapping }>

/**
 * Where each token of a process goes when it is moved from one plan to another; `state` is null when one of them cannot go:
 * a process moves whole or not at all. A token goes to a node of its own kind at the same place: inside the same activity, once
 * or for each, and at a join by the same way.
 */
export function mapState(plans: Plans, state: ProcessState): StateMove {
  const moved = state.tokens.map((token) => ({ token, result: mapToken(plans, token) }))
  const tokens = moved.map(({ token: { id, node }, result }) =>
    typeof result === 'string'
      ? { token: id, node, to: null, because: result }
      : { token: id, node, to: result.node, because: null },
  )
  const gone = moved.flatMap(({ result }) => (typeof result === 'string' ? [] : [result]))
  if (gone.length < moved.length) return { tokens, state: null }
  return { tokens, state: { ...state, tokens: gone, ...renameTasks(plans, state) } }
}

export const targetOf = (mapping: Mapping, node: string): string =>
  Object.hasOwn(mapping, node) ? (mapping[node] ?? node) : node

function mapToken(plans: Plans, token: Token): Token | WhyStays {
  const source = plans.from.nodes[token.node]
  const target = plans.to.nodes[targetOf(plans.mapping, token.node)]
  if (!source || !target) return 'node_gone'
  const refusal = compareNodes(plans, source, target)
  if (refusal) return refusal
  const cameBy = isJoin(target) && token.cameBy !== null ? mapFlow(plans, token.cameBy, target) : null
  if (cameBy === undefined) return 'join_changed'
  const boundaries = 'boundaries' in target ? target.boundaries : []
  const rung = token.rung.map((id) => targetOf(plans.mapping, id)).filter((id) => boundaries.includes(id))
  return { ...token, node: target.id, cameBy, rung }
}

function compareNodes({ mapping }: Plans, source: PlanNode, target: PlanNode): WhyStays | null {
  if (kindOf(source) !== kindOf(target)) return 'other_kind'
  const parent = source.parent === null ? null : targetOf(mapping, source.parent)
  if (parent !== target.parent) return 'other_place'
  if (isForEach(source) !== isForEach(target)) return 'other_multiplicity'
  if (isJoin(source) && source.incoming.length !== target.incoming.length) return 'join_changed'
  return null
}

/** To whoever does it, a user task and a manual task are the same. */
const kindOf = ({ kind }: PlanNode): string => (kind === 'manual_task' ? 'user_task' : kind)
const isForEach = (node: PlanNode): boolean => 'forEach' in node && node.forEach !== null
const isJoin = ({ kind }: PlanNode): boolean => kind === 'parallel_gateway' || kind === 'inclusive_gateway'

/** The way by which a token would have come to its join: the flow of the same id, or the only one from the same node. */
function mapFlow({ from, to, mapping }: Plans, flow: string, target: PlanNode): string | undefined {
  if (target.incoming.includes(flow)) return flow
  const begin = targetOf(mapping, from.flows[flow]?.from ?? '')
  const [only, ...more] = target.incoming.filter((id) => to.flows[id]?.from === begin)
  return more.length === 0 ? only : undefined
}

/** What came of each task is asked by the ids of the new plan from now on. */
function renameTasks({ mapping }: Plans, { variables, scopes }: ProcessState) {
  const rename = (given: Readonly<Record<string, unknown>>) => {
    const tasks = Object.entries((given.tasks ?? {}) as Record<string, unknown>)
    if (tasks.length === 0) return given
    return { ...given, tasks: Object.fromEntries(tasks.map(([id, done]) => [targetOf(mapping, id), done])) }
  }
  return {
    variables: rename(variables),
    scopes: scopes.map((scope) =>
      scope.item ? { ...scope, item: { ...scope.item, variables: rename(scope.item.variables) } } : scope,
    ),
  }
}

/** The lines of a mapping that name a node that is not there. */
export const strangersOf = ({ from, to, mapping }: Plans): string[] =>
  Object.entries(mapping).flatMap(([old, now]) => [
    ...(Object.hasOwn(from.nodes, old) ? [] : [old]),
    ...(Object.hasOwn(to.nodes, now) ? [] : [now]),
  ])
