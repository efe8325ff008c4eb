import { attributes, type Html, html, type Piece } from '#platform/html'
import { shape } from './icon.ts'

/** Something to know before going on; `live` announces what just happened. */
export const notice = (
  props: Readonly<{ body: Piece; tone?: 'info' | 'warn' | 'done'; live?: boolean }>,
): Html =>
  html`<div${attributes({ class: 'mc-note', 'data-k': props.tone === 'info' ? null : props.tone, role: props.live ? 'status' : null })}>${shape(props.tone ?? 'info')}<div>${props.body}</div></div>`
