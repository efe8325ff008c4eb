import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem } from '#components/error-summary'
import { fold } from '#components/fold'
import { writeDay } from '#components/read-step'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import type { PlacedEvent } from '#modules/events'
import type { SubsystemLine } from '#modules/exchange'
import {
  type OverRight,
  systemName,
  systemsUrl,
  type TopicLine,
  topicAdminUrl,
  topicUrl,
} from '#modules/topics'
import { type Html, html } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { endForm, type TypedEnd } from './end-form.ts'
import { topicMessages } from './messages.ts'
import { rightForm, type TypedRight } from './right-form.ts'
import { doneNotice, progressOf, topicState, whose } from './topics-view.ts'
import { type TypedWords, wordsForm } from './words-form.ts'

export type TopicView = Readonly<{
  line: TopicLine
  /** Rights that are over. */
  over: readonly OverRight[]
  latest: readonly PlacedEvent[]
  systems: readonly SubsystemLine[]
  today: string
  typedWords: TypedWords
  typedRight: TypedRight
  typedEnd: TypedEnd
  problems: readonly Problem[]
  done: string
}>

/** `/admin/exchange/topics/:code`: one topic, who may do what with it, and what was told last. */
export function topicPage(view: TopicView, language: Language): Html {
  const say = topicMessages(language)
  const { line, systems, today, problems, typedRight, typedWords, done } = view
  const { topic } = line
  const trail = [
    { text: say.systems, href: systemsUrl },
    { text: say.topics, href: topicAdminUrl },
  ]
  const form = rightForm(topic, systems, { typed: typedRight, problems, today }, language)
  const words = { action: `${topicUrl(topic.code)}/words`, isNew: false }
  return html`${breadcrumbs(trail, topic.title, language)}
<div class="mc-work__head"><h1>${topic.title}</h1></div>
${errorSummary({ problems, language })}
<p class="mc-prose">${topic.summary}</p>
${doneNotice(done, language)}
<div class="mc-stack mc-t2">${facts(line, language)}
${zone({ id: 'rights', title: say.rights, body: html`${rightsOf(line, language)}${overOf(view.over, language)}${endForm(line, { typed: view.typedEnd, problems }, language)}` })}
${zone({ id: 'grant', title: say.grant, body: narrow(form) })}
${zone({ id: 'latest', title: say.latest, body: latestOf(view, language) })}
${zone({ id: 'change', title: say.change, body: narrow(wordsForm({ typed: typedWords, problems }, words, language)) })}
${topic.publisher === 'systems' && zone({ id: 'stop', title: say.stopping, body: stopping(line, language) })}</div>`
}

function facts({ topic, last }: TopicLine, language: Language): Html {
  const say = topicMessages(language)
  const pairs = [
    { term: say.code, answer: code(topic.code) },
    { term: say.state, answer: topicState(topic, language) },
    { term: say.contact, answer: topic.contact },
    { term: say.eventCount, answer: formatNumber(last, language) },
  ]
  return html`${answers(pairs, 'tight')}${schemaFold(topic.schemaText, language)}`
}

/** The schema of a topic, folded. */
export const schemaFold = (text: string, language: Language): Html =>
  html`<div class="mc-t1">${fold({ summary: topicMessages(language).schema, look: 'plain', body: html`<pre class="mc-listing">${text}</pre>` })}</div>`

function rightsOf({ rights }: TopicLine, language: Language): Html {
  const say = topicMessages(language)
  if (rights.length === 0) return html`<p>${say.noRights}</p>`
  const columns = [say.system, say.act, say.days, say.reading, say.basis, say.withdraw].map((title) => ({
    title,
  }))
  const rows = rights.map((right) => [
    whose(right.system),
    say[`act_${right.act}`],
    html`${daysOf(right, language)}${!right.holdsToday && html`<br>${stated('warn', say.notYet)}`}`,
    right.act === 'subscribe' ? progressOf(right, language) : '–',
    html`${right.basis}<br><span class="mc-small mc-quiet">${right.grantedName}</span>`,
    html`<a href="?right=${right.id}#end-right">${say.withdraw}<span class="ds-sr-only"> ${systemName(right.system)}, ${say[`act_${right.act}`]}</span></a>`,
  ])
  return table({ caption: say.rights, columns, rows, stack: true })
}

/** What is over, folded. */
function overOf(over: readonly OverRight[], language: Language): Html | null {
  if (over.length === 0) return null
  const say = topicMessages(language)
  const caption = say.overRights(formatNumber(over.length, language))
  const columns = [say.system, say.act, say.days, say.basis].map((title) => ({ title }))
  const rows = over.map((right) => [
    whose(right.system),
    say[`act_${right.act}`],
    daysOf(right, language),
    html`${right.basis}<br><span class="mc-small mc-quiet">${right.grantedName}</span>`,
  ])
  const body = table({ caption, columns, rows, stack: true, clear: true })
  return html`<div class="mc-t2">${fold({ summary: caption, look: 'plain', body })}</div>`
}

function daysOf({ fromOn, untilOn }: Pick<OverRight, 'fromOn' | 'untilOn'>, language: Language): string {
  const say = topicMessages(language)
  if (untilOn !== null && untilOn < fromOn) return say.neverHeld
  return untilOn ? say.fromTo(writeDay(fromOn), writeDay(untilOn)) : say.fromOnwards(writeDay(fromOn))
}

function latestOf({ latest }: TopicView, language: Language): Html {
  const say = topicMessages(language)
  if (latest.length === 0) return html`<p>${say.noLatest}</p>`
  const columns = [
    { title: say.place, number: true },
    { title: say.key },
    { title: say.kind },
    { title: say.happenedAt },
    { title: say.payload },
  ]
  const rows = latest.map(({ position, key, kind, at, payload }) => [
    formatNumber(position, language),
    key,
    kind,
    formatMoment(at, language),
    fold({
      summary: say.payload,
      look: 'plain',
      body: html`<pre class="mc-listing">${JSON.stringify(payload, null, 2)}</pre>`,
    }),
  ])
  return table({ caption: say.latest, columns, rows, stack: true })
}

function stopping({ topic }: TopicLine, language: Language): Html {
  const say = topicMessages(language)
  const isOpen = topic.state === 'in_force'
  const text = isOpen ? say.stop : say.resume
  return html`<p class="mc-small mc-quiet">${say.stopHint}</p>
<form class="mc-t1" method="post" action="${topicUrl(topic.code)}/${isOpen ? 'stop' : 'resume'}">${button({ text, variant: 'secondary' })}</form>`
}
