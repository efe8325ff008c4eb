import { type Html, html } from '#platform/html'

/** A code people know, in tabular figures, never broken and never shortened. */
export const code = (text: string): Html => html`<span class="mc-code">${text}</span>`

/** A code with what it stands for below, small; a name that is not known is left out. */
export const namedCode = (text: string, name: string | undefined): Html =>
  name ? html`${code(text)}<br><span class="mc-small mc-quiet">${name}</span>` : code(text)
