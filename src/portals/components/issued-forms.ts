import { type Html, html, type Piece } from '#platform/html'
import { say, type Tone } from './say.ts'

/** A paper that was given out: where it is, which and when, and whether it is sealed. */
export type IssuedFormLine = Readonly<{
  href: string
  name: string
  note: string
  tone: Tone
  state: string
}>

/** The papers that were given out for one dossier, each with the state of its digital signature. */
export const issuedForms = (
  props: Readonly<{ title?: string; lines: readonly IssuedFormLine[]; after?: Piece }>,
): Html | null =>
  props.lines.length === 0
    ? null
    : html`${props.title && html`<h3 class="mc-h mc-t2">${props.title}</h3>`}<ul class="mc-list mc-t0">${props.lines.map(
        ({ href, name, note, tone, state }) =>
          html`<li><a href="${href}">${name}</a><br><span class="mc-small mc-quiet">${note}</span><br><span class="mc-small">${say(tone, state)}</span></li>`,
      )}</ul>${props.after}`
