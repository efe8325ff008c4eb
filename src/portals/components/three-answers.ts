import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { shape } from './icon.ts'
import { messagesOf } from './messages.ts'
import { type Tone, toneShape } from './say.ts'

export type ThreeAnswersProps = Readonly<{
  kicker?: Piece
  title: string
  lead?: Piece
  happened: Piece
  kept: readonly Readonly<{ tone: Tone; text: Piece }>[]
  next: Piece
  actions?: Piece
  /** Finds the error in the log. */
  reference?: string | null
  language: Language
}>

/** When something could not be done: what happened, what was kept, what to do next. Blames nobody. */
export function threeAnswers(props: ThreeAnswersProps): Html {
  const words = messagesOf(props.language)
  return html`<div class="mc-narrow">
${props.kicker && html`<p class="mc-kicker">${props.kicker}</p>`}
<h1>${props.title}</h1>
${props.lead && html`<p class="mc-lead mc-t0">${props.lead}</p>`}
<div class="mc-section mc-stack mc-gap3">
<section aria-labelledby="happened"><h2 id="happened">${words.happened}</h2><p class="mc-t0">${props.happened}</p></section>
${
  props.kept.length > 0 &&
  html`<section aria-labelledby="kept"><h2 id="kept">${words.kept}</h2><ul class="mc-marks mc-t0">${props.kept.map(
    ({ tone, text }) => html`<li>${shape(toneShape[tone])}<span>${text}</span></li>`,
  )}</ul></section>`
}
<section aria-labelledby="next"><h2 id="next">${words.next}</h2><p class="mc-y1">${props.next}</p>${props.actions && html`<div class="mc-actions">${props.actions}</div>`}</section>
</div>
${props.reference && html`<div class="mc-section mc-sheet mc-small"><p>${words.reference}</p><p class="mc-code mc-h"><strong>${props.reference}</strong></p></div>`}
</div>`
}
