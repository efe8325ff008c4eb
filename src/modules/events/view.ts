import type { Temporal } from 'temporal-polyfill'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, textField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { lagSeconds } from './check-events.ts'
import { eventMessages } from './messages.ts'
import type { HeldEvent } from './repository-held.ts'
import type { SubscriberState } from './repository-subscribers.ts'
import type { PlacedEvent } from './rules/event.ts'

export const eventsUrl = '/admin/events'
export const subscriberUrl = (name: string): string => `${eventsUrl}/subscribers/${encodeURIComponent(name)}`
export const deadUrl = (subscriber: string, position: number): string =>
  `${eventsUrl}/held/${encodeURIComponent(subscriber)}/${position}`

function sayTime(seconds: number, language: Language): string {
  const say = eventMessages(language)
  if (seconds < 120) return say.seconds(String(seconds))
  if (seconds < 7200) return say.minutes(String(Math.floor(seconds / 60)))
  return say.hours(String(Math.floor(seconds / 3600)))
}

function lagOf(state: SubscriberState, now: Temporal.Instant, language: Language): Html {
  const say = eventMessages(language)
  const left = state.lastPosition - state.position + state.waiting
  if (left === 0) return stated('ok', say.noLag)
  const seconds = lagSeconds(state, now)
  return stated(
    seconds > 600 ? 'bad' : 'warn',
    say.lagOf(formatNumber(left, language), sayTime(seconds, language)),
  )
}

const deadOf = ({ dead }: SubscriberState, language: Language): Html | string =>
  dead > 0 ? stated('bad', formatNumber(dead, language)) : formatNumber(dead, language)

export type EventsView = Readonly<{
  carrier: string
  subscribers: readonly SubscriberState[]
  dead: readonly HeldEvent[]
  nextHref: string | null
  firstHref: string | null
  done: string | null
  now: Temporal.Instant
}>

/** The subscribers with cursor and lag, and what lies dead. */
export function eventsPage(view: EventsView, language: Language): Html {
  const say = eventMessages(language)
  const { carrier, subscribers, done, now } = view
  const columns = [
    { title: say.subscriber },
    { title: say.topic },
    { title: say.cursor, number: true },
    { title: say.lag },
    { title: say.held, number: true },
    { title: say.dead, number: true },
  ]
  const rows = subscribers.map((state) => [
    html`<a href="${subscriberUrl(state.name)}">${state.name}</a>`,
    state.topic,
    say.cursorOf(formatNumber(state.position, language), formatNumber(state.lastPosition, language)),
    lagOf(state, now, language),
    formatNumber(state.waiting, language),
    deadOf(state, language),
  ])
  const list =
    rows.length > 0
      ? table({ caption: say.subscribers, columns, rows, stack: true })
      : html`<p>${say.noSubscribers}</p>`
  return html`<div class="mc-work__head"><h1>${say.events}</h1><p class="mc-quiet">${say.eventsHint(carrier)}</p></div>
${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}
<div class="mc-stack mc-t2">${zone({ id: 'subscribers', title: say.subscribers, body: list })}
${zone({ id: 'dead', title: say.deadEvents, body: deadList(view, language) })}</div>`
}

function deadList({ dead, nextHref, firstHref }: EventsView, language: Language): Html {
  const say = eventMessages(language)
  if (dead.length === 0) return html`<p>${stated('ok', say.noDead)}</p>`
  const columns = [
    { title: say.event },
    { title: say.subscriber },
    { title: say.key },
    { title: say.attempts, number: true },
    { title: say.reason },
    { title: say.deadSince },
  ]
  const rows = dead.map(({ subscriber, event, attempts, reason, heldAt }) => [
    html`<a href="${deadUrl(subscriber, event.position)}">${event.topic} ${formatNumber(event.position, language)}</a> ${event.kind}`,
    subscriber,
    event.key,
    String(attempts),
    reason,
    formatMoment(heldAt, language),
  ])
  return html`<p>${say.deadHint}</p>${table({ caption: say.deadEvents, columns, rows, stack: true })}${pagination({ nextHref, firstHref, language })}`
}

export type TypedMoment = Readonly<Record<'day' | 'time', string>>

export type SubscriberView = Readonly<{
  state: SubscriberState
  latest: readonly PlacedEvent[]
  typed: TypedMoment
  problems: readonly Problem[]
  done: string | null
  now: Temporal.Instant
}>

/** One subscriber: how far it is, the form that sets it back, and what was told last on its topic. */
export function subscriberPage(view: SubscriberView, language: Language): Html {
  const say = eventMessages(language)
  const { state, latest, typed, problems, done, now } = view
  const common = typedFields<keyof TypedMoment>({ typed, problems }, language)
  const rows = latest.map(({ key, kind, position, at }) => [
    key,
    kind,
    formatNumber(position, language),
    formatMoment(at, language),
  ])
  const columns = [
    { title: say.key },
    { title: say.kind },
    { title: say.place, number: true },
    { title: say.happenedAt },
  ]
  const last =
    rows.length > 0 ? table({ caption: say.latest, columns, rows, stack: true }) : html`<p>${say.noLatest}</p>`
  return html`${breadcrumbs([{ text: say.events, href: eventsUrl }], state.name, language)}
<div class="mc-work__head"><h1>${state.name}</h1><p>${say.topic} ${state.topic}. ${say.cursor} ${say.cursorOf(formatNumber(state.position, language), formatNumber(state.lastPosition, language))}. ${lagOf(state, now, language)}</p></div>
${done && notice({ tone: 'done', live: true, body: html`<p>${done}</p>` })}
<div class="mc-stack mc-t2">${zone({
    id: 'replay',
    title: say.replaySince,
    body: narrow(html`${errorSummary({ problems, language })}<p>${say.replaySinceHint}</p>
<form class="mc-form" method="post" action="${subscriberUrl(state.name)}/replay" novalidate>
${dateField({ ...common('day'), label: say.day })}
${textField({ ...common('time'), label: say.time, description: say.timeHint, size: 8, maxLength: 5, autocomplete: 'off' })}
${actions(button({ text: say.replayFrom }))}
</form>`),
  })}
${zone({ id: 'latest', title: say.latest, body: last })}</div>`
}
