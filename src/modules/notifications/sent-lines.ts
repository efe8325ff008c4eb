import { fold } from '#components/fold'
import { say, type Tone } from '#components/say'
import { formatMoment } from '#modules/calendar'
import type { Db } from '#platform/db'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import {
  channelNames,
  deliveryStateNames,
  explainWhy,
  messageStateNames,
  notificationMessages,
} from './messages.ts'
import { listMessagesAbout, type Message } from './repository.ts'
import { type Delivery, listDeliveries } from './repository-delivery.ts'
import { type Handling, listHandlings } from './repository-undelivered.ts'
import type { DeliveryState, MessageState } from './rules/delivery.ts'
import { hidePersonalIds } from './rules/discretion.ts'

export const toneOfDelivery: Readonly<Record<DeliveryState, Tone>> = {
  ...{ queued: 'mute', sending: 'mute', accepted: 'ok', delivered: 'ok', failed: 'bad', unknown: 'warn' },
}

export const toneOfMessage: Readonly<Record<MessageState, Tone>> = {
  ...{ queued: 'mute', sent: 'ok', delivered: 'ok', in_app: 'mute', undeliverable: 'bad' },
  ...{ unknown: 'warn', called: 'ok' },
}

const mostShown = 20
/** So many are read at a glance; what came before is folded. */
const unfolded = 3

export type SentMessages = readonly Readonly<{
  message: Message
  deliveries: readonly Delivery[]
  handlings: readonly Handling[]
}>[]

/** Messages with what became of them. */
export async function withDeliveries(db: Db, messages: readonly Message[]): Promise<SentMessages> {
  const ids = messages.map(({ id }) => id)
  const [deliveries, handlings] = await Promise.all([listDeliveries(db, ids), listHandlings(db, ids)])
  return messages.map((message) => ({
    message,
    deliveries: deliveries.filter(({ messageId }) => messageId === message.id),
    handlings: handlings.filter(({ messageId }) => messageId === message.id),
  }))
}

/**
 * The messages about a thing, newest first: by which channel, when, and whether each arrived. Null: none. For an officer
 * also who did what about one that did not.
 */
export async function sentLines(
  db: Db,
  about: Readonly<{ kind: string; id: string }>,
  reader: 'citizen' | 'officer',
  language: Language,
): Promise<Html | null> {
  const messages = await listMessagesAbout(db, about, mostShown)
  if (messages.length === 0) return null
  const sent = await withDeliveries(db, messages)
  const lines = sent.map((one) => lineOf(one, reader, language))
  const list = (some: readonly Html[]) => html`<ul class="mc-list mc-t0">${some}</ul>`
  const older = lines.slice(unfolded)
  const summary = notificationMessages(language).older(older.length)
  return html`${list(lines.slice(0, unfolded))}${older.length > 0 && fold({ summary, body: list(older), look: 'plain' })}`
}

function lineOf(
  { message, deliveries, handlings }: SentMessages[number],
  reader: string,
  language: Language,
): Html {
  const text = notificationMessages(language)
  const subject = message.emptiedAt ? text.emptied : hidePersonalIds(message.subject)
  const state =
    deliveries.length === 0 && say(toneOfMessage[message.state], messageStateNames(language)[message.state])
  return html`<li>${subject}<br><span class="mc-small mc-quiet">${formatMoment(message.queuedAt, language)}</span>${state && html`<br><span class="mc-small">${state}</span>`}${deliveryLines(deliveries, language)}${reader === 'officer' ? handlingLines(handlings, language) : message.state === 'called' && handlingLines([], language, message.state)}</li>`
}

/** Each sending: by what, how it stands, since when, and why it did not arrive. */
export const deliveryLines = (deliveries: readonly Delivery[], language: Language): Piece =>
  deliveries.map(({ channel, state, stateAt, why, segments }) => {
    const text = notificationMessages(language)
    const facts = [
      segments !== null && segments > 1 && text.parts(segments),
      state === 'failed' || state === 'unknown' ? explainWhy(why, language) : false,
      formatMoment(stateAt, language),
    ].filter(Boolean)
    return html`<br><span class="mc-small">${say(toneOfDelivery[state], `${channelNames(language)[channel]}: ${deliveryStateNames(language)[state].toLowerCase()}`)} <span class="mc-quiet">(${facts.join('; ')})</span></span>`
  })

/** What officers did about it; a citizen reads only that they were called. */
export function handlingLines(handlings: readonly Handling[], language: Language, state?: MessageState): Piece {
  const text = notificationMessages(language)
  if (state) return html`<br><span class="mc-small">${say('ok', messageStateNames(language)[state])}</span>`
  return handlings.map(({ kind, accountName, at, note }) => {
    const when = formatMoment(at, language)
    const sentence =
      kind === 'called' ? text.wasCalled(accountName, when) : text.wasSentAgain(accountName, when)
    return html`<br><span class="mc-small mc-quiet">${sentence}${note && `: ${note}`}</span>`
  })
}
