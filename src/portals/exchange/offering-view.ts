import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { errorSummary } from '#components/error-summary'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatClock, formatMoment } from '#modules/calendar'
import {
  type ConnectionFinding,
  type ConnectionFindings,
  type OfferingVersion,
  standingAt,
} from '#modules/exchange'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { callPath, catalogueUrl, meanOf, type Outages, standingOf } from './catalogue-view.ts'
import { announcePart, rightParts, trialZones, versionZone } from './decision-view.ts'
import { keyNotice } from './key-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { OfferingView } from './offering-facts.ts'
import { plannedList } from './planned-view.ts'
import { rightsList } from './rights-view.ts'

/** `/officer/exchange/:id`: how an offering is called, who uses it, how it does; for administrators what they do about it. */
export function offeringPage(view: OfferingView, language: Language): Html {
  const { line, problems, key } = view
  const say = messagesOf(language)
  const { offering } = line
  return html`${breadcrumbs([{ text: say.catalogue, href: catalogueUrl }], offering.title, language)}
<div class="mc-work__head"><h1>${offering.title}</h1></div>
${errorSummary({ problems, language })}
<p class="mc-prose">${offering.summary}</p>
${news(view, language)}${key && keyNotice(key, language)}
${offering.endedAt && notice({ tone: 'warn', body: html`<p>${lifeMessagesOf(language).providerEnded(formatMoment(offering.endedAt, language))}</p>` })}
<div class="mc-stack mc-t2">
${zone({ id: 'call', title: say.howToCall, body: howToCall(view, language) })}
${zone({ id: 'planned', title: lifeMessagesOf(language).planned, body: html`${plannedList(view, language)}${announcePart(view, language)}` })}
${zone({ id: 'users', title: say.whoUses, body: html`${rightsList(view, language)}${rightParts(view, language)}` })}
${zone({ id: 'figures', title: say.figures, body: figures(view, language) })}
${versionZone(view, language)}${trialZones(view, language)}
</div>`
}

function news({ news: told, findings }: OfferingView, language: Language): Piece {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const sentences: Readonly<Record<string, string>> = {
    granted: say.done_granted,
    right_ended: life.done_right_ended,
    state: life.done_state,
    planned: life.done_planned,
    planned_ended: life.done_planned_ended,
    saved: say.done_saved,
  }
  const sentence = sentences[told]
  if (findings) return found(findings, language)
  return sentence && notice({ tone: 'done', live: true, body: html`<p>${sentence}</p>` })
}

/** What a test found at each address; an error of the provider's server is no good news. */
function found({ production, sandbox }: ConnectionFindings, language: Language): Html {
  const say = messagesOf(language)
  const isFine = [production, sandbox].every((one) => one === null || (one.ok && one.status < 500))
  const line = (place: string, finding: ConnectionFinding | null) =>
    finding && html`<p>${place}: ${explain(finding, language)}</p>`
  const body = html`${line(say.production, production)}${line(say.trial, sandbox)}`
  return notice({ tone: isFine ? 'done' : 'warn', live: true, body })
}

function explain(finding: ConnectionFinding, language: Language): string {
  const say = messagesOf(language)
  if (finding.ok) {
    const answered = finding.status < 500 ? say.testOk : say.testServerError
    return answered(finding.status, finding.ms)
  }
  if (finding.code === 'timeout') return say.testTimeout(say.number(finding.seconds))
  return say[`test_${finding.code}`]
}

const block = (label: string, text: string): Html =>
  html`<p class="mc-small mc-quiet mc-t1">${label}</p><pre class="mc-listing">${text}</pre>`

function howToCall({ line, outages, publicUrl }: OfferingView, language: Language): Html {
  const { instance } = outages
  const say = messagesOf(language)
  const { offering, versions } = line
  const path = callPath(offering, instance)
  const example = (version: OfferingVersion) =>
    `GET ${publicUrl}${path}${version.examplePath}\nAuthorization: Bearer …\nX-Road-Client: ${instance}/GOV/…/…\nX-Road-Id: …`
  return html`${answers(
    [
      { term: say.address, answer: html`<span class="mc-listing">${path}</span>` },
      { term: say.provider, answer: offering.memberName },
      { term: say.system, answer: offering.subsystemName },
      { term: say.contact, answer: offering.contact },
    ],
    'tight',
  )}
<p class="mc-prose mc-small mc-quiet mc-t1">${say.howToCallHint}</p>
${versions.map(
  (
    version,
  ) => html`<h3 class="mc-t2">${say.version(version.version)} ${standingOf({ version, offering }, outages, language)}</h3>
${told(version, outages, language)}
${block(say.exampleCall, example(version))}${block(say.exampleAnswer, version.exampleAnswer)}
<div class="mc-t1">${fold({ summary: say.schema, look: 'plain', body: block(say.schema, version.schemaText) })}</div>`,
)}`
}

/** What the callers of a version are told now, and who set its state. */
function told(version: OfferingVersion, { now }: Outages, language: Language): Piece {
  const { notice: sentence } = standingAt(version, now)
  const { stateAt, stateName } = version
  const by =
    stateAt && stateName ? lifeMessagesOf(language).stateBy(stateName, formatMoment(stateAt, language)) : null
  if (!sentence) return by && html`<p class="mc-small mc-quiet">${by}</p>`
  return notice({ tone: 'warn', body: html`<p>${sentence}</p>${by && html`<p class="mc-small">${by}</p>`}` })
}

/** Whether a call was let through to the provider: of one that was refused there is no time. */
const hasPassed = ({ calls, refusals }: Readonly<{ calls: number; refusals: number }>): boolean =>
  calls > refusals

function figures({ line: { traffic }, minutes }: OfferingView, language: Language): Html {
  const say = messagesOf(language)
  if (!traffic) return html`<p>${say.noFigures}</p>`
  const pairs: readonly (readonly [string, string])[] = [
    [say.calls, say.number(traffic.calls)],
    [say.failures, say.number(traffic.failures)],
    [say.refusals, say.number(traffic.refusals)],
    [say.mean, meanOf(traffic, language)],
    [say.longest, hasPassed(traffic) ? say.ms(say.number(traffic.durationMsLongest)) : '–'],
    [say.slow, say.number(traffic.slowCalls)],
    [say.volume, say.bytes(traffic.bytesIn + traffic.bytesOut)],
  ]
  const columns = [say.minute, say.calls, say.failures, say.refusals, say.mean]
  const rows = minutes.map((one) => [
    formatClock(one.minuteAt, language),
    ...[one.calls, one.failures, one.refusals].map(say.number),
    hasPassed(one) ? say.ms(say.number(one.meanMs)) : '–',
  ])
  return html`${answers(
    pairs.map(([term, answer]) => ({ term, answer })),
    'tight',
  )}
<div class="mc-t2">${table({ caption: say.byMinutes, columns: columns.map((title, index) => ({ title, number: index > 0 })), rows, stack: true })}</div>`
}
