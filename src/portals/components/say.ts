import { type Html, html } from '#platform/html'
import { type ShapeName, shape } from './icon.ts'

/** How something stands: fine, look at this, wrong, or nothing to say. */
export type Tone = 'ok' | 'warn' | 'bad' | 'mute'

export const toneShape: Readonly<Record<Tone, ShapeName>> = {
  ok: 'done',
  warn: 'warn',
  bad: 'bad',
  mute: 'none',
}

/** A state said with a shape and a short word; it reads in grey too. */
export const say = (tone: Tone, text: string): Html =>
  html`<span class="mc-say mc-say--${tone}">${shape(toneShape[tone])}<span>${text}</span></span>`
