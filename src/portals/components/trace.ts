import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { fold } from './fold.ts'
import { shape } from './icon.ts'
import { messagesOf } from './messages.ts'

/** One reason for a due date, in the order of time. */
export type TraceItem = Readonly<{
  when: string
  text: Piece
  law?: string | null
  /** `stop`: the clock stands; `skip`: not counted; `due`: the end. */
  kind?: 'stop' | 'skip' | 'due' | null
}>

const line = ({ when, text, law, kind }: TraceItem): Html =>
  html`<li${attributes({ 'data-k': kind })}><span>${when}</span><div>${kind === 'stop' && [shape('suspended'), ' ']}${text}${law && html`<cite>${law}</cite>`}</div></li>`

/** Why a due date is what it is: one line a reason, the law beneath. */
export const trace = (items: readonly TraceItem[], look: 'plain' | 'tight' = 'plain'): Html =>
  html`<ol class="mc-trace${look === 'tight' && ' mc-trace--tight'}">${items.map(line)}</ol>`

/** The same, folded under "why this date", inside a status head. */
export const traceFold = (items: readonly TraceItem[], language: Language, open = false): Html =>
  html`<div class="mc-t2">${fold({ summary: messagesOf(language).whyThisDate, body: trace(items), look: 'in', open })}</div>`
