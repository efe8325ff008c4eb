import { type Game, isInstance, nodeOf, openGame } from './game.ts'
import type { Plan, PlanNode } from './plan.ts'
import type { ProcessState, Token, Wait } from './state.ts'
import { itemsOf, type Variables, variablesOf } from './variables.ts'

/** What a running process waits for, the longest wait first: tasks, services, timers and messages. */
export function listWaits(plan: Plan, state: ProcessState): Wait[] {
  if (state.status !== 'running') return []
  const game = openGame(plan, state, askNothing)
  return state.tokens.flatMap((token) => waitsOf(game, token))
}

/** Of these the tasks that somebody is to do. */
export const listOpenTasks = (plan: Plan, state: ProcessState): Wait[] =>
  listWaits(plan, state).filter(({ kind }) => kind === 'task')

/**
 * What an expression at a token is asked with: the input of a service, the agency of a task, the instant of a timer. Throws
 * when there is no such token.
 */
export function variablesAt(plan: Plan, state: ProcessState, token: number): Variables {
  const found = state.tokens.find(({ id }) => id === token)
  if (!found) throw new Error(`Process ${plan.process} has no token ${token}`)
  return variablesOf(openGame(plan, state, askNothing), found)
}

const askNothing = { feel: () => null, decide: () => null }

/** What one token waits for: at its node itself, then at the boundary events, in the order of the file. */
export function waitsOf(game: Game, token: Token): Wait[] {
  const node = nodeOf(game.plan, token.node)
  const found = [...ownWaits(game.plan, token, node), ...boundaryWaits(game, token, node)]
  if (found.length === 0) return []
  const items = itemsOf(game, token.scope)
  return found.flatMap((waiting) => {
    const kind = waitKinds[waiting.kind]
    const message = 'message' in waiting ? waiting.message : null
    return kind ? [{ token: token.id, node: waiting.id, kind, message, items }] : []
  })
}

const waitKinds: Partial<Record<PlanNode['kind'], Wait['kind']>> = {
  user_task: 'task',
  manual_task: 'task',
  service_task: 'service',
  receive_task: 'message',
  catch_message: 'message',
  catch_timer: 'timer',
  boundary_message: 'message',
  boundary_timer: 'timer',
}

/** Behind an event-based gateway all the events at once. The host of a multi-instance activity waits only for the inside. */
function ownWaits(plan: Plan, { forEach }: Token, node: PlanNode): PlanNode[] {
  if (forEach) return []
  if (node.kind !== 'event_gateway') return [node]
  return node.outgoing.flatMap((id) => plan.flows[id] ?? []).map(({ to }) => nodeOf(plan, to))
}

function boundaryWaits(game: Game, token: Token, node: PlanNode): PlanNode[] {
  if (!('boundaries' in node) || node.boundaries.length === 0 || isInstance(game, token)) return []
  return node.boundaries.filter((id) => !token.rung.includes(id)).map((id) => nodeOf(game.plan, id))
}
