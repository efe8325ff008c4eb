import { chooseFlows } from './flows.ts'
import {
  arrive,
  beStuck,
  cancelInside,
  cancelScope,
  finish,
  type Game,
  isInstance,
  nodeOf,
  openScope,
  remove,
  tokensIn,
} from './game.ts'
import type { ForEach, PlanNode } from './plan.ts'
import type { Scope, Token } from './state.ts'
import { setVariables, type Variables, variablesOf } from './variables.ts'

const mostItems = 1000

/** Takes a token on from its node, over all flows it takes. Where none leads on, it ends, and perhaps its scope with it. */
export function leave(game: Game, token: Token): void {
  const flows = isInstance(game, token) ? [] : chooseFlows(game, token)
  remove(game, token, 'left')
  for (const { id, to } of flows)
    arrive(game, { node: to, scope: token.scope, outcome: token.outcome, cameBy: id })
  if (flows.length > 0 || game.stuck) return
  const scope = game.scopes.get(token.scope)
  if (!scope) return
  const outcomes = [...new Set([...scope.outcomes, token.outcome])]
  game.scopes.set(scope.id, { ...scope, outcomes })
  if (tokensIn(game, scope.id).length === 0) closeScope(game, { ...scope, outcomes })
}

/** The one outcome of all, or null. */
export const commonOutcome = (outcomes: readonly (string | null)[]): string | null =>
  new Set(outcomes).size === 1 ? (outcomes[0] ?? null) : null

/** Ends a scope at once by a terminate end: what else runs in it is cancelled. */
export function terminate(game: Game, token: Token): void {
  remove(game, token, 'left')
  const scope = game.scopes.get(token.scope)
  if (!scope) return
  cancelScope(game, scope.id)
  const closed = { ...scope, outcomes: [token.outcome] }
  game.scopes.set(scope.id, closed)
  closeScope(game, closed)
}

/** The last token of a scope has ended: at the root the process, else the activity it belongs to goes on. */
function closeScope(game: Game, scope: Scope): void {
  const host = game.tokens.get(scope.token ?? -1)
  if (!host) {
    finish(game, 'ended')
    return
  }
  game.scopes.delete(scope.id)
  if (host.forEach && scope.item) finishInstance(game, { ...host, forEach: host.forEach }, scope, scope.item)
  else leave(game, { ...host, outcome: commonOutcome(scope.outcomes) })
}

/** A token at a multi-instance activity, and what each instance gave so far. */
type Host = Token & Readonly<{ forEach: NonNullable<Token['forEach']> }>

/** Opens one instance for each item of the list, all at once; for an empty list there is nothing to do. */
export function openForEach(game: Game, token: Token, node: PlanNode, forEach: ForEach): void {
  const items = game.asking.feel(forEach.collection, variablesOf(game, token))
  if (!Array.isArray(items) || items.length > mostItems) {
    beStuck(game, node.id, `the collection is no list of at most ${mostItems} items`)
    return
  }
  const total = items.length
  const host: Host = { ...token, forEach: { total, completed: 0, results: items.map(() => null) } }
  game.tokens.set(host.id, host)
  for (const [index, value] of items.entries()) {
    const scope = openScope(game, host, { index, value, variables: {} })
    arrive(game, { node: node.kind === 'subprocess' ? node.start : node.id, scope, outcome: token.outcome })
  }
  if (total === 0) finishForEach(game, host, forEach)
}

/** One of many has ended: what it gave is kept, and perhaps the others need not be waited for. */
function finishInstance(game: Game, token: Host, scope: Scope, item: NonNullable<Scope['item']>): void {
  const node = nodeOf(game.plan, token.node)
  if (!('forEach' in node && node.forEach)) return
  const { tasks: _, ...given } = item.variables
  const gave = { ...given, [node.forEach.item]: item.value, outcome: commonOutcome(scope.outcomes) }
  const { total, completed, results } = token.forEach
  const host = {
    ...token,
    forEach: { total, completed: completed + 1, results: results.with(item.index, gave) },
  }
  game.tokens.set(host.id, host)
  if (isEnough(game, host, node.forEach)) finishForEach(game, host, node.forEach)
}

function isEnough(game: Game, host: Host, { until }: ForEach): boolean {
  const { total, completed } = host.forEach
  if (completed === total) return true
  if (until === null) return false
  const counts = { completed, total, active: total - completed, results: resultsOf(host) }
  return game.asking.feel(until, { ...variablesOf(game, host), ...counts }) === true
}

const resultsOf = ({ forEach }: Host): Variables[] =>
  forEach.results.filter((result): result is Variables => result !== null)

function finishForEach(game: Game, host: Host, { results }: ForEach): void {
  cancelInside(game, host)
  const given = resultsOf(host)
  if (results !== null) setVariables(game, host, { [results]: given })
  const outcomes = given.map(({ outcome }) => outcome as string | null)
  leave(game, { ...host, outcome: outcomes.length > 0 ? commonOutcome(outcomes) : host.outcome })
}
