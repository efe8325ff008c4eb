import type { Game } from './game.ts'
import { nodeOf, remove } from './game.ts'
import { commonOutcome, leave } from './leaving.ts'
import type { Plan, PlanNode } from './plan.ts'
import type { Token } from './state.ts'

/** A parallel gateway goes on when a token has come by each of its flows, within one scope; it takes one of each. */
export function joinParallel(game: Game, token: Token, { id, incoming }: PlanNode): void {
  const waiting = tokensAt(game, id, token.scope)
  const taken = incoming.flatMap((flow) => waiting.find(({ cameBy }) => cameBy === flow) ?? [])
  if (taken.length === incoming.length) goOn(game, taken)
}

/**
 * Lets one inclusive gateway go on that can: to be asked when everything else has come to rest (BPMN 2.0.2, 13.4.3). It need
 * not wait for a flow that no token of its scope can still reach other than through the gateway, or that only tokens can
 * reach which may as well come by a flow that has one already. Returns whether there was one.
 */
export function joinInclusive(game: Game): boolean {
  const joins = reachOf(game.plan)
  if (joins.size === 0) return false
  for (const { node, scope } of game.tokens.values()) {
    const reach = joins.get(node)
    if (!reach) continue
    const waiting = tokensAt(game, node, scope)
    const taken = nodeOf(game.plan, node).incoming.flatMap(
      (id) => waiting.find(({ cameBy }) => cameBy === id) ?? [],
    )
    const occupied = new Set(taken.map(({ cameBy }) => cameBy))
    const mayStillCome = (token: Token): boolean => {
      const flows = token.scope === scope && token.node !== node ? reach.get(token.node) : undefined
      return flows !== undefined && !flows.some((flow) => occupied.has(flow))
    }
    if ([...game.tokens.values()].some(mayStillCome)) continue
    goOn(game, taken)
    return true
  }
  return false
}

const tokensAt = (game: Game, node: string, scope: number): Token[] =>
  [...game.tokens.values()].filter((token) => token.node === node && token.scope === scope)

function goOn(game: Game, [first, ...others]: readonly Token[]): void {
  if (!first) return
  const outcome = commonOutcome([first, ...others].map((token) => token.outcome))
  for (const token of others) remove(game, token, 'left')
  leave(game, { ...first, outcome })
}

/** Of a gateway: from each node, its incoming flows that can be reached without passing it. */
type Reach = ReadonlyMap<string, readonly string[]>

const known = new WeakMap<Plan, ReadonlyMap<string, Reach>>()

function reachOf(plan: Plan): ReadonlyMap<string, Reach> {
  const found = known.get(plan)
  if (found) return found
  const joins = Object.values(plan.nodes).filter(isInclusiveJoin)
  const reach = new Map(joins.map((join) => [join.id, reachOfJoin(plan, join)]))
  known.set(plan, reach)
  return reach
}

export const isInclusiveJoin = ({ kind, incoming }: PlanNode): boolean =>
  kind === 'inclusive_gateway' && incoming.length > 1

function reachOfJoin(plan: Plan, join: PlanNode): Reach {
  const reach = new Map<string, string[]>()
  for (const flow of join.incoming) {
    const seen = new Set([join.id])
    const ahead = sourcesOf(plan, [flow])
    for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
      if (seen.has(id)) continue
      seen.add(id)
      reach.set(id, [...(reach.get(id) ?? []), flow])
      const node = nodeOf(plan, id)
      ahead.push(...sourcesOf(plan, node.incoming))
      if ('attachedTo' in node) ahead.push(node.attachedTo)
    }
  }
  return reach
}

const sourcesOf = (plan: Plan, flows: readonly string[]): string[] =>
  flows.flatMap((id) => plan.flows[id]?.from ?? [])
