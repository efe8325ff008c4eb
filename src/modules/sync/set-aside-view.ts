import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { facts } from '#components/facts'
import { textAreaField } from '#components/field'
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
${errorSummary({ problems, language })}
<p class="mc-prose">${words.setAsideHint}</p>
<div class="mc-stack mc-t2">${facts([
    { icon: 'file', term: words.dossier, answer: dossierCode },
    { icon: 'clock', term: words.event, answer: String(number) },
    { icon: 'msg', term: words.answer, answer: lastError ?? '' },
  ])}
<form class="mc-form mc-form--tight" method="post" action="${setAsideUrl(delivery)}" novalidate>
${textAreaField({ ...field('reason'), label: words.setAsideReason, description: words.setAsideReasonHint, rows: 2, maxLength: 300 })}
${actions(button({ text: words.setAside }), html`<a href="${destinationUrl(destination)}">${words.back}</a>`)}</form></div>`
}
