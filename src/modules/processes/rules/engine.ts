import {
  arrive,
  beStuck,
  closeGame,
  type Game,
  hostOf,
  isInstance,
  nodeOf,
  openGame,
  openScope,
  remove,
} from './game.ts'
import { happen } from './happen.ts'
import { throwError } from './interrupting.ts'
import { isInclusiveJoin, joinInclusive, joinParallel } from './joins.ts'
import { leave, openForEach, terminate } from './leaving.ts'
import type { NodeKind, Plan, PlanNode } from './plan.ts'
import type { Asking, Happening, ProcessState, StepResult, Token } from './state.ts'
import { setVariables, type Variables, variablesOf } from './variables.ts'
import { waitsOf } from './waits.ts'

const mostPassed = 10_000

/** Starts a process at its none start event and takes it to where it first waits. */
export function startProcess(plan: Plan, variables: Variables, asking: Asking): StepResult {
  const root = { id: 0, token: null, item: null, outcomes: [] }
  const state: ProcessState = { status: 'running', next: 1, scopes: [root], tokens: [], variables, error: null }
  const game = openGame(plan, state, asking)
  arrive(game, { node: plan.start, scope: 0, outcome: null })
  return run(game)
}

/**
 * Lets one thing happen to a process and takes it to where it next waits. Pure: the same state and happening give the same
 * result; the state given is not changed.
 */
export function advance(plan: Plan, state: ProcessState, happening: Happening, asking: Asking): StepResult {
  if (state.status !== 'running') return { ok: false, code: 'not_waiting' }
  const game = openGame(plan, state, asking)
  const refusal = happen(game, happening)
  return refusal ? { ok: false, code: refusal } : run(game)
}

/** Takes every token on as far as it goes. Inclusive joins are asked when all else rests. */
function run(game: Game): StepResult {
  let passed = 0
  do {
    for (let id = game.arrivals.shift(); id !== undefined; id = game.arrivals.shift()) {
      const token = game.tokens.get(id)
      if (!token || game.stuck) continue
      passed += 1
      if (passed > mostPassed) beStuck(game, token.node, `it passes more than ${mostPassed} nodes in one step`)
      else enter(game, token, nodeOf(game.plan, token.node))
    }
  } while (!game.stuck && game.status === 'running' && joinInclusive(game))
  checkWaits(game)
  return closeGame(game)
}

/** Tokens that rest at joins for ever, with nothing left to happen, are a deadlock. */
function checkWaits(game: Game): void {
  const [first] = game.tokens.values()
  if (game.status !== 'running' || !first) return
  if ([...game.tokens.values()].every((token) => waitsOf(game, token).length === 0)) {
    const last = [...game.tokens.values()].at(-1) ?? first
    beStuck(game, last.node, 'it waits for tokens that can no longer come')
  }
}

/** What a token does on the node it has come to: it goes on, opens something inside, or rests. */
function enter(game: Game, token: Token, node: PlanNode): void {
  if ('forEach' in node && node.forEach && !isInstance(game, token))
    openForEach(game, token, node, node.forEach)
  else if (node.kind === 'parallel_gateway' && node.incoming.length > 1) joinParallel(game, token, node)
  else if (node.kind === 'rule_task') evaluateRule(game, token, node)
  else if (node.kind === 'subprocess') openSubprocess(game, token, node.start)
  else if (node.kind === 'terminate_end') terminate(game, token)
  else if (node.kind === 'error_end') endWithError(game, token, node.error)
  else if (!rests(node)) leave(game, token)
}

const resting = new Set<NodeKind>([
  'user_task',
  'manual_task',
  'receive_task',
  'service_task',
  'event_gateway',
  'catch_timer',
  'catch_message',
])

const rests = (node: PlanNode): boolean => resting.has(node.kind) || isInclusiveJoin(node)

function openSubprocess(game: Game, token: Token, start: string): void {
  arrive(game, { node: start, scope: openScope(game, token, null), outcome: token.outcome })
}

function endWithError(game: Game, token: Token, error: string): void {
  const host = hostOf(game, token)
  remove(game, token, 'left')
  throwError(game, host, error)
}

type RuleTask = Extract<PlanNode, { kind: 'rule_task' }>

function evaluateRule(game: Game, token: Token, { id, expression, decision, result }: RuleTask): void {
  const variables = variablesOf(game, token)
  if (expression !== null) setVariables(game, token, { [result]: game.asking.feel(expression, variables) })
  else if (decision !== null) setVariables(game, token, { [result]: game.asking.decide(decision, variables) })
  else beStuck(game, id, 'the rule has neither an expression nor a decision table')
  leave(game, token)
}
