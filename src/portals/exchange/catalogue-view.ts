import type { Temporal } from 'temporal-polyfill'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import {
  type Catalogue,
  type CatalogueLine,
  chooseVersion,
  isUnderWay,
  type Offering,
  type OfferingVersion,
  type OpenCircuit,
  type Standing,
  standingAt,
  type Traffic,
} from '#modules/exchange'
import { topicsUrl } from '#modules/topics'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'

export const offeringFormUrl = '/admin/exchange/offerings'
export const catalogueUrl = '/officer/exchange'
export const systemsUrl = '/admin/exchange'
export const statisticsUrl = '/exchange'

/** The address of a call to an offering, after that of the gateway. */
export const callPath = (offering: Offering, instance: string): string =>
  ['/r1', instance, offering.class, offering.member, offering.subsystem, offering.code].join('/')

/** How a version stands, with a shape; under maintenance until when, where that is known. */
function stateWord({ state, untilAt }: Standing, language: Language): Html {
  const tones = { in_force: 'ok', maintenance: 'warn', withdrawn: 'mute' } as const
  const word = stated(tones[state], messagesOf(language)[`state_${state}`])
  if (!untilAt) return word
  const until = lifeMessagesOf(language).maintenanceUntil(formatMoment(untilAt, language))
  return html`${word}<br><span class="mc-small mc-quiet mc-plain">${until}</span>`
}

/** What is announced for a version and has not begun, to be read beforehand. */
const comingOf = ({ planned }: OfferingVersion, now: Temporal.Instant, language: Language): Html[] =>
  planned
    .filter((one) => !isUnderWay(one, now))
    .map(({ fromAt, untilAt }) => {
      const [from, until] = [formatMoment(fromAt, language), formatMoment(untilAt, language)]
      const sentence = lifeMessagesOf(language).willBeUnder(from, until)
      return html`<br><span class="mc-small mc-quiet mc-plain">${sentence}</span>`
    })

/** What an open circuit is seen against: the instance of the platform, and the present moment. */
export type Outages = Readonly<{ open: readonly OpenCircuit[]; instance: string; now: Temporal.Instant }>

/** How a version stands, where it is left alone now that, since when and until when; and what is announced for it. */
export function standingOf(
  { version, offering }: Readonly<{ version: OfferingVersion; offering: Offering }>,
  { open, instance, now }: Outages,
  language: Language,
): Html {
  const say = messagesOf(language)
  const key = `${callPath(offering, instance).replace('/r1/', '')}/${version.version}`
  const circuit = open.find((one) => one.key === key)
  const standing = standingAt(version, now)
  const coming = comingOf(version, now, language)
  if (!circuit || standing.state !== 'in_force') return html`${stateWord(standing, language)}${coming}`
  const seconds = Math.ceil(circuit.triesAt.since(now).total('seconds'))
  const next = seconds > 0 ? say.triesIn(say.number(seconds)) : say.triesNext
  const since = say.circuitSince(formatMoment(circuit.since, language))
  return html`${stated('bad', say.circuitOpen)}<br><span class="mc-small mc-quiet mc-plain">${since}; ${next}</span>${coming}`
}

/** The calls that were let through to the provider. */
const passedOf = (traffic: Traffic | null): number => (traffic ? traffic.calls - traffic.refusals : 0)

/** The mean time of the calls that were let through, or a dash. */
export function meanOf(traffic: Traffic | null, language: Language): string {
  const say = messagesOf(language)
  const passed = passedOf(traffic)
  if (!traffic || passed === 0) return '–'
  return say.ms(say.number(Math.round(traffic.durationMsSum / passed)))
}

