import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { dateField, textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { sheet } from '#components/sheet'
import { formatDay, formatMoment, localDay } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import type { ApologyView } from '#modules/forms'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { extensionMessages } from './extension-messages.ts'
import { officerMessages } from './messages.ts'

export type ExtensionPage = Readonly<{
  view: DossierView
  typed: Readonly<{ reason: string; until: string }>
  /** The letter as it would be signed now, with what is not typed yet left open. */
  letter: ApologyView
  problems: readonly Problem[]
  remark: Remark | null
  key: string
}>

/** The page on which a signatory apologises and names a new day: the fields, and the letter as it will read. */
export function extensionPage(page: ExtensionPage, language: Language): Html {
  const { view, problems, remark } = page
  const words = extensionMessages(language)
  const { dueAt } = view.dossier
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remark && notice({ ...remark, live: true })}
<p class="mc-quiet mc-small"><a href="${dossierHref(view)}">${officerMessages(language).backToDossier}</a></p>
<h1>${words.title}</h1>
<p>${dossierTitle(view, language)} <span class="mc-code mc-quiet">${view.dossier.code ?? view.dossier.reference}</span>${
    dueAt && html`<br><strong>${words.dueNow(formatMoment(dueAt, language))}</strong>`
  }<br><span class="mc-quiet">${words.law}</span></p>
${form(page, language)}
${letterPart(page, language)}
</div>`
}

function form({ view, typed, problems, key }: ExtensionPage, language: Language): Html {
  const words = extensionMessages(language)
  const { dueAt, revision } = view.dossier
  const problemAt = (field: string) => problems.find((problem) => problem.field === field)?.sentence
  return html`<form class="mc-form mc-form--tight mc-t2" method="post" action="${dossierHref(view, '/extension')}" novalidate>
<input type="hidden" name="revision" value="${revision}"><input type="hidden" name="key" value="${key}">
${textAreaField({
  name: 'reason',
  label: words.reason,
  description: words.reasonHint,
  value: typed.reason,
  problem: problemAt('reason'),
  maxLength: 2000,
  language,
})}
${dateField({
  name: 'until',
  label: words.until,
  description: dueAt ? words.untilHint(formatDay(localDay(dueAt), language)) : undefined,
  value: typed.until,
  problem: problemAt('until'),
  language,
})}
${actions(
  button({ text: words.preview, variant: 'secondary', name: 'command', value: 'preview' }),
  button({ text: words.send, name: 'command', value: 'send' }),
)}
</form>`
}

function letterPart({ letter }: ExtensionPage, language: Language): Html {
  const words = extensionMessages(language)
  const paragraphs = letter.paragraphs.map(
    (pieces) =>
      html`<p>${pieces.map(({ text, strong }) => (strong ? html`<strong>${text}</strong>` : text))}</p>`,
  )
  return sheet({
    id: 'letter',
    title: words.letter,
    body: html`<p class="mc-quiet mc-small">${words.letterHint}</p>
<div class="mc-stack mc-t2" lang="vi"><p>Kính gửi: <strong>${letter.addressee}</strong></p>${paragraphs}
<p><strong>${letter.signer.position}</strong><br>${letter.signer.name}</p></div>`,
  })
}
