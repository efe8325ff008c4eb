import { breadcrumbs } from '#components/breadcrumbs'
import { linkButton } from '#components/button'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { searchBox } from '#components/search-box'
import { section } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { inquiryMessages } from './messages.ts'
import type { Inquiry } from './repository.ts'
import { type AboutProcedure, askUrl, procedureLink, publicUrl, questionList, replyBlock } from './view.ts'

export type PublicList = Readonly<{
  inquiries: readonly Inquiry[]
  /** What is looked for, as it was typed. */
  text: string
  next: string | null
  isFirst: boolean
}>

/** What everybody may read, searched or the newest first, and the way to asking. */
export function publicList({ inquiries, text, next, isFirst }: PublicList, language: Language): Html {
  const words = inquiryMessages(language)
  const here = `${publicUrl}?q=${encodeURIComponent(text)}`
  const none = text ? words.noneFound(text) : words.nonePublic
  const search = searchBox({
    ...{ id: 'q', name: 'q', label: words.search, action: publicUrl, value: text },
    buttonText: words.searchButton,
  })
  return html`<div class="mc-narrow"><h1>${words.title}</h1><p class="mc-quiet mc-t0">${words.publicLead}</p>
<div class="mc-t2">${search}</div>
<div class="mc-t2">${inquiries.length > 0 ? questionList(inquiries, publicUrl, (one) => answeredLine(one, language)) : notice({ body: html`<p>${none}</p>` })}</div>
${pagination({ nextHref: next && `${here}&after=${next}`, firstHref: isFirst ? null : here, language })}
<div class="mc-t2">${askOwn(language)}</div></div>`
}

const answeredLine = ({ reply }: Inquiry, language: Language): Html =>
  html`${reply && inquiryMessages(language).repliedBy(reply.agencyName, formatMoment(reply.at, language))}`

function askOwn(language: Language): Html {
  const words = inquiryMessages(language)
  return html`<p>${words.askOwn}</p><p class="mc-t1">${linkButton({ text: words.ask, href: askUrl, variant: 'secondary' })}</p>`
}

/** One question that everybody may read, without the name of who asked. */
export function publicPage(
  { inquiry, procedure }: Readonly<{ inquiry: Inquiry; procedure: AboutProcedure | null }>,
  language: Language,
): Html {
  const words = inquiryMessages(language)
  const { title, question, reply } = inquiry
  return html`${breadcrumbs([{ text: words.title, href: publicUrl }], title, language)}
<div class="mc-narrow mc-stack"><h1>${title}</h1>
${question !== title && html`<p>${linesOf(question)}</p>`}
${procedure && html`<p class="mc-small">${words.procedure}: ${procedureLink(procedure)}</p>`}
${section({ id: 'reply', title: words.reply, small: true, body: replyBlock(reply, language) })}
<div class="mc-t2">${askOwn(language)}</div></div>`
}
