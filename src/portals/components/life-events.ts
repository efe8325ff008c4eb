import { type Html, html } from '#platform/html'
import { type IconName, icon } from './icon.ts'

export type LifeEvent = Readonly<{ icon: IconName; title: string; href: string; inside: string }>

/** Events of life that gather procedures, at most eight; the whole card leads on. */
export const lifeEvents = (events: readonly LifeEvent[]): Html =>
  html`<ul class="mc-events">${events.map(
    (event) =>
      html`<li>${icon(event.icon)}<h3><a href="${event.href}">${event.title}</a></h3><p>${event.inside}</p></li>`,
  )}</ul>`
