import type { Game } from './game.ts'
import { nodeOf } from './game.ts'
import type { Scope, Token } from './state.ts'

export type Variables = Readonly<Record<string, unknown>>
type Place = Pick<Game, 'plan' | 'tokens' | 'scopes' | 'variables'>

/**
 * What an expression is asked with at a token: the variables of the process, over them those of the multi-instance
 * activities around it with their items, from outside in; `tasks` of all of them together, and the `outcome` of its way.
 */
export function variablesOf(place: Place, { scope, outcome }: Pick<Token, 'scope' | 'outcome'>): Variables {
  const around = instancesAround(place, scope)
  const tasks = [place.variables, ...around.map(({ variables }) => variables)].map((set) => set.tasks ?? {})
  return Object.assign({}, place.variables, ...around.flatMap(({ variables, item }) => [variables, item]), {
    tasks: Object.assign({}, ...tasks),
    outcome,
  })
}

/** The items around a token by their names, from outside in: `{ agency: 'so_xay_dung' }`. */
export const itemsOf = (place: Place, scope: number): Variables =>
  Object.assign({}, ...instancesAround(place, scope).map(({ item }) => item))

type Around = Readonly<{ scope: Scope; item: Variables; variables: Variables }>

function instancesAround(place: Place, id: number): Around[] {
  const scope = place.scopes.get(id)
  const host = place.tokens.get(scope?.token ?? -1)
  if (!scope || !host) return []
  const outer = instancesAround(place, host.scope)
  if (!scope.item) return outer
  const node = nodeOf(place.plan, host.node)
  const name = 'forEach' in node ? node.forEach?.item : undefined
  return [...outer, { scope, item: name ? { [name]: scope.item.value } : {}, variables: scope.item.variables }]
}

/** Sets variables where a token is: in the innermost instance around it, or in the process. `tasks` is not for the taking. */
export function setVariables(game: Game, token: Token, given: Variables): void {
  const { tasks: _, ...allowed } = given
  if (Object.keys(allowed).length > 0) change(game, token, (known) => ({ ...known, ...allowed }))
}

/** Writes down what came of a task. */
export function setTask(game: Game, token: Token, outcome: string | null, by: string | undefined): void {
  const done = by === undefined ? { outcome } : { outcome, by }
  change(game, token, (known) => ({
    ...known,
    tasks: { ...(known.tasks as Variables | undefined), [token.node]: done },
  }))
}

function change(game: Game, token: Token, make: (known: Variables) => Variables): void {
  const inner = instancesAround(game, token.scope).at(-1)?.scope
  if (!inner?.item) {
    game.variables = make(game.variables)
    return
  }
  game.scopes.set(inner.id, { ...inner, item: { ...inner.item, variables: make(inner.item.variables) } })
}
