import { beStuck, type Game, nodeOf } from './game.ts'
import type { Flow, PlanNode } from './plan.ts'
import type { Token } from './state.ts'
import { variablesOf } from './variables.ts'

/**
 * The flows a token takes from its node (BPMN 2.0.2, 13.3.1 and 13.4). An exclusive gateway takes the first whose condition
 * is true, everything else takes all of these; the default flow is taken when no condition was true.
 */
export function chooseFlows(game: Game, token: Token): Flow[] {
  const node = nodeOf(game.plan, token.node)
  const flows = node.outgoing.flatMap((id) => game.plan.flows[id] ?? [])
  if (node.kind === 'parallel_gateway') return flows
  const byDefault = 'defaultFlow' in node ? node.defaultFlow : null
  const others = flows.filter(({ id }) => id !== byDefault)
  const chosen =
    node.kind === 'exclusive_gateway' ? firstTrue(game, token, others) : allTrue(game, token, others)
  if (!isDecided(node, chosen)) chosen.push(...flows.filter(({ id }) => id === byDefault))
  if (chosen.length === 0 && flows.length > 0)
    beStuck(game, node.id, 'no condition is true and there is no default')
  return chosen
}

/** At an activity, flows without a condition are taken in any case and say nothing of its default flow. */
const isDecided = ({ kind }: PlanNode, chosen: readonly Flow[]): boolean =>
  kind.endsWith('_gateway') ? chosen.length > 0 : chosen.some(({ condition }) => condition !== null)

const isTrue = (game: Game, token: Token, { condition }: Flow): boolean =>
  condition === null || game.asking.feel(condition, variablesOf(game, token)) === true

function firstTrue(game: Game, token: Token, flows: readonly Flow[]): Flow[] {
  const found = flows.find((flow) => isTrue(game, token, flow))
  return found ? [found] : []
}

const allTrue = (game: Game, token: Token, flows: readonly Flow[]): Flow[] =>
  flows.filter((flow) => isTrue(game, token, flow))
