import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { code as codeText } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, selectField, textAreaField } from '#components/field'
import { filterRow } from '#components/filter-row'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import type { Agency } from '#modules/organisations'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { inquiryMessages } from './messages.ts'
import type { Inquiry, Reply } from './repository.ts'
import { type AboutProcedure, agencyGroups, officerUrl, procedureLink, replyBlock, stateOf } from './view.ts'

export type InquiryList = Readonly<{
  inquiries: readonly Inquiry[]
  isAnswered: boolean
  /** Names by agency and by procedure of those listed. */
  agencies: ReadonlyMap<string, string>
  procedures: ReadonlyMap<string, string>
  /** The agency that one was just handed on to. */
  handedOn: string | null
  next: string | null
  isFirst: boolean
}>

/** What waits for an answer, the longest first; or what was answered, the newest first. */
export function inquiryList(page: InquiryList, language: Language): Html {
  const { inquiries, isAnswered, handedOn, next, isFirst } = page
  const words = inquiryMessages(language)
  const here = `${officerUrl}?state=${isAnswered ? 'answered' : 'open'}`
  const options = [
    { value: 'open', label: words.waiting },
    { value: 'answered', label: words.answered },
  ]
  const filters = [{ name: 'state', label: words.state, value: isAnswered ? 'answered' : 'open', options }]
  const none = isAnswered ? words.noneAnswered : words.noneOpen
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${isAnswered ? words.leadAnswered : words.lead}</p></div>
${handedOn && notice({ tone: 'done', live: true, body: html`<p>${words.handedOn(handedOn)}</p>` })}
${filterRow({ label: words.filter, language, filters })}
${inquiries.length > 0 ? listTable(page, language) : notice({ body: html`<p>${none}</p>` })}
${pagination({ nextHref: next && `${here}&after=${next}`, firstHref: isFirst ? null : here, language })}`
}

function listTable({ inquiries, isAnswered, agencies, procedures }: InquiryList, language: Language): Html {
  const words = inquiryMessages(language)
  const when = isAnswered ? words.repliedAt : words.when
  const titles = [words.columnTitle, words.procedure, words.agency, words.asker, words.where, when]
  const rows = inquiries.map((one) => [
    html`<a href="${officerUrl}/${one.id}">${one.title}</a>`,
    one.procedureCode ? (procedures.get(one.procedureCode) ?? codeText(one.procedureCode)) : '–',
    agencies.get(one.agencyId ?? '') ?? words.noAgency,
    one.askerName ?? words.unknownAsker,
    sourceName(one.source, language),
    formatMoment(isAnswered && one.reply ? one.reply.at : one.askedAt, language),
  ])
  return table({ caption: words.title, columns: titles.map((title) => ({ title })), rows, stack: true })
}

/** Where something was asked, in words. */
function sourceName(source: string, language: Language): string {
  const words = inquiryMessages(language)
  if (source === 'here') return words.here
  return source === 'national_portal' ? words.national_portal : source
}

export type InquiryPage = Readonly<{
  inquiry: Inquiry
  agencyName: string | null
  procedure: AboutProcedure | null
  /** Replies that were corrected, the newest first. */
  former: readonly Reply[]
  /** The agencies it can be handed on to; none: this officer only reads it. */
  agencies: readonly Agency[]
  mayAnswer: boolean
  typed: Readonly<Record<string, string | undefined>>
  problems: readonly Problem[]
  remark: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
}>

/** One question: what was asked, what was answered, and the forms to answer it or to hand it on. */
export function inquiryPage(page: InquiryPage, language: Language): Html {
  const { inquiry, problems, remark, former, mayAnswer } = page
  const words = inquiryMessages(language)
  return html`<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
${remark && notice({ tone: remark.tone, live: true, body: html`<p>${remark.text}</p>` })}
<p class="mc-quiet mc-small"><a href="${officerUrl}">${words.backToAll}</a></p>
<h1>${inquiry.title}</h1><p>${stateOf(inquiry, language)}</p>
${factsOf(page, language)}
${inquiry.reply && zone({ id: 'reply', title: words.reply, body: html`${replyBlock(inquiry.reply, language)}${writer(inquiry.reply, language)}` })}
${former.map((reply) => fold({ summary: `${words.former} · ${formatMoment(reply.at, language)}`, body: replyBlock(reply, language) }))}
${mayAnswer && answerZone(page, language)}
${mayAnswer && !inquiry.reply && zone({ id: 'hand-on', title: words.handOn, body: handOnForm(page, language) })}</div>`
}

/** Who of the agency wrote it, for officers; and whether everybody reads it. */
const writer = ({ byName, isPublic }: Reply, language: Language): Html =>
  html`<p class="mc-small mc-quiet">${byName}${isPublic && ` · ${inquiryMessages(language).isPublic}`}</p>`

function factsOf({ inquiry, agencyName, procedure }: InquiryPage, language: Language): Html {
  const words = inquiryMessages(language)
  return answers(
    [
      { term: words.said, answer: linesOf(inquiry.question) },
      ...(procedure ? [{ term: words.procedure, answer: procedureLink(procedure) }] : []),
      { term: words.agency, answer: agencyName ?? words.noAgency },
      { term: words.asker, answer: inquiry.askerName ?? words.unknownAsker },
      {
        ...{ term: words.where, answer: sourceName(inquiry.source, language) },
        note: formatMoment(inquiry.askedAt, language),
      },
    ],
    'ruled',
  )
}

/** The form of the answer; once there is one, correcting it is folded away, unless something was typed. */
function answerZone(page: InquiryPage, language: Language): Html {
  const { inquiry, typed } = page
  const words = inquiryMessages(language)
  const body = answerForm(page, language)
  if (!inquiry.reply) return zone({ id: 'answer', title: words.sendReply, body })
  return fold({ summary: words.correct, open: typed.text !== undefined, body })
}

function answerForm({ inquiry, typed, problems }: InquiryPage, language: Language): Html {
  const words = inquiryMessages(language)
  const { reply, id } = inquiry
  const field = typedFields<string>({ typed, problems }, language)
  const isTyped = typed.text !== undefined
  const isPublic = isTyped ? typed.public === 'true' : reply?.isPublic === true
  return html`<form class="mc-form mc-form--tight" method="post" action="${officerUrl}/${id}" novalidate>
<input type="hidden" name="seen" value="${reply?.id ?? ''}">
${reply && html`<p class="mc-small mc-quiet">${words.correctLead}</p>`}
${textAreaField({ ...field('text'), value: isTyped ? typed.text : reply?.text, label: words.replyField, description: words.replyHint, rows: 8 })}
${checkboxField({ name: 'public', language, label: words.publicField, description: words.publicHint, checked: isPublic })}
${actions(button({ text: reply ? words.correct : words.sendReply }))}
</form>`
}

function handOnForm({ inquiry, agencies, typed, problems }: InquiryPage, language: Language): Html {
  const words = inquiryMessages(language)
  const field = typedFields<string>({ typed, problems }, language)
  return html`<form class="mc-form mc-form--tight" method="post" action="${officerUrl}/${inquiry.id}/agency" novalidate>
${selectField({ ...field('agency'), label: words.toAgency, description: words.handOnHint, options: [], groups: agencyGroups(agencies, language) })}
${actions(button({ text: words.handOnButton, variant: 'secondary' }))}
</form>`
}
