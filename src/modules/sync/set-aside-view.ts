import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { textAreaField } from '#components/field'
import { narrow } from '#components/sheet'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { destinationName, syncMessages } from './messages.ts'
import type { Delivery } from './repository.ts'
import { destinationUrl, setAsideUrl } from './view.ts'

export type SetAsideView = Readonly<{ delivery: Delivery; reason: string; problems: readonly Problem[] }>

/** What was answered to the message, and the form to give it up. */
export function setAsidePage({ delivery, reason, problems }: SetAsideView, language: Language): Html {
  const words = syncMessages(language)
  const { destination, dossierCode, number, lastError } = delivery
  const field = typedFields<'reason'>({ typed: { reason }, problems }, language)
  const name = destinationName(destination, language)
  return html`${breadcrumbs([{ text: name, href: destinationUrl(destination) }], words.setAside, language)}
<div class="mc-work__head"><h1>${words.setAside}</h1></div>
${narrow(html`${errorSummary({ problems, language })}
<p>${words.setAsideHint}</p>
<div class="mc-t2">${answers(
  [
    { term: words.dossier, answer: dossierCode },
    { term: words.event, answer: String(number) },
    { term: words.answer, answer: lastError ?? '' },
  ],
  'ruled',
)}</div>
<form class="mc-form mc-t2" method="post" action="${setAsideUrl(delivery)}" novalidate>
${textAreaField({ ...field('reason'), label: words.setAsideReason, description: words.setAsideReasonHint, rows: 2, maxLength: 300 })}
${actions(button({ text: words.setAside }), html`<a href="${destinationUrl(destination)}">${words.back}</a>`)}</form>`)}`
}
