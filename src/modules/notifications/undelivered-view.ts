import { button } from '#components/button'
import { textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { channelNames, notificationMessages } from './messages.ts'
import { reachOf } from './record-told.ts'
import type { Message } from './repository.ts'
import { addressOn, channels } from './rules/channels.ts'
import { hidePersonalIds } from './rules/discretion.ts'
import { deliveryLines, handlingLines, type SentMessages } from './sent-lines.ts'

export const undeliveredUrl = '/officer/messages'

export type UndeliveredPage = Readonly<{
  sent: SentMessages
  /** Cursor of the messages before these. */
  next: number | null
  isFirst: boolean
  said: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
  language: Language
}>

/** What did not arrive, newest first: whom it is for, what was tried, and the two things one can do. */
export function undeliveredPage({ sent, next, isFirst, said, language }: UndeliveredPage): Html {
  const text = notificationMessages(language)
  return html`<div class="mc-work__head"><h1>${text.undelivered}</h1></div>
<p class="mc-small mc-quiet">${text.undeliveredLead}</p>
${said && notice({ tone: said.tone, live: true, body: html`<p>${said.text}</p>` })}
${sent.length === 0 ? html`<p class="mc-t2">${text.noUndelivered}</p>` : html`<div class="mc-t2">${listOf(sent, language)}</div>`}
${pagination({ nextHref: next ? `${undeliveredUrl}?before=${next}` : null, firstHref: isFirst ? null : undeliveredUrl, language })}`
}

function listOf(sent: SentMessages, language: Language): Html {
  const text = notificationMessages(language)
  const rows = sent.map(({ message, deliveries, handlings }) => [
    html`${aboutLink(message)}<br><span class="mc-small mc-quiet">${formatMoment(message.queuedAt, language)}</span>`,
    html`${message.recipientName}<br><span class="mc-small mc-quiet">${message.phone ? text.telephone(message.phone) : text.noTelephone}</span>`,
    html`<div>${deliveryLines(deliveries, language)}${handlingLines(handlings, language)}</div>`,
    handlingForms(message, language),
  ])
  const columns = [{ title: text.about }, { title: text.person }, { title: text.tried }, { title: text.toDo }]
  return table({ caption: text.undelivered, columns, rows, stack: true })
}

const aboutLink = ({ aboutKind, brief, subject, link }: Message): Html => {
  const code = link?.split('/').at(-1)
  const words = hidePersonalIds(subject)
  if (aboutKind !== 'dossier' || !brief || !code) return html`${words}`
  return html`<a href="/officer/dossiers/${code}">${words}</a>`
}

function handlingForms(message: Message, language: Language): Html {
  const text = notificationMessages(language)
  const { id, recipientName: about } = message
  const open = channels.filter((channel) => addressOn(channel, reachOf(message)) !== null)
  const options = open.map((value) => ({ value, label: channelNames(language)[value] }))
  const hidden = html`<input type="hidden" name="message" value="${id}">`
  const again =
    open.length > 0 &&
    html`<form method="post" action="${undeliveredUrl}/again">${hidden}<div class="mc-row">${options.map(({ value, label }) => button({ text: label, about, variant: 'secondary', name: 'channel', value }))}</div></form>`
  const called = html`<form class="mc-form mc-form--tight" method="post" action="${undeliveredUrl}/called">${hidden}${textField({ name: `note`, label: text.note, language, optional: true, maxLength: 300 })}${button({ text: text.called, about })}</form>`
  return html`${again && html`<p class="mc-small mc-quiet">${text.sendAgainBy}</p>${again}`}${fold({ summary: text.called, look: 'in', body: called })}`
}
