import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type ShapeName, shape } from './icon.ts'
import { messagesOf } from './messages.ts'

/** How near the legal due date is. */
export type Urgency = 'overdue' | 'due_today' | 'due_soon' | 'on_time' | 'suspended' | 'done'

const shapeOf: Readonly<Record<Urgency, ShapeName>> = {
  overdue: 'overdue',
  due_today: 'due-today',
  due_soon: 'due-soon',
  on_time: 'on-time',
  suspended: 'suspended',
  done: 'done',
}

/** The word for an urgency. */
export function urgencyWord(urgency: Urgency, language: Language): string {
  const say = messagesOf(language)
  const words: Record<Urgency, string> = {
    overdue: say.overdue,
    due_today: say.dueToday,
    due_soon: say.dueSoon,
    on_time: say.onTime,
    suspended: say.suspended,
    done: say.done,
  }
  return words[urgency]
}

/** The shape of an urgency in its colour, to stand beside its word. */
export const urgencyShape = (urgency: Urgency): Html =>
  html`<span class="mc-u-${shapeOf[urgency]}">${shape(shapeOf[urgency])}</span>`

/** Word, shape and colour of a deadline; `word` replaces the usual one ("Chờ bạn"). The date stands beside it. */
export const dueBadge = (props: Readonly<{ urgency: Urgency; language: Language; word?: string }>): Html =>
  html`<span class="mc-due" data-u="${shapeOf[props.urgency]}">${shape(shapeOf[props.urgency])}${props.word ?? urgencyWord(props.urgency, props.language)}</span>`
