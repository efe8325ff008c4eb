import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type Urgency, urgencyShape } from './due-badge.ts'
import { messagesOf } from './messages.ts'

/** A number with the list behind it; `count` as text when it is not exact ("1.000+"). */
export type TallyItem = Readonly<{
  count: number | string
  text: string
  href: string
  urgency?: Urgency
  current?: boolean
}>

/** Numbers in the order of urgency; each is a link that filters. */
export const tally = (items: readonly TallyItem[], language: Language): Html =>
  html`<nav aria-label="${messagesOf(language).filterByUrgency}"><ul class="mc-tally">${items.map(
    ({ count, text, href, urgency, current }) =>
      html`<li><a${attributes({ href, 'aria-current': current ? 'true' : null })}><b>${count}</b><span>${urgency && urgencyShape(urgency)}${text}</span></a></li>`,
  )}</ul></nav>`
