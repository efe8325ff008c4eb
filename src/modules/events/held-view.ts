import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { textAreaField } from '#components/field'
import { say as stated, type Tone } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { eventMessages } from './messages.ts'
import type { HeldEvent, HeldState } from './repository-held.ts'
import { deadUrl, eventsUrl, subscriberUrl } from './view.ts'

export type TypedFix = Readonly<Record<'payload' | 'why', string>>

export type HeldView = Readonly<{
  held: HeldEvent
  behind: number
  typed: TypedFix
  problems: readonly Problem[]
}>

const toneOf: Readonly<Record<HeldState, Tone>> = {
  waiting: 'warn',
  dead: 'bad',
  done: 'ok',
  set_aside: 'mute',
}

export const writePayload = (payload: unknown): string => JSON.stringify(payload, null, 2)

const payloadOf = (payload: unknown, label: string): Html =>
  html`<div class="mc-scroll" tabindex="0" role="group" aria-label="${label}"><pre class="mc-small">${writePayload(payload)}</pre></div>`

/** One event that could not be taken: what it says, why it failed, and what can be done. */
export function heldPage({ held, behind, typed, problems }: HeldView, language: Language): Html {
  const say = eventMessages(language)
  const { subscriber, event, state, attempts, reason, fixed, heldAt } = held
  const facts: readonly (readonly [string, Html | string])[] = [
    [say.subscriber, html`<a href="${subscriberUrl(subscriber)}">${subscriber}</a>`],
    [say.kind, event.kind],
    [say.key, event.key],
    [say.messageId, event.messageId],
    [say.happenedAt, formatMoment(event.at, language)],
    [say.deadSince, formatMoment(heldAt, language)],
    [say.attempts, String(attempts)],
    [say.behind, String(behind)],
    [say.reason, reason ?? ''],
  ]
  const title = `${say.event} ${event.topic} ${event.position}`
  return html`${breadcrumbs([{ text: say.events, href: eventsUrl }], title, language)}
<div class="mc-work__head"><h1>${title}</h1><p>${stated(toneOf[state], say[`state_${state}`])}</p></div>
${narrow(html`${errorSummary({ problems, language })}
${answers(
  facts.filter(([, answer]) => answer !== '').map(([term, answer]) => ({ term, answer })),
  'ruled',
)}`)}
<div class="mc-stack mc-t2">${zone({ id: 'published', title: say.published, body: html`<p class="mc-quiet">${say.publishedHint}</p>${payloadOf(event.payload, say.published)}` })}
${fixed && zone({ id: 'fixed', title: say.fixed, body: html`<p class="mc-quiet">${say.fixedBy(fixed.byName, formatMoment(fixed.at, language))}</p>${payloadOf(fixed.payload, say.fixed)}` })}
${state === 'dead' && forms({ held, behind, typed, problems }, language)}</div>`
}

function forms({ held, typed, problems }: HeldView, language: Language): Html {
  const say = eventMessages(language)
  const common = typedFields<keyof TypedFix>({ typed, problems }, language)
  const url = deadUrl(held.subscriber, held.event.position)
  const replay = html`<p>${say.replayHint}</p><form class="mc-form" method="post" action="${url}/replay" novalidate>
${textAreaField({ ...common('payload'), label: say.payload, rows: 10, maxLength: 20_000 })}
${actions(button({ text: say.replay }))}</form>`
  const aside = html`<p>${say.setAsideHint}</p><form class="mc-form" method="post" action="${url}/set-aside" novalidate>
${textAreaField({ ...common('why'), label: say.why, rows: 2, maxLength: 500 })}
${actions(button({ text: say.setAside, variant: 'secondary' }))}</form>`
  return html`${zone({ id: 'replay', title: say.replay, body: narrow(replay) })}
${zone({ id: 'aside', title: say.setAside, body: narrow(aside) })}`
}
