import { type Html, html } from '#platform/html'

/** A code people know, in tabular figures, never broken and never shortened. */
export const code = (text: string): Html => html`<span class="mc-code">${text}</span>`
