import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { dueBadge } from '#components/due-badge'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { radioField, textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { type ReminderItem, reminderList } from '#components/reminder-list'
import { formatMoment } from '#modules/calendar'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { type Remark, remarkNotice } from './ask-view.ts'
import { answerOf, standingOf } from './consultation-section.ts'
import { consultationMessages } from './messages.ts'
import { type ConsultationView, isOpen } from './read-consultations.ts'
import type { Fields } from './read-question.ts'
import { longestText, opinions } from './rules/consultation.ts'

export const consultationsUrl = '/officer/consultations'

export type InboxPage = Readonly<{
  views: readonly Omit<ConsultationView, 'papers'>[]
  /** The cursor this page was asked with, and that of the next one. */
  after: string | null
  next: string | null
}>

/** What other agencies wait for, the soonest due first. */
export function inboxPage({ views, after, next }: InboxPage, language: Language): Html {
  const say = consultationMessages(language)
  const items = views.map(
    ({ consultation, asking, urgency }): ReminderItem => ({
      title: consultation.procedureName,
      href: `${consultationsUrl}/${consultation.id}`,
      state: dueBadge({ urgency, language }),
      due: say.due(formatMoment(consultation.dueAt, language)),
      detail: html`${code(consultation.dossierCode)} ${say.asked(asking.name, formatMoment(consultation.askedAt, language))}.`,
      isNew: false,
    }),
  )
  return html`<div class="mc-work__head"><h1>${say.title}</h1></div>
<p class="mc-small mc-quiet">${say.inboxHint}</p>
${items.length > 0 ? reminderList(items) : notice({ body: html`<p>${say.inboxEmpty}</p>` })}
${pagination({
  nextHref: next && `${consultationsUrl}?after=${next}`,
  firstHref: after && consultationsUrl,
  language,
})}`
}

export type AnswerPage = Readonly<{
  view: ConsultationView
  typed: Fields
  problems: readonly Problem[]
  remark: Remark | null
  key: string
}>

/** One question to this agency with its papers, and the form of the answer while one is waited for. */
export function answerPage(page: AnswerPage, language: Language): Html {
  const { view, problems, remark } = page
  const say = consultationMessages(language)
  const { consultation, asking } = view
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remarkNotice(remark)}
<p class="mc-quiet mc-small"><a href="${consultationsUrl}">${say.backToInbox}</a></p>
<h1>${say.askFor(consultation.dossierCode)}</h1>
<p>${standingOf(view, language)}<br><strong>${say.due(formatMoment(consultation.dueAt, language))}</strong></p>
${answers(
  [
    {
      term: say.asking,
      answer: asking.name,
      note: say.askedBy(consultation.askedByName, formatMoment(consultation.askedAt, language)),
    },
    { term: say.procedure, answer: consultation.procedureName },
    { term: say.question, answer: linesOf(consultation.question) },
    { term: say.papersOf, answer: papersOf(view, language) },
  ],
  'ruled',
)}
<section class="mc-t2" aria-labelledby="answer"><h2 class="mc-h" id="answer">${say.answerTitle}</h2>
${answerOf(view, language)}
${isOpen(consultation) && form(page, language)}</section>
</div>`
}

const papersOf = ({ consultation, papers }: ConsultationView, language: Language) =>
  papers.length === 0
    ? consultationMessages(language).noPapers
    : papers.map(
        ({ paperId, componentName, name }) =>
          html`<a href="${consultationsUrl}/${consultation.id}/papers/${paperId}">${componentName}</a> <span class="mc-small mc-quiet">${name}</span><br>`,
      )

function form({ view, typed, problems, key }: AnswerPage, language: Language): Html {
  const say = consultationMessages(language)
  const field = typedFields<string>({ typed, problems }, language)
  return html`<form class="mc-form mc-form--tight mc-t1" method="post" action="${consultationsUrl}/${view.consultation.id}" novalidate>
<input type="hidden" name="key" value="${key}">
${radioField({ ...field('opinion'), label: say.opinion, options: opinions.map((value) => ({ value, label: say[value] })) })}
${textAreaField({ ...field('text'), label: say.text, description: say.textHint, rows: 6, maxLength: longestText })}
${actions(button({ text: say.sendAnswer }))}
</form>`
}
