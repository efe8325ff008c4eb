import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/**
 * What an officer may decide, at the foot of the page: one filled button, the others outlined, refusal last in red
 * outline. Stands inside the form it sends; only what the law allows now is in it.
 */
export const decisionBar = (
  props: Readonly<{ title: string; reminder?: string; buttons: Piece; language: Language }>,
): Html =>
  html`<div class="mc-decide" role="group" aria-label="${messagesOf(props.language).decision}"><p><strong>${props.title}</strong>${props.reminder && html`<br><span class="mc-quiet">${props.reminder}</span>`}</p>${props.buttons}</div>`
