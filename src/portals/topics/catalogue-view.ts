import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { code } from '#components/code'
import { zone } from '#components/sheet'
import { catalogueUrl, type TopicLine, topicAdminUrl } from '#modules/topics'
import { type Html, html } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { topicMessages } from './messages.ts'
import { schemaFold } from './topic-view.ts'
import { topicState } from './topics-view.ts'

type Reader = Readonly<{ publicUrl: string; mayManage: boolean }>

/** `/officer/exchange/topics`: what is told, whom to ask, how to read it. */
export function topicCataloguePage(
  lines: readonly TopicLine[],
  { publicUrl, mayManage }: Reader,
  language: Language,
): Html {
  const say = topicMessages(language)
  return html`${breadcrumbs([{ text: say.catalogue, href: catalogueUrl }], say.events, language)}
<div class="mc-work__head"><h1>${say.events}</h1></div>
<p class="mc-prose mc-quiet">${say.catalogueHint}</p>
${mayManage && html`<p class="mc-t1"><a href="${topicAdminUrl}">${say.manage}</a></p>`}
<div class="mc-stack mc-t2">${lines.length > 0 ? lines.map((line) => topicZone(line, publicUrl, language)) : html`<p>${say.noTopics}</p>`}</div>`
}

function topicZone({ topic, last, rights }: TopicLine, publicUrl: string, language: Language): Html {
  const say = topicMessages(language)
  const members = rights.filter((right) => right.act === 'publish' && right.holdsToday)
  const names = [...new Set(members.map(({ system }) => system.memberName))].join(', ') || say.nobody
  const address = `${publicUrl}/api/v1/exchange/topics/${topic.code}/events`
  const body = html`<p class="mc-prose">${topic.summary}</p>
${answers(
  [
    { term: say.code, answer: code(topic.code) },
    { term: say.publishers, answer: topic.publisher === 'platform' ? say.ours : names },
    { term: say.contact, answer: topic.contact },
    { term: say.eventCount, answer: formatNumber(last, language) },
  ],
  'tight',
)}
<p class="mc-small mc-quiet mc-t1">${say.howToRead}</p><pre class="mc-listing">${takeToken(publicUrl)}
curl -H "Authorization: Bearer $TOKEN" "${address}?after=0"</pre>
<p class="mc-small mc-quiet">${say.howToReadHint}</p>
${topic.publisher === 'systems' && html`<p class="mc-small mc-quiet mc-t1">${say.howToPublish}</p><pre class="mc-listing">${publishExample(address)}</pre>`}
${schemaFold(topic.schemaText, language)}`
  return zone({ id: `topic-${topic.code}`, title: topic.title, state: topicState(topic, language), body })
}

const takeToken = (publicUrl: string): string =>
  `TOKEN=$(curl -s -u client_id:client_secret -d grant_type=client_credentials \\
  ${publicUrl}/api/v1/exchange/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`

const publishExample = (address: string): string =>
  `curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "${address}" -d \\
  '{"events": [{"messageId": "1", "key": "…", "kind": "…", "at": "2026-11-26T09:40:00+07:00", "payload": {}}]}'`
