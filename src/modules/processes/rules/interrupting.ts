import { arrive, cancelInside, finish, type Game, hostOf, isInstance, nodeOf, remove } from './game.ts'
import type { PlanNode } from './plan.ts'
import type { Token } from './state.ts'

/**
 * An error is thrown where a token is: the nearest activity around it with a boundary event for this code, or for any, is
 * interrupted and goes on there. Nobody catches it: the process has failed.
 */
export function throwError(game: Game, from: Token | undefined, code: string): void {
  for (let carrier = from; carrier; carrier = hostOf(game, carrier)) {
    const boundary = isInstance(game, carrier) ? undefined : findCatcher(game, carrier, code)
    if (boundary) {
      interrupt(game, carrier, boundary.id)
      return
    }
  }
  finish(game, 'failed', code)
}

function findCatcher(game: Game, { node }: Token, code: string): PlanNode | undefined {
  const activity = nodeOf(game.plan, node)
  const catchers = ('boundaries' in activity ? activity.boundaries : [])
    .map((id) => nodeOf(game.plan, id))
    .filter((boundary) => boundary.kind === 'boundary_error')
  return catchers.find(({ error }) => error === code) ?? catchers.find(({ error }) => error === null)
}

/** An activity is broken off with all that runs inside, and goes on at its boundary event. */
export function interrupt(game: Game, host: Token, boundary: string): void {
  cancelInside(game, host)
  remove(game, host, 'cancelled')
  arrive(game, { node: boundary, scope: host.scope, outcome: host.outcome })
}