/** `/officer/exchange`: what there is, whose it is, how it does. */
export function cataloguePage(
  { lines, next }: Catalogue,
  { isFirst, mayManage, outages }: Readonly<{ isFirst: boolean; mayManage: boolean; outages: Outages }>,
  language: Language,
): Html {
  const say = messagesOf(language)
  const columns = [
    { title: say.offering },
    { title: say.provider },
    { title: say.state },
    { title: say.users, number: true },
    { title: say.calls, number: true },
    { title: say.failures, number: true },
    { title: say.mean, number: true },
  ]
  const rows = lines.map((line) => rowOf(line, outages, language))
  const list =
    rows.length > 0
      ? table({ caption: say.catalogue, columns, rows, stack: true })
      : notice({ body: html`<p>${say.noOfferings}</p>` })
  return html`<div class="mc-work__head"><h1>${say.catalogue}</h1></div>
<p class="mc-prose mc-quiet">${say.catalogueHint}</p>
<p class="mc-t1">${mayManage && html`<a href="${systemsUrl}">${say.toSystems}</a> · <a href="${offeringFormUrl}">${say.enterOffering}</a> · `}<a href="${topicsUrl}">${say.toTopics}</a> · <a href="${statisticsUrl}">${say.toStatistics}</a></p>
<div class="mc-t2">${list}</div>
<p class="mc-small mc-quiet mc-t1">${say.calls}, ${say.failures}, ${say.mean}: ${say.lastDay}.</p>
${pagination({ nextHref: next && `${catalogueUrl}?after=${next}`, firstHref: isFirst ? null : catalogueUrl, language })}`
}

function rowOf({ offering, versions, rights, traffic }: CatalogueLine, outages: Outages, language: Language) {
  const say = messagesOf(language)
  return [
    html`<a href="${catalogueUrl}/${offering.id}">${offering.title}</a><br><span class="mc-small mc-quiet">${code(`${offering.member}/${offering.subsystem}/${offering.code}`)}</span>`,
    offering.memberName,
    versions.map(
      (version) =>
        html`<span>${version.version} ${standingOf({ version, offering }, outages, language)}</span>`,
    ),
    say.number(rights.length),
    say.number(traffic?.calls ?? 0),
    say.number(traffic?.failures ?? 0),
    meanOf(traffic, language),
  ]
}

/** `/exchange`: the public figures, without anybody's data. */
export function statisticsPage({ lines, now }: Catalogue, outages: Outages, language: Language): Html {
  const say = messagesOf(language)
  const titles = [say.offering, say.provider, say.state, say.calls, say.share, say.mean, say.slow, say.volume]
  const columns = titles.map((title, index) => ({ title, number: index > 2 }))
  const rows = lines.map(({ offering, versions, traffic }) => [
    offering.title,
    offering.memberName,
    newestOf(versions).map((version) => standingOf({ version, offering }, outages, language)),
    say.number(traffic?.calls ?? 0),
    successOf(traffic, language),
    meanOf(traffic, language),
    say.number(traffic?.slowCalls ?? 0),
    say.bytes((traffic?.bytesIn ?? 0) + (traffic?.bytesOut ?? 0)),
  ])
  return html`<h1>${say.statistics}</h1>
<p class="mc-t1 mc-prose">${say.statisticsHint}</p>
<p class="mc-quiet mc-small mc-t0">${say.thirtyDays}. ${say.asOf(formatMoment(now, language))}</p>
<div class="mc-t2">${
    rows.length > 0
      ? table({ caption: say.statistics, columns, rows, stack: true })
      : notice({ body: html`<p>${say.noOfferings}</p>` })
  }</div>`
}

/** The newest version in use; of an offering that is no more, the last one. */
const newestOf = (versions: readonly OfferingVersion[]): OfferingVersion[] =>
  [chooseVersion(versions, undefined) ?? versions[0]].filter((one) => one !== undefined)

/** Of the calls that were let through, how many got their answer. */
function successOf(traffic: Traffic | null, language: Language): string {
  const passed = passedOf(traffic)
  if (!traffic || passed === 0) return '–'
  return messagesOf(language).percent((passed - traffic.failures) / passed)
}
