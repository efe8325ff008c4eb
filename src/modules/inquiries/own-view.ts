import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { selectField, textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { section } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import type { Agency } from '#modules/organisations'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { inquiryMessages } from './messages.ts'
import type { Inquiry } from './repository.ts'
import { longest } from './rules/inquiry.ts'
import {
  type AboutProcedure,
  agencyGroups,
  askUrl,
  ownUrl,
  procedureLink,
  publicUrl,
  questionList,
  replyBlock,
  stateOf,
} from './view.ts'

export type OwnList = Readonly<{
  inquiries: readonly Inquiry[]
  isSent: boolean
  next: string | null
  isFirst: boolean
}>

/** What a person asked, the newest first. */
export function ownList({ inquiries, isSent, next, isFirst }: OwnList, language: Language): Html {
  const words = inquiryMessages(language)
  const line = (one: Inquiry) =>
    html`${words.asked(formatMoment(one.askedAt, language))}<br>${stateOf(one, language)}`
  return html`<div class="mc-narrow"><h1>${words.mine}</h1>
${isSent && html`<div class="mc-t1">${notice({ tone: 'done', live: true, body: html`<p>${words.sent}</p>` })}</div>`}
<div class="mc-t2">${inquiries.length > 0 ? questionList(inquiries, ownUrl, line) : notice({ body: html`<p>${words.noneMine}</p>` })}</div>
${pagination({ nextHref: next && `${ownUrl}?after=${next}`, firstHref: isFirst ? null : ownUrl, language })}
<p class="mc-t2">${linkButton({ text: words.ask, href: askUrl })}</p>
<p class="mc-t1"><a href="${publicUrl}">${words.backToAll}</a></p></div>`
}

/** One question of a person, and its answer when there is one. */
export function ownPage(
  { inquiry, procedure }: Readonly<{ inquiry: Inquiry; procedure: AboutProcedure | null }>,
  language: Language,
): Html {
  const words = inquiryMessages(language)
  return html`${breadcrumbs([{ text: words.mine, href: ownUrl }], inquiry.title, language)}
<div class="mc-narrow mc-stack"><h1>${inquiry.title}</h1>
<p class="mc-small mc-quiet">${words.asked(formatMoment(inquiry.askedAt, language))}<br>${stateOf(inquiry, language)}</p>
<p>${linesOf(inquiry.question)}</p>
${procedure && html`<p class="mc-small">${words.procedure}: ${procedureLink(procedure)}</p>`}
${section({ id: 'reply', title: words.reply, small: true, body: replyBlock(inquiry.reply, language) })}</div>`
}

export type AskPage = Readonly<{
  typed: Readonly<Record<string, string | undefined>>
  problems: readonly Problem[]
  /** Said above the form. */
  remark: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
  agencies: readonly Agency[]
  procedure: AboutProcedure | null
  /** The same press of the button twice asks once. */
  key: string
}>

/** The form of a question. */
export function askPage(page: AskPage, language: Language): Html {
  const { problems, remark, agencies, procedure, key } = page
  const words = inquiryMessages(language)
  const field = typedFields<string>(page, language)
  return html`${breadcrumbs([{ text: words.mine, href: ownUrl }], words.ask, language)}
<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
${remark && notice({ tone: remark.tone, live: true, body: html`<p>${remark.text}</p>` })}
<h1>${words.ask}</h1><p class="mc-quiet">${words.askLead}</p>
<form class="mc-form" method="post" action="${askUrl}" novalidate>
<input type="hidden" name="key" value="${key}">
${procedure && html`<input type="hidden" name="procedure" value="${procedure.code}"><p>${words.about}: <strong>${procedureLink(procedure)}</strong></p>`}
${textField({ ...field('title'), label: words.subject, description: words.subjectHint })}
${textAreaField({ ...field('question'), label: words.question, description: words.questionHint, rows: 7, maxLength: longest.question })}
${selectField({ ...field('agency'), label: words.toAgency, description: words.toAgencyHint, optional: true, placeholder: words.unsureAgency, options: [], groups: agencyGroups(agencies, language) })}
${actions(button({ text: words.send }))}
</form></div>`
}
