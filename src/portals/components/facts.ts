import { type Html, html, type Piece } from '#platform/html'
import { type IconName, icon } from './icon.ts'

export type Fact = Readonly<{ icon: IconName; term: string; answer: Piece; note?: Piece }>

const fact = (item: Fact): Html =>
  html`<div>${icon(item.icon)}<dt>${item.term}</dt><dd><strong>${item.answer}</strong>${item.note && html`<small>${item.note}</small>`}</dd></div>`

/** The answers before the law: how long, how much, where, what. `two` sets them side by side. */
export const facts = (items: readonly Fact[], look: Readonly<{ two?: boolean }> = {}): Html =>
  html`<dl class="mc-facts${look.two && ' mc-panel mc-facts--two'}">${items.map(fact)}</dl>`
