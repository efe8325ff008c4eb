import { type Html, html, type Piece } from '#platform/html'

/** The mark: a door standing open, lacquer red. It leads home. */
export const brand = (href: string, words: Piece): Html =>
  html`<a class="mc-brand" href="${href}"><svg viewBox="0 0 32 38" aria-hidden="true"><path d="M5 35V14a11 11 0 0 1 22 0v21" fill="none" stroke="currentColor" stroke-width="2.6"/><path d="M6.5 13.5 18.5 9v29l-12-3z" fill="var(--mc-lacquer)"/><circle cx="15" cy="23.5" r="1.5" fill="var(--mc-lacquer-on)"/><path d="M2 35h28" stroke="currentColor" stroke-width="2.6"/></svg>${words}</a>`
