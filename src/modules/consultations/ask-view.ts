import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, dateField, selectField, textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import type { Agency } from '#modules/organisations'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { consultationMessages } from './messages.ts'
import { boxOf, type Fields } from './read-question.ts'
import { longestText } from './rules/consultation.ts'

/** What just happened, or what could not be done, said above a form. */
export type Remark = Readonly<{ tone: 'done' | 'warn'; sentence: string }>

export type AskPage = Readonly<{
  view: DossierView
  agencies: readonly Agency[]
  typed: Fields
  problems: readonly Problem[]
  remark: Remark | null
  key: string
}>

/** The address of a dossier, or of something under it. */
export const dossierHref = ({ dossier }: Pick<DossierView, 'dossier'>, below = ''): string =>
  `/officer/dossiers/${dossier.code ?? dossier.reference}${below}`

export const remarkNotice = (remark: Remark | null): Html | null =>
  remark && notice({ tone: remark.tone, body: html`<p>${remark.sentence}</p>`, live: true })

/** The page on which another agency is asked. */
export function askPage(page: AskPage, language: Language): Html {
  const { view, problems, remark } = page
  const say = consultationMessages(language)
  const { dossier } = view
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remarkNotice(remark)}
<p class="mc-quiet mc-small"><a href="${dossierHref(view)}">${say.backToDossier}</a></p>
<h1>${say.ask}</h1>
<p><span class="mc-code">${dossier.code ?? dossier.reference}</span> ${dossier.procedureName}${
    dossier.dueAt && html`<br><strong>${say.dossierDue(formatMoment(dossier.dueAt, language))}</strong>`
  }<br><span class="mc-quiet">${say.law}</span></p>
${form(page, language)}
</div>`
}

function form({ view, agencies, typed, problems, key }: AskPage, language: Language): Html {
  const say = consultationMessages(language)
  const field = typedFields<string>({ typed, problems }, language)
  return html`<form class="mc-form mc-form--tight mc-t2" method="post" action="${dossierHref(view, '/consultations/new')}" novalidate>
<input type="hidden" name="key" value="${key}">
${selectField({
  ...field('agency'),
  label: say.agency,
  options: agencies.map(({ code, name }) => ({ value: code, label: name })),
})}
${textAreaField({
  ...field('question'),
  label: say.question,
  description: say.questionHint,
  rows: 6,
  maxLength: longestText,
})}
${dateField({ ...field('until'), label: say.until, description: say.untilHint })}
${textField({ ...field('days'), label: say.days, description: say.daysHint, inputMode: 'numeric', size: 4, maxLength: 3, autocomplete: 'off' })}
${papersField(view, typed, language)}
${actions(button({ text: say.send }))}
</form>`
}

/** A box for each paper of the dossier, none of them ticked beforehand. */
function papersField({ attachments }: DossierView, typed: Fields, language: Language): Html | null {
  if (attachments.length === 0) return null
  const say = consultationMessages(language)
  const boxes = attachments.map(({ paperId, componentName, name }) =>
    checkboxField({
      name: boxOf(paperId),
      label: componentName,
      description: name,
      value: 'yes',
      checked: typed[boxOf(paperId)] !== undefined,
      language,
    }),
  )
  return html`<fieldset class="ds-fieldset" aria-describedby="papers-hint"><legend class="ds-label">${say.papers}</legend><div data-field="description" id="papers-hint">${say.papersHint}</div>${boxes}</fieldset>`
}
