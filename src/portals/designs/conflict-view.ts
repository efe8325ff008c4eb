import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { notice } from '#components/notice'
import { narrow } from '#components/sheet'
import type { Design, SaveLine } from '#modules/designs'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { addressOf, momentOf } from './desk.ts'
import { designMessages } from './messages.ts'

export type ConflictView = Readonly<{
  design: Design
  last: SaveLine | undefined
  code: 'changed_meanwhile' | 'closed'
  body: Readonly<Record<string, string>>
  action: string
  language: Language
}>

/** What was sent and could not be written stands here, to be saved on top of the new state. */
export function conflictView({ design, last, code, body, action, language }: ConflictView): Html {
  const say = designMessages(language)
  const sent = Object.entries(body).filter(([name, value]) => name !== 'seen' && typeof value === 'string')
  const isClosed = code === 'closed'
  const sentence = isClosed
    ? say.closed
    : say.conflict(last?.byName ?? '', momentOf(last?.at ?? design.changedAt, language))
  const hidden = sent.map(([name, value]) => html`<textarea name="${name}" hidden>\n${value}</textarea>`)
  const again = html`<form method="post" action="${action}"><input type="hidden" name="seen" value="${design.revision}">${hidden}
${actions(button({ text: say.conflictKeep }), html`<a href="${addressOf(design.id)}">${say.conflictSee}</a>`)}</form>`
  const typed = answers(
    sent.map(([name, value]) => ({ term: name, answer: html`<span class="mc-kept">${value}</span>` })),
  )
  return html`<div class="mc-work__head"><h1>${isClosed ? say.closedTitle : say.conflictTitle}</h1></div>
${narrow(
  notice({ tone: 'warn', live: true, body: html`<p>${sentence}</p>` }),
  isClosed ? html`<p><a href="${addressOf(design.id)}">${say.conflictSee}</a></p>` : again,
  html`<h2 class="mc-h">${say.conflictTyped}</h2>`,
  typed,
)}`
}
