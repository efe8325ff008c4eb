import { Html, html } from '#platform/html'
import { symbols } from './icon-symbols.ts'

type SymbolId = keyof typeof symbols
type NameAfter<Prefix extends string> = SymbolId extends infer Id
  ? Id extends `${Prefix}${infer Name}`
    ? Name
    : never
  : never

/** A line drawing beside a word, e.g. `search`, `clock`, `pin`. */
export type IconName = NameAfter<'i-'>
/** A filled shape that says a state together with its word, e.g. `done`, `warn`, `overdue`. */
export type ShapeName = NameAfter<'g-'>
/** A door on the way of a dossier: passed, open now, ahead; `plan` is a step of a way not yet begun. */
export type DoorState = 'done' | 'now' | 'next' | 'plan'

export const icon = (name: IconName): Html =>
  html`<svg class="mc-i" aria-hidden="true"><use href="#i-${name}"/></svg>`

export const shape = (name: ShapeName): Html =>
  html`<svg class="mc-g" aria-hidden="true"><use href="#g-${name}"/></svg>`

export const door = (state: DoorState): Html =>
  html`<svg class="mc-door" viewBox="0 0 24 30" aria-hidden="true"><use href="#d-${state === 'plan' ? 'next' : state}"/></svg>`

const isSymbol = (id: string): id is SymbolId => id in symbols

/** The drawings that `page` uses, and no others, to stand once at the top of its body. */
export function sprite(page: Html): Html | null {
  const used = new Set([...page.text.matchAll(/<use href="#([a-z-]+)"/g)].map(([, id]) => id ?? ''))
  if (used.size === 0) return null
  const drawings = [...used].filter(isSymbol).map((id) => {
    const [viewBox, drawing] = symbols[id]
    return `<symbol id="${id}" viewBox="${viewBox}">${drawing}</symbol>`
  })
  return html`<svg class="mc-sprite" width="0" height="0" aria-hidden="true">${new Html(drawings.join(''))}</svg>`
}
