import type { Plan, PlanNode } from './plan.ts'
import type { Asking, Passage, ProcessState, Scope, StepResult, Token } from './state.ts'

/** One step in the making: the state, opened to be changed, and what was passed so far. Lives for one call only. */
export type Game = {
  readonly plan: Plan
  readonly asking: Asking
  readonly tokens: Map<number, Token>
  readonly scopes: Map<number, Scope>
  /** Tokens that have come to a node and must be taken on from there, first come first. */
  readonly arrivals: number[]
  readonly passages: Passage[]
  variables: ProcessState['variables']
  status: ProcessState['status']
  error: string | null
  next: number
  stuck: { node: string; reason: string } | null
}

export const openGame = (plan: Plan, state: ProcessState, asking: Asking): Game => ({
  plan,
  asking,
  tokens: new Map(state.tokens.map((token) => [token.id, token])),
  scopes: new Map(state.scopes.map((scope) => [scope.id, scope])),
  arrivals: [],
  passages: [],
  variables: state.variables,
  status: state.status,
  error: state.error,
  next: state.next,
  stuck: null,
})

/** What came of the step; when it is stuck, the game is thrown away and the state before it stands. */
export function closeGame({ stuck, status, next, error, variables, ...game }: Game): StepResult {
  if (stuck) return { ok: false, code: 'stuck', ...stuck }
  const scopes = [...game.scopes.values()]
  const tokens = [...game.tokens.values()]
  return { ok: true, state: { status, next, scopes, tokens, variables, error }, passages: game.passages }
}

/** A node of the plan. Throws when there is none: the state is of another plan. */
export function nodeOf(plan: Plan, id: string): PlanNode {
  const node = plan.nodes[id]
  if (!node) throw new Error(`Process ${plan.process} has no node ${id}`)
  return node
}

type Arrival = Pick<Token, 'node' | 'scope' | 'outcome'> & Partial<Pick<Token, 'cameBy'>>

/** Puts a token on a node, to be taken on from there. */
export function arrive(game: Game, { node, scope, outcome, cameBy = null }: Arrival): void {
  const token: Token = { id: game.next++, scope, node, cameBy, outcome, forEach: null, rung: [] }
  game.tokens.set(token.id, token)
  game.arrivals.push(token.id)
  record(game, token, 'entered')
}

/** Takes a token off its node. */
export function remove(game: Game, token: Token, how: 'left' | 'cancelled'): void {
  if (game.tokens.delete(token.id)) record(game, token, how)
}

function record(game: Game, token: Token, how: Passage['how']): void {
  if (!isInstance(game, token)) game.passages.push({ token: token.id, node: token.node, how })
}

/** The token that waits for this one's scope; undefined at the root. */
export function hostOf(game: Pick<Game, 'tokens' | 'scopes'>, { scope }: Token): Token | undefined {
  const id = game.scopes.get(scope)?.token ?? null
  return id === null ? undefined : game.tokens.get(id)
}

/** Whether it is one of the many at a multi-instance task: alone in its scope, on the same node as its host. */
export const isInstance = (game: Pick<Game, 'tokens' | 'scopes'>, token: Token): boolean =>
  hostOf(game, token)?.node === token.node

export function openScope(game: Game, host: Token, item: Scope['item']): number {
  const id = game.next++
  game.scopes.set(id, { id, token: host.id, item, outcomes: [] })
  return id
}

export const tokensIn = (game: Game, scope: number): Token[] =>
  [...game.tokens.values()].filter((token) => token.scope === scope)

/** Takes away what runs inside an activity: its scopes with all their tokens. */
export function cancelInside(game: Game, host: Token): void {
  for (const { id, token } of [...game.scopes.values()]) if (token === host.id) cancelScope(game, id)
}

export function cancelScope(game: Game, scope: number): void {
  for (const token of tokensIn(game, scope)) {
    cancelInside(game, token)
    remove(game, token, 'cancelled')
  }
  game.scopes.delete(scope)
}

/** Takes away everything: the process is over. */
export function finish(
  game: Game,
  status: 'ended' | 'terminated' | 'failed',
  error: string | null = null,
): void {
  const root = game.scopes.get(0)
  cancelScope(game, 0)
  if (root) game.scopes.set(0, root)
  game.status = status
  game.error = error
}

export function beStuck(game: Game, node: string, reason: string): void {
  game.stuck ??= { node, reason }
}
