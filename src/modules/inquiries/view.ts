import { code as codeText } from '#components/code'
import type { OptionGroup } from '#components/field'
import { say } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { Agency } from '#modules/organisations'
import { type Html, html, linesOf } from '#platform/html'
import type { Language } from '#platform/i18n'
import { inquiryMessages } from './messages.ts'
import type { Inquiry, Reply } from './repository.ts'

export const publicUrl = '/questions'
export const ownUrl = '/my/questions'
export const askUrl = `${ownUrl}/new`
export const officerUrl = '/officer/inquiries'

/** A procedure that a question is about, by its code and its name here. */
export type AboutProcedure = Readonly<{ code: string; name: string | null }>

/** Whether it is answered, in a word. */
export function stateOf({ reply }: Inquiry, language: Language): Html {
  const words = inquiryMessages(language)
  return reply ? say('ok', words.answered) : say('warn', words.waiting)
}

/** A reply as everybody reads it: who of an agency wrote it is not said. */
export function replyBlock(reply: Reply | null, language: Language): Html {
  const words = inquiryMessages(language)
  if (!reply) return html`<p>${words.notYet}</p>`
  return html`<p>${linesOf(reply.text)}</p><p class="mc-small mc-quiet mc-t1">${words.repliedBy(reply.agencyName, formatMoment(reply.at, language))}</p>`
}

/** Agencies to choose from: those of the province, then those of communes, each by name. */
export function agencyGroups(agencies: readonly Agency[], language: Language): readonly OptionGroup[] {
  const words = inquiryMessages(language)
  const { compare } = new Intl.Collator('vi')
  const sorted = agencies.toSorted((one, other) => compare(one.name, other.name))
  const group = (label: string, isOfCommune: boolean): OptionGroup => ({
    label,
    options: sorted
      .filter(({ communeCode }) => (communeCode !== null) === isOfCommune)
      .map(({ id, name }) => ({ value: id, label: name })),
  })
  return [group(words.ofProvince, false), group(words.ofCommunes, true)]
}

/** The way to the procedure, where there is one here. */
export const procedureLink = ({ code, name }: AboutProcedure): Html =>
  name ? html`<a href="/procedures/${encodeURIComponent(code)}">${name}</a>` : codeText(code)

/** Questions under one another, each with its way to the whole. */
export function questionList(
  inquiries: readonly Inquiry[],
  base: string,
  line: (inquiry: Inquiry) => Html,
): Html {
  return html`<ul class="mc-list">${inquiries.map(
    (one) =>
      html`<li><a href="${base}/${one.id}"><strong>${one.title}</strong></a><br><span class="mc-small mc-quiet">${line(one)}</span></li>`,
  )}</ul>`
}
