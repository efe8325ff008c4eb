import { type Answer, answers } from '#components/answers'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { IssuedDocument } from './ports.ts'

/** A document issued here, as much of it as proves it; `isSame`: the very content was sent. */
export function issuedView(issued: IssuedDocument, isSame: boolean, language: Language): Html {
  const words = messages(language)
  const { state } = issued
  const body = html`<h2 class="mc-h">${words[`issuedTitle_${state}`]}</h2><p class="mc-t0">${isSame ? words.sameContent : words.compareFile}</p>`
  return html`<div class="mc-t2">${notice({ tone: state === 'in_force' ? 'done' : 'warn', live: true, body })}</div>
<section class="mc-section" aria-label="${words.issuedHere}">${answers(issuedAnswers(issued, language), 'ruled')}</section>`
}

function issuedAnswers(issued: IssuedDocument, language: Language): Answer[] {
  const words = messages(language)
  return [
    { term: words.document, answer: issued.title },
    { term: words.agency, answer: issued.agencyName },
    ...(issued.number ? [{ term: words.number, answer: issued.number }] : []),
    { term: words.issuedAt, answer: formatMoment(issued.issuedAt, language) },
    { term: words.holder, answer: issued.holder, note: words.holderNote },
    ...(issued.stateReason ? [{ term: words.stateReason, answer: issued.stateReason }] : []),
    { term: words.codeLabel, answer: code(issued.code) },
  ]
}
