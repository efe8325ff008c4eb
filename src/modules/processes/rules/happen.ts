import { arrive, finish, type Game, nodeOf, remove } from './game.ts'
import { interrupt, throwError } from './interrupting.ts'
import { leave } from './leaving.ts'
import type { PlanNode } from './plan.ts'
import type { Happening, Token, Wait } from './state.ts'
import { setTask, setVariables } from './variables.ts'
import { waitsOf } from './waits.ts'

type Refusal = 'not_waiting' | 'unknown_outcome' | null
type Of<Type extends Happening['type']> = Extract<Happening, { type: Type }>

/** Does to the waiting token what happened; returns why not. */
export function happen(game: Game, happening: Happening): Refusal {
  switch (happening.type) {
    case 'complete':
      return complete(game, happening)
    case 'fail':
      return fail(game, happening)
    case 'ring':
      return ring(game, happening)
    case 'message':
      return receive(game, happening)
    case 'cancel':
      finish(game, 'terminated')
      return null
  }
}

function complete(game: Game, { token: id, outcome, variables, by }: Of<'complete'>): Refusal {
  const found = findWait(
    game,
    id,
    ({ node, kind }, token) => node === token.node && kind in { task: 1, service: 1 },
  )
  if (!found) return 'not_waiting'
  const { token } = found
  const node = nodeOf(game.plan, token.node)
  if (node.kind === 'service_task') {
    if (node.result !== null) setVariables(game, token, { [node.result]: variables })
    leave(game, token)
    return null
  }
  if (!isOutcomeOf(node, outcome)) return 'unknown_outcome'
  setVariables(game, token, variables)
  setTask(game, token, outcome, by)
  leave(game, { ...token, outcome })
  return null
}

function isOutcomeOf(node: PlanNode, outcome: string | null): boolean {
  const outcomes = 'outcomes' in node ? node.outcomes : []
  return outcomes.length === 0 ? outcome === null : outcomes.some(({ key }) => key === outcome)
}

function fail(game: Game, { token: id, error }: Of<'fail'>): Refusal {
  const found = findWait(game, id, ({ kind }) => kind === 'service')
  if (!found) return 'not_waiting'
  throwError(game, found.token, error)
  return null
}

function ring(game: Game, { token: id, node }: Of<'ring'>): Refusal {
  const found = findWait(game, id, (wait) => wait.kind === 'timer' && wait.node === node)
  if (!found) return 'not_waiting'
  goOn(game, found)
  return null
}

/** Numbers of tokens grow with time: the first that waits for it has waited longest. */
function receive(game: Game, { message, variables }: Of<'message'>): Refusal {
  for (const token of game.tokens.values()) {
    const wait = waitsOf(game, token).find((each) => each.message === message)
    if (!wait) continue
    setVariables(game, token, variables)
    goOn(game, { token, wait })
    return null
  }
  return 'not_waiting'
}

type Found = Readonly<{ token: Token; wait: Wait }>

function findWait(game: Game, id: number, test: (wait: Wait, token: Token) => boolean): Found | undefined {
  const token = game.tokens.get(id)
  const wait = token && waitsOf(game, token).find((each) => test(each, token))
  return wait && { token, wait }
}

/** Takes a token on by the event it waited for: its own, one behind its event-based gateway, or one at its boundary. */
function goOn(game: Game, { token, wait }: Found): void {
  const event = nodeOf(game.plan, wait.node)
  if (event.id === token.node) leave(game, token)
  else if (!('attachedTo' in event)) takeEvent(game, token, event)
  else if (event.interrupts) interrupt(game, token, event.id)
  else startBeside(game, token, event)
}

/** A boundary event that does not interrupt; a timer has then rung for this visit. */
function startBeside(game: Game, token: Token, { id, kind }: PlanNode): void {
  if (kind === 'boundary_timer') game.tokens.set(token.id, { ...token, rung: [...token.rung, id] })
  arrive(game, { node: id, scope: token.scope, outcome: token.outcome })
}

/** The first event behind an event-based gateway wins; the others are no longer waited for. */
function takeEvent(game: Game, token: Token, event: PlanNode): void {
  remove(game, token, 'left')
  const caught = { ...token, id: game.next++, node: event.id }
  game.tokens.set(caught.id, caught)
  game.passages.push({ token: caught.id, node: event.id, how: 'entered' })
  leave(game, caught)
}
