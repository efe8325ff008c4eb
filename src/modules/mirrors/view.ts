import { Temporal } from 'temporal-polyfill'
import { answers } from '#components/answers'
import { code as codeText } from '#components/code'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say, type Tone } from '#components/say'
import { section } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { mirrorMessages, stateName } from './messages.ts'
import type { MinistrySystem } from './repository.ts'
import type { MirroredDossier, ReportLine } from './repository-mirror.ts'

export const mirrorsUrl = '/officer/mirrors'

export const officerHref = ({ system, code }: Pick<MirroredDossier, 'system' | 'code'>): string =>
  `${mirrorsUrl}/${system}/${encodeURIComponent(code)}`

export const ownHref = ({ system, code }: Pick<MirroredDossier, 'system' | 'code'>): string =>
  `/my/mirrors/${system}/${encodeURIComponent(code)}`

const finished: readonly number[] = [3, 7, 8, 9, 10]
const waiting: readonly number[] = [5, 6]

/** Whether somebody still works on it. */
export const isUnderWay = ({ nationalState }: MirroredDossier): boolean =>
  !finished.includes(nationalState ?? 0)

export function stateSign({ nationalState }: Pick<MirroredDossier, 'nationalState'>, language: Language): Html {
  const tone: Tone = nationalState === null || waiting.includes(nationalState) ? 'warn' : 'mute'
  const isDone = nationalState === 9 || nationalState === 10
  return say(isDone ? 'ok' : tone, stateName(nationalState, language))
}

export const moment = (at: string | null, language: Language): string | null =>
  at && formatMoment(Temporal.Instant.from(at), language)

export type MirrorAddress = Readonly<Partial<Record<'q' | 'system' | 'before', string>>>

export type MirrorList = Readonly<{
  mirrors: readonly MirroredDossier[]
  systems: readonly MinistrySystem[]
  address: MirrorAddress
  next: string | null
}>

function hrefOf(address: MirrorAddress): string {
  const query = new URLSearchParams(Object.entries(address).filter(([, value]) => value)).toString()
  return `${mirrorsUrl}${query && `?${query}`}`
}

/** What others process, the newest report first. */
export function listPage({ mirrors, systems, address, next }: MirrorList, language: Language): Html {
  const words = mirrorMessages(language)
  const { before, ...first } = address
  const options = [
    { value: '', label: words.anySystem },
    ...systems.map(({ code, name }) => ({ value: code, label: name })),
  ]
  const isSearched = Boolean(address.q || address.system)
  const empty = isSearched ? html`${words.nothing} <a href="${mirrorsUrl}">${words.showAll}</a>` : words.noneYet
  return html`<div class="mc-work__head"><h1>${words.title}</h1><p class="mc-quiet">${words.hint}</p></div>
${filterRow({
  label: words.search,
  language,
  filters: [
    { name: 'q', label: words.searchField, value: address.q ?? '' },
    { name: 'system', label: words.system, value: address.system ?? '', options },
  ],
})}
${mirrors.length > 0 ? mirrorTable(mirrors, language) : notice({ body: empty })}
${pagination({ nextHref: next && hrefOf({ ...first, before: next }), firstHref: before ? hrefOf(first) : null, language })}`
}

function mirrorTable(mirrors: readonly MirroredDossier[], language: Language): Html {
  const words = mirrorMessages(language)
  const columns = [words.dossier, words.procedure, words.owner, words.state, words.dueAt, words.reportedAt]
  return table({
    caption: words.title,
    stack: true,
    columns: columns.map((title) => ({ title })),
    rows: mirrors.map((mirror) => [
      html`<a href="${officerHref(mirror)}">${codeText(mirror.code)}</a>`,
      html`${mirror.report.procedure.name}<br><span class="mc-small mc-quiet">${mirror.report.agency.name}</span>`,
      mirror.report.owner.name,
      stateSign(mirror, language),
      moment(mirror.report.dueAt, language) ?? words.noDue,
      formatMoment(mirror.reportedAt, language),
    ]),
  })
}

/** What is said of a dossier, to whoever may read it whole. */
function facts(mirror: MirroredDossier, language: Language): Html {
  const words = mirrorMessages(language)
  const { report } = mirror
  const rows: readonly (readonly [string, Piece])[] = [
    [words.procedure, report.procedure.name],
    [words.subject, report.subject],
    [words.agency, report.agency.name],
    [words.owner, report.owner.name],
    [words.applicant, report.applicant?.name ?? null],
    [words.submittedAt, moment(report.submittedAt, language)],
    [words.acceptedAt, moment(report.acceptedAt, language)],
    [words.dueAt, moment(report.dueAt, language) ?? words.noDue],
    [words.finishedAt, moment(report.finishedAt, language)],
    [words.deliveredAt, moment(report.deliveredAt, language)],
    [words.results, results(mirror, language)],
    [words.reportedBy, `${mirror.systemName}, ${formatMoment(mirror.reportedAt, language)}`],
  ]
  return answers(rows.flatMap(([term, answer]) => (answer ? { term, answer } : [])))
}

