import { Temporal } from 'temporal-polyfill'
import { notice } from '#components/notice'
import { section } from '#components/sheet'
import { table } from '#components/table'
import { type YearDay, yearCalendar } from '#components/year-calendar'
import {
  type CalendarRecord,
  formatDay,
  formatMoment,
  formatShortDay,
  isWorkingDay,
  localDay,
  makeCalendar,
  type SpecialDay,
  sourceFor,
} from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { groupHours, sayWeek } from './hours.ts'
import { calendarMessages } from './messages.ts'

export type YearView = Readonly<{
  year: number
  record: CalendarRecord
  today: Temporal.PlainDate
  /** Names of the agencies that have hours or outages of their own, by code. */
  agencyNames: ReadonlyMap<string, string>
  language: Language
}>

/** What may be done with a row; the public page does nothing. */
export type RowActions = Readonly<{
  onDay?: (day: SpecialDay) => Piece
  onOutage?: (outage: CalendarRecord['interruptions'][number]) => Piece
}>

const base = '/calendar'
export const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

/** The year at a glance: sums, twelve months, and a word when it is not decided. */
export function yearAtAGlance({ year, record, today, language }: YearView): Html {
  const say = calendarMessages(language)
  const days = daysOfYear(record, year, today)
  const count = (isCounted: (one: YearDay) => boolean): number => days.filter(isCounted).length
  const isOff = ({ kind, weekday }: YearDay): boolean =>
    (kind === 'holiday' || kind === 'compensatory_off') && weekday <= 5
  const worked = count(({ kind }) => kind === 'worked' || kind === 'working_saturday')
  const sums = [
    say.workingDays(worked),
    say.daysOff(count(isOff)),
    say.saturdays(count(({ kind }) => kind === 'working_saturday')),
  ]
  const undecided = !record.decidedYears.some((decided) => decided.year === year)
  return html`${undecided && notice({ tone: 'warn', body: html`<p>${say.undecidedYear(year)}</p>` })}
<p class="mc-y1">${sums.join(' · ')}</p>
${yearCalendar({ year, days, undecided, language })}`
}

function daysOfYear(record: CalendarRecord, year: number, today: Temporal.PlainDate): YearDay[] {
  const calendar = makeCalendar(sourceFor(record, null))
  const first = new Temporal.PlainDate(year, 1, 1)
  return Array.from({ length: first.daysInYear }, (_, index): YearDay => {
    const date = first.add({ days: index })
    const on = date.toString()
    const special = calendar.specialDays.get(on)
    const ordinary = isWorkingDay(calendar, date) ? 'worked' : 'rest'
    return {
      on,
      weekday: date.dayOfWeek,
      kind: special?.kind ?? ordinary,
      ...(special && { name: special.name }),
      today: date.equals(today),
    }
  })
}

/** Links to the years around, those with data and the one after. */
export function yearLinks({ year, record, today, language }: YearView, path = base): Html {
  const say = calendarMessages(language)
  const known = record.decidedYears.map((decided) => decided.year)
  const years = [...new Set([...known, today.year, today.year + 1, year])].sort((a, b) => a - b)
  return html`<nav class="mc-row" aria-label="${say.years}">${years.map((one) =>
    one === year
      ? html`<a href="${path}/${one}" aria-current="page"><strong>${one}</strong></a>`
      : html`<a href="${path}/${one}">${one}</a>`,
  )}</nav>`
}

/** The list of days, the hours and the outages: the same for everybody, with actions for who may change them. */
export const yearParts = (view: YearView, actions: RowActions = {}): Html =>
  html`${dayList(view, actions.onDay)}${hoursList(view)}${outageList(view, actions.onOutage)}`

function dayList({ year, record, language }: YearView, onDay: RowActions['onDay']): Html {
  const say = calendarMessages(language)
  const days = record.specialDays.filter(({ on }) => on.startsWith(`${year}-`))
  const titles = [say.day, say.kind, say.name, say.basis, ...(onDay ? [say.action] : [])]
  const rows = days.map((special): Piece[] => [
    formatDay(day(special.on), language),
    [
      say.kinds()[special.kind],
      special.swappedWith &&
        html`<br><span class="mc-small mc-quiet">${say.swappedWith(formatShortDay(day(special.swappedWith)))}</span>`,
    ],
    special.name,
    special.basis,
    ...(onDay ? [onDay(special)] : []),
  ])
  const list = table({
    caption: say.tableOf(say.specialDays),
    columns: titles.map((title) => ({ title })),
    rows,
  })
  return section({
    id: 'days',
    title: say.specialDays,
    small: true,
    body: rows.length > 0 ? list : html`<p>${say.noSpecialDays}</p>`,
  })
}

function hoursList({ record, agencyNames, language }: YearView): Html {
  const say = calendarMessages(language)
  const titles = [say.agency, say.validFrom, say.weekHours, say.basis]
  const rows = groupHours(record.hours).map(({ agencyCode, validFrom, week, basis }): Piece[] => [
    nameOf(agencyCode, agencyNames, say.everyAgency),
    formatShortDay(day(validFrom)),
    sayWeek(week, language),
    basis,
  ])
  return section({
    id: 'hours',
    title: say.hours,
    small: true,
    body: html`<p class="mc-small mc-quiet">${say.hoursHelp}</p>${table({ caption: say.tableOf(say.hours), columns: titles.map((title) => ({ title })), rows })}`,
  })
}

function outageList({ year, record, agencyNames, language }: YearView, onOutage: RowActions['onOutage']): Html {
  const say = calendarMessages(language)
  const isOfYear = ({ from, until }: CalendarRecord['interruptions'][number]): boolean =>
    localDay(from).year <= year && (until === null || localDay(until).year >= year)
  const titles = [
    say.outageName,
    say.agency,
    say.startsAt,
    say.endsAt,
    say.basis,
    ...(onOutage ? [say.action] : []),
  ]
  const rows = record.interruptions
    .filter(isOfYear)
    .map((outage): Piece[] => [
      outage.name,
      nameOf(outage.agencyCode, agencyNames, say.everyAgency),
      formatMoment(outage.from, language),
      outage.until ? formatMoment(outage.until, language) : say.lasting,
      outage.basis,
      ...(onOutage ? [onOutage(outage)] : []),
    ])
  const list = table({ caption: say.tableOf(say.outages), columns: titles.map((title) => ({ title })), rows })
  return section({
    id: 'outages',
    title: say.outages,
    small: true,
    body: html`<p class="mc-small mc-quiet">${say.outagesHelp}</p>${rows.length > 0 ? list : html`<p>${say.noOutages}</p>`}`,
  })
}

/** An agency by name, by its code when it is not known any more. */
export const nameOf = (code: string | null, names: ReadonlyMap<string, string>, everyAgency: string): string =>
  code === null ? everyAgency : (names.get(code) ?? code)
