import { Temporal } from 'temporal-polyfill'
import { button } from '#components/button'
import { facts } from '#components/facts'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import { formatNumber, type Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { SignedEntry } from './repository.ts'
import type { StampBatch } from './repository-batches.ts'
import type { Inspection, LogFault } from './repository-inspections.ts'
import type { PublishedKey } from './signing-key.ts'

export const logUrl = '/officer/exchange/messages'

export type LogView = Readonly<{
  entries: readonly SignedEntry[]
  /** Those the entries stand in. */
  batches: readonly StampBatch[]
  newestBatches: readonly StampBatch[]
  searched: string | null
  before: number | null
  nextHref: string | null
  logged: number
  waiting: number
  inspection: Inspection | null
  keys: readonly PublishedKey[]
  /** Whether readings judge by whom time stamps are. */
  judgesAuthority: boolean
  isQueued: boolean
}>

/** What passed through the platform, newest first, with its proof; how the batches, the last check and the keys stand. */
export function logPage(view: LogView, language: Language): Html {
  const say = messages(language)
  return html`<div class="mc-work__head"><h1>${say.title}</h1><p class="mc-quiet">${say.lead}</p></div>
${view.isQueued && notice({ tone: 'done', live: true, body: html`<p>${say.queued}</p>` })}
${standing(view, language)}
<div class="mc-t2">${filterRow({ label: say.filter, language, filters: [{ name: 'q', label: say.search, value: view.searched ?? '' }] })}</div>
<div class="mc-stack mc-t1">${zone({ id: 'messages', title: view.searched ? say.found(view.searched) : say.messages, body: entryList(view, language) })}
${zone({ id: 'batches', title: say.batches, body: batchList(view.newestBatches, language) })}
${zone({ id: 'keys', title: say.keys, body: keyList(view.keys, language) })}</div>`
}

function standing({ logged, waiting, inspection, judgesAuthority }: LogView, language: Language): Html {
  const say = messages(language)
  const checked = inspection
    ? {
        answer:
          inspection.faults > 0
            ? stated('bad', say.someFaults(formatNumber(inspection.faults, language)))
            : say.noFaults,
        note: say.checkedNote(
          formatNumber(inspection.firstEntry, language),
          formatNumber(inspection.lastEntry, language),
          formatMoment(inspection.endedAt, language),
        ),
      }
    : { answer: say.neverChecked, note: say.neverCheckedNote }
  return html`${facts(
    [
      { icon: 'file', term: say.logged, answer: formatNumber(logged, language) },
      { icon: 'clock', term: say.waitingBatches, answer: formatNumber(waiting, language) },
      { icon: 'lock', term: say.lastCheck, ...checked },
    ],
    { two: true },
  )}
<form class="mc-t2" method="post" action="${logUrl}/check">${button({ text: say.checkNow, variant: 'secondary' })}</form>
${!judgesAuthority && html`<p class="mc-quiet">${say.authorityNotJudged}</p>`}
${inspection && inspection.findings.length > 0 && faultList(inspection.findings, language)}`
}

function faultList(findings: readonly LogFault[], language: Language): Html {
  const say = messages(language)
  return html`<div class="mc-t2">${table({
    caption: say.faults,
    showCaption: true,
    columns: [{ title: say.fault }, { title: say.number, number: true }],
    rows: findings.map(({ code, number }) => [say[`fault_${code}`], formatNumber(number, language)]),
  })}</div>`
}

function entryList({ entries, batches, searched, before, nextHref }: LogView, language: Language): Html {
  const say = messages(language)
  const showAll = searched && html`<p><a href="${logUrl}">${say.all}</a></p>`
  if (entries.length === 0) {
    const sentence = searched ? say.notFound(searched) : say.none
    return html`${notice({ body: html`<p>${sentence}</p>` })}${showAll}`
  }
  return html`${showAll}${table({
    caption: say.messages,
    columns: [
      { title: say.number, number: true },
      { title: say.message },
      { title: say.parties },
      { title: say.size },
      { title: say.proof },
    ],
    rows: entries.map((entry) => entryRow(entry, batches, language)),
    stack: true,
  })}${pagination({ nextHref, firstHref: before === null ? null : logUrl, language })}`
}

function entryRow(entry: SignedEntry, batches: readonly StampBatch[], language: Language) {
  const say = messages(language)
  const { number, id, messageId, direction, kind, client, target, body, at } = entry
  const batch = batches.find(({ firstEntry, lastEntry }) => firstEntry <= number && number <= lastEntry)
  const proof = html`<a href="/api/v1/exchange/messages/${id}/package" download>${say.download}<span class="ds-sr-only"> ${say.downloadOf(messageId)}</span></a>`
  return [
    formatNumber(number, language),
    html`${say[`${direction}_${kind}`]}, ${formatMoment(at, language)}<br><span class="mc-small mc-quiet">${messageId}</span>`,
    html`${client}<br><span class="mc-small mc-quiet">${target}</span>`,
    html`${sizeOf(body.sizeBytes, language)}<br><span class="mc-small mc-quiet">${body.kept ? say.kept : say.hashOnly}</span>`,
    html`${batch?.token ? stated('ok', say.stampedShort) : stated('mute', say.waiting)}<br>${proof}`,
  ]
}

/** Bytes as people read them. */
function sizeOf(bytes: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB'] as const
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  const amount = Math.round((bytes / 1024 ** power) * 10) / 10
  return `${formatNumber(amount, language)} ${units[power]}`
}

function batchList(batches: readonly StampBatch[], language: Language): Html {
  const say = messages(language)
  if (batches.length === 0) return html`<p class="mc-quiet">${say.noBatches}</p>`
  return table({
    caption: say.batches,
    columns: [
      { title: say.batch, number: true },
      { title: say.entries },
      { title: say.closed },
      { title: say.state },
    ],
    rows: batches.map((batch) => [
      formatNumber(batch.number, language),
      `${formatNumber(batch.firstEntry, language)} – ${formatNumber(batch.lastEntry, language)}`,
      formatMoment(batch.closedAt, language),
      batchState(batch, language),
    ]),
    stack: true,
  })
}

function batchState({ stampedAt, problem, attempts }: StampBatch, language: Language): Html {
  const say = messages(language)
  if (stampedAt) return stated('ok', say.stamped(formatMoment(stampedAt, language)))
  if (problem === 'no_authority') return stated('warn', say.waiting_no_authority)
  return problem ? stated('warn', say.waiting_unreachable(attempts)) : stated('mute', say.waiting)
}

function keyList(keys: readonly PublishedKey[], language: Language): Html {
  const say = messages(language)
  if (keys.length === 0) return html`<p class="mc-quiet">${say.noKeys}</p>`
  const items = keys.map(
    ({ keyId, madeAt }) =>
      html`<li>${keyId.replace(/(.{4})(?=.)/g, '$1 ')}<br><span class="mc-small mc-quiet">${say.keyMade} ${formatMoment(Temporal.Instant.from(madeAt), language)}</span></li>`,
  )
  return html`<p class="mc-small mc-quiet">${say.keysHint}</p><ul class="mc-versions mc-t2">${items}</ul>`
}