function results({ report }: MirroredDossier, language: Language): Piece {
  const words = mirrorMessages(language)
  if (report.results.length === 0) return words.noResult
  return report.results.map(({ name, number, issuedOn }, index) => {
    const issued = words.issued(number ?? '', issuedOn ?? '')
    return html`${index > 0 && html`<br>`}${name}${issued && ` (${issued})`}`
  })
}

function way(lines: readonly ReportLine[], language: Language): Html {
  const words = mirrorMessages(language)
  return html`<ol class="mc-list mc-t1">${lines.map(
    ({ report, nationalState }) =>
      html`<li><strong>${nationalState === null ? `${report.state} (${words.unmappedCode})` : stateName(nationalState, language)}</strong>${report.note && html`<p class="mc-t0">${report.note}</p>`}<p class="mc-small mc-quiet mc-t0">${moment(report.reportedAt, language)}, ${report.agency.name}</p></li>`,
  )}</ol>`
}

export type MirrorView = Readonly<{ mirror: MirroredDossier; lines: readonly ReportLine[] }>

/** A dossier that is processed elsewhere, for officers: all that was reported, and what is odd about it. */
export function officerPage({ mirror, lines }: MirrorView, language: Language): Html {
  const words = mirrorMessages(language)
  const odd = [
    mirror.unreadState && words.unread(mirror.unreadState),
    mirror.isDisputed && words.disputed,
  ].filter((one) => typeof one === 'string')
  return html`<div class="mc-narrow"><p><a href="${mirrorsUrl}">${words.title}</a></p>
<h1 class="mc-t0">${codeText(mirror.code)}</h1><p class="mc-t0">${stateSign(mirror, language)}</p>
${notice({ body: words.readOnly })}
${odd.map((sentence) => html`<div class="mc-t1">${notice({ tone: 'warn', body: sentence })}</div>`)}
<div class="mc-t2">${facts(mirror, language)}</div>
${section({ id: 'way', title: words.way, body: way(lines, language) })}</div>`
}

/** The same for whose dossier it is. */
export function ownPage({ mirror, lines }: MirrorView, language: Language): Html {
  const words = mirrorMessages(language)
  const known = lines.filter(({ nationalState }) => nationalState !== null)
  return html`<div class="mc-narrow"><p><a href="/my/dossiers">${words.toMine}</a></p>
<h1 class="mc-t0">${mirror.report.procedure.name}</h1>
<p class="mc-lead mc-t0">${placeLine(mirror, language)}</p><p class="mc-t0">${stateSign(mirror, language)}</p>
<p class="mc-t0">${codeText(mirror.code)}</p>
${mirror.unreadState && html`<div class="mc-t1">${notice({ body: words.unreadForCitizen })}</div>`}
<div class="mc-t2">${facts(mirror, language)}</div>
<div class="mc-t2">${notice({ body: words.whereToAsk(mirror.report.agency.name) })}</div>
${section({ id: 'way', title: words.way, body: way(known, language) })}</div>`
}

/** "Đang được giải quyết tại …": where it is processed, or by whom it was. */
export function placeLine(mirror: MirroredDossier, language: Language): string {
  const words = mirrorMessages(language)
  const place = mirror.report.agency.name
  return isUnderWay(mirror) ? words.processedAt(place) : words.doneAt(place)
}

/** The dossiers of a person that others process, as a list among their own. */
export const ownList = (mirrors: readonly MirroredDossier[], language: Language): Html =>
  html`<ul class="mc-list mc-t1">${mirrors.map(
    (mirror) =>
      html`<li><a href="${ownHref(mirror)}"><strong>${mirror.report.procedure.name}</strong></a><p class="mc-t0">${placeLine(mirror, language)}</p><p class="mc-t0">${stateSign(mirror, language)}</p><p class="mc-small mc-quiet mc-t0">${codeText(mirror.code)}${mirror.report.dueAt && html`<br>${mirrorMessages(language).dueAt}: ${moment(mirror.report.dueAt, language)}`}</p></li>`,
  )}</ul>`

/** What anybody may know who has the code: where it is, its state and its days, and nothing about persons. */
export function publicProgress(mirror: MirroredDossier, language: Language): Html {
  const words = mirrorMessages(language)
  const { report } = mirror
  const due = moment(report.dueAt, language) ?? words.noDue
  return html`<section class="mc-status" aria-labelledby="found">${stateSign(mirror, language)}
<h2 class="mc-t0" id="found">${placeLine(mirror, language)}</h2><p class="mc-t0">${report.procedure.name}</p>
<dl class="mc-status__grid"><div><dt>${words.dossier}</dt><dd>${codeText(mirror.code)}</dd></div><div><dt>${words.dueAt}</dt><dd><strong>${due}</strong></dd></div><div><dt>${words.reportedAt}</dt><dd>${formatMoment(mirror.reportedAt, language)}<small>${mirror.systemName}</small></dd></div></dl></section>`
}
