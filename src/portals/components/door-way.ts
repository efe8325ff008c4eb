import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type DoorState, door } from './icon.ts'
import { messagesOf } from './messages.ts'

/** One door of a way: what happens there, when and by whom. */
export type WayStep = Readonly<{ state: DoorState; title: string; detail?: Piece }>

const stateOf = ({ state }: WayStep) =>
  attributes({ 'data-s': state, 'aria-current': state === 'now' ? 'step' : null })

/** Said to those who do not see the door. */
const spoken = ({ state }: WayStep, language: Language): Piece => {
  const say = messagesOf(language)
  return (
    (state === 'done' || state === 'now') &&
    html`<span class="ds-sr-only">, ${state === 'done' ? say.passed : say.current}</span>`
  )
}

/** The whole way of a dossier, door under door, the future too. */
export const way = (steps: readonly WayStep[], language: Language): Html =>
  html`<ol class="mc-way">${steps.map(
    (step) =>
      html`<li${stateOf(step)}>${door(step.state)}<div><h3>${step.title}${spoken(step, language)}</h3>${step.detail && html`<p>${step.detail}</p>`}</div></li>`,
  )}</ol>`

/** The same way in one line, for an officer's page. */
export const strip = (steps: readonly WayStep[], language: Language): Html =>
  html`<ol class="mc-strip" aria-label="${messagesOf(language).process}" tabindex="0">${steps.map(
    (step) =>
      html`<li${stateOf(step)}>${door(step.state)}<span><b>${step.title}${spoken(step, language)}</b>${step.detail && html`<small>${step.detail}</small>`}</span></li>`,
  )}</ol>`

/** Where one is in a form: `step` counts from 1. */
export function progress(
  props: Readonly<{ step: number; of: number; name: string; language: Language }>,
): Html {
  const say = messagesOf(props.language)
  const stateAt = (position: number): DoorState => {
    if (position < props.step) return 'done'
    return position === props.step ? 'now' : 'next'
  }
  const doors = Array.from({ length: props.of }, (_, index) => html`<li>${door(stateAt(index + 1))}</li>`)
  return html`<div class="mc-progress" role="group" aria-label="${say.progressLabel}"><ol aria-hidden="true">${doors}</ol><span>${say.progress(props.step, props.of, props.name)}</span></div>`
}
