import { actions, button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { type DossierView, dossierMessages } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'
import { dossierTitle, knownAs } from './dossier-page.ts'

export type WithdrawView = Readonly<{
  view: DossierView
  reason: string
  problems: readonly Problem[]
  /** The reason was typed before the session ended. */
  isBack: boolean
  language: Language
}>

/** Asks once more before a dossier is withdrawn: it cannot be opened again. */
export function withdrawPage({ view, reason, problems, isBack, language }: WithdrawView): Html {
  const words = dossierMessages(language)
  const say = messagesOf(language)
  const href = `/my/dossiers/${knownAs(view)}`
  return html`<div class="mc-narrow">
${errorSummary({ problems, language })}
${isBack && notice({ tone: 'done', live: true, body: html`<p>${say.typedBack}</p>` })}
<p class="mc-kicker">${dossierTitle(view, language)} ${code(knownAs(view))}</p>
<h1>${say.withdrawAsk}</h1>
<p class="mc-lead mc-t0">${words.withdrawHint}</p>
<form class="mc-form mc-t2" method="post" action="${href}/withdraw" novalidate>
<input type="hidden" name="revision" value="${view.dossier.revision}">
${textAreaField({
  name: 'reason',
  label: words.withdrawReason,
  value: reason,
  rows: 3,
  maxLength: 500,
  problem: problems[0]?.sentence,
  language,
})}
${actions(button({ text: say.withdrawConfirm, color: 'danger' }), html`<a href="${href}">${say.withdrawBack}</a>`)}
</form>
</div>`
}
