import { breadcrumbs } from '#components/breadcrumbs'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import type { SubsystemLine } from '#modules/exchange'
import {
  catalogueUrl,
  type RightLine,
  systemName,
  systemsUrl,
  type Topic,
  type TopicLine,
  topicAdminUrl,
  topicUrl,
} from '#modules/topics'
import { type Html, html, type Piece } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { topicMessages } from './messages.ts'
import { type TypedWords, wordsForm } from './words-form.ts'

export type TopicsView = Readonly<{
  lines: readonly TopicLine[]
  typed: TypedWords
  problems: readonly Problem[]
}>

/** How a topic stands, with a shape. */
export const topicState = ({ state }: Topic, language: Language): Html =>
  stated(state === 'in_force' ? 'ok' : 'mute', topicMessages(language)[`state_${state}`])

/** A system by its name, its code below. */
export const whose = (system: SubsystemLine): Html =>
  html`${system.name}<br><span class="mc-small mc-quiet">${code(systemName(system))} ${system.memberName}</span>`

/** How far a system has read, and when it asked last. */
export function progressOf({ lag, askedAt, isSilent }: RightLine, language: Language): Html {
  const say = topicMessages(language)
  if (!askedAt) return html`<span class="mc-quiet">${say.neverAsked}</span>`
  const count = formatNumber(lag, language)
  const words = lag === 0 ? stated('ok', say.readAll) : html`${say.left(count)}`
  const far = isSilent ? stated('bad', say.silent(count)) : words
  return html`${far}<br><span class="mc-small mc-quiet">${say.askedAt(formatMoment(askedAt, language))}</span>`
}

/** `/admin/exchange/topics`: what is told, who tells it, who reads it and how far behind. */
export function topicsPage({ lines, typed, problems }: TopicsView, language: Language): Html {
  const say = topicMessages(language)
  const columns = [
    { title: say.topic },
    { title: say.eventCount, number: true },
    { title: say.publishers },
    { title: say.readers },
  ]
  const rows = lines.map((line) => rowOf(line, language))
  const list =
    rows.length > 0 ? table({ caption: say.topics, columns, rows, stack: true }) : html`<p>${say.noTopics}</p>`
  const trail = [
    { text: say.catalogue, href: catalogueUrl },
    { text: say.systems, href: systemsUrl },
  ]
  const form = wordsForm({ typed, problems }, { action: topicAdminUrl, isNew: true }, language)
  return html`${breadcrumbs(trail, say.topics, language)}
<div class="mc-work__head"><h1>${say.topics}</h1></div>
${errorSummary({ problems, language })}
<p class="mc-prose mc-quiet">${say.topicsHint}</p>
<div class="mc-t2">${list}</div>
<div class="mc-t3">${zone({ id: 'enter', title: say.enter, body: narrow(form) })}</div>`
}

function rowOf({ topic, last, rights }: TopicLine, language: Language): readonly Piece[] {
  const say = topicMessages(language)
  const holding = (act: RightLine['act']) => rights.filter((right) => right.act === act && right.holdsToday)
  const nobody = html`<span class="mc-quiet">${say.nobody}</span>`
  const list = (items: readonly Html[]) =>
    items.length > 0 ? items.map((item, index) => html`${index > 0 && html`<br>`}${item}`) : nobody
  const publishers = holding('publish').map(({ system }) => whose(system))
  const readers = holding('subscribe').map(
    (right) => html`${whose(right.system)}<br>${progressOf(right, language)}`,
  )
  return [
    html`<a href="${topicUrl(topic.code)}">${topic.title}</a><br><span class="mc-small mc-quiet">${code(topic.code)}</span>${topic.state === 'withdrawn' && html`<br>${topicState(topic, language)}`}`,
    formatNumber(last, language),
    topic.publisher === 'platform' ? say.ours : list(publishers),
    list(readers),
  ]
}

/** What was just done, said once. */
export function doneNotice(done: string, language: Language): Piece {
  const say = topicMessages(language)
  const sentences: Readonly<Record<string, string>> = {
    entered: say.done_entered,
    granted: say.done_granted,
    ended: say.done_ended,
    stopped: say.done_stopped,
    resumed: say.done_resumed,
  }
  const sentence = Object.hasOwn(sentences, done) ? sentences[done] : undefined
  return sentence && notice({ tone: 'done', live: true, body: html`<p>${sentence}</p>` })
}
