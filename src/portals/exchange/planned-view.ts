import { button } from '#components/button'
import { say as stated } from '#components/say'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import { isUnderWay, type PlannedMaintenance } from '#modules/exchange'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { catalogueUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { OfferingView } from './offering-facts.ts'

/** Maintenance that was announced and is not over: when, what its callers are told, how far ahead it was said and by whom. */
export function plannedList(view: OfferingView, language: Language): Html {
  const { line, systems, outages } = view
  const life = lifeMessagesOf(language)
  const all = new Map(line.versions.flatMap(({ planned }) => planned.map((one) => [one.id, one] as const)))
  if (all.size === 0) return html`<p>${life.noPlanned}</p>`
  const titles = [life.plannedWhat, life.plannedWhen, life.plannedNotice, life.plannedWho]
  const mayEnd = systems !== null && line.offering.endedAt === null
  const columns = [...titles, ...(mayEnd ? [life.callOff] : [])].map((title) => ({ title }))
  const rows = [...all.values()].map((one) => [
    ...cellsOf(one, view, language),
    ...(mayEnd ? [endForm(one, `${catalogueUrl}/${line.offering.id}`, outages.now, language)] : []),
  ])
  return html`${table({ caption: life.planned, columns, rows, stack: true })}
${mayEnd && html`<p class="mc-small mc-quiet mc-t1">${life.tellThem}</p>`}`
}

function cellsOf(one: PlannedMaintenance, { line, askedDays }: OfferingView, language: Language) {
  const life = lifeMessagesOf(language)
  const number = messagesOf(language).number
  const [days, asked] = [number(one.workingDaysAhead), number(askedDays)]
  const moment = (at: PlannedMaintenance['fromAt']) => formatMoment(at, language)
  const ahead =
    one.workingDaysAhead < askedDays ? stated('warn', life.aheadShort(days, asked)) : life.ahead(days)
  return [
    line.versions.find(({ id }) => id === one.versionId)?.version ?? life.allVersions,
    life.period(moment(one.fromAt), moment(one.untilAt)),
    one.notice,
    html`${moment(one.announcedAt)}, ${one.announcedName}<br><span class="mc-small mc-quiet">${ahead}</span>`,
  ]
}

function endForm(
  one: PlannedMaintenance,
  here: string,
  now: OfferingView['outages']['now'],
  language: Language,
): Html {
  const life = lifeMessagesOf(language)
  const text = isUnderWay(one, now) ? life.endNow : life.callOff
  const about = formatMoment(one.fromAt, language)
  return html`<form method="post" action="${here}/maintenance/${one.id}/end">${button({ text, variant: 'tertiary', about })}</form>`
}
