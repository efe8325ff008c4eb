import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { section } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment, formatShortDay, type RevisionLine } from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { calendarMessages } from './messages.ts'
import { type Task, tasks } from './read-change.ts'
import { day, type YearView, yearAtAGlance, yearLinks, yearParts } from './year-view.ts'

export type AdminYearView = YearView &
  Readonly<{
    revisions: readonly RevisionLine[]
    /** The revision from which older ones follow; null on the last page. */
    next: number | null
    isFirst: boolean
    saved: number | undefined
  }>

const path = '/admin/calendar'
const linkTo = (task: Task, query = ''): string => `${path}/change/${task}${query}`

/** The year for who administers it: the same as everybody sees, with what can be changed and what was. */
export function adminYearView(view: AdminYearView): Html {
  const { year, record, saved, language } = view
  const say = calendarMessages(language)
  return html`<div class="mc-work__head"><h1>${say.yearTitle(year)}</h1><p class="mc-quiet">${say.adminHelp(record.version)}</p></div>
${saved !== undefined && notice({ tone: 'done', live: true, body: html`<p>${say.saved(saved)}</p>` })}
${yearLinks(view, path)}
${yearAtAGlance(view)}
<div class="mc-t3">${changes(view)}</div>
${yearParts(view, {
  onDay: ({ on, name }) =>
    html`<a href="${linkTo('remove', `?on=${on}`)}">${say.takeBack}<span class="ds-sr-only"> ${formatShortDay(day(on))}, ${name}</span></a>`,
  onOutage: ({ id, name }) =>
    html`<a href="${linkTo('end_outage', `?id=${id}`)}">${say.endOutage}<span class="ds-sr-only"> ${name}</span></a>`,
})}
${history(view)}`
}

// What begins at a row of the page is not offered without it.
const atRows: readonly Task[] = ['remove', 'end_outage']

function changes({ language }: AdminYearView): Html {
  const say = calendarMessages(language)
  const items = tasks
    .filter((task) => !atRows.includes(task))
    .map(
      (task) =>
        html`<li><a href="${linkTo(task)}">${say.tasks()[task]}</a><br><span class="mc-small mc-quiet">${say.taskHelp()[task]}</span></li>`,
    )
  return section({
    id: 'changes',
    title: say.changeCalendar,
    small: true,
    body: html`<ul class="mc-stack mc-gap1">${items}</ul><p class="mc-t1"><a href="${path}/recounts">${say.recountsLink}</a></p>`,
  })
}

function history({ year, revisions, next, isFirst, language }: AdminYearView): Html {
  const say = calendarMessages(language)
  const titles = [say.revision, say.recordedAt, say.document, say.note, say.decidedBy, say.countsFrom]
  const rows = revisions.map((line): Piece[] => [
    line.version,
    formatMoment(line.recordedAt, language),
    [
      line.basis ?? '–',
      line.decidedOn &&
        html`<br><span class="mc-small mc-quiet">${say.signed(formatShortDay(day(line.decidedOn)))}</span>`,
    ],
    line.note,
    nameOfDecider(line.decidedBy, language),
    countsFrom(line, language),
  ])
  const address = `${path}/${year}`
  return section({
    id: 'history',
    title: say.history,
    small: true,
    body: html`${table({ caption: say.tableOf(say.history), columns: titles.map((title) => ({ title })), rows })}${pagination(
      {
        nextHref: next === null ? null : `${address}?before=${next}#history`,
        firstHref: isFirst ? null : `${address}#history`,
        language,
      },
    )}`,
  })
}

function countsFrom({ changedFrom, decidedBy }: RevisionLine, language: Language): string {
  if (changedFrom) return formatShortDay(day(changedFrom))
  return decidedBy === null ? '–' : calendarMessages(language).unchanged
}

function nameOfDecider(decidedBy: string | null, language: Language): string {
  const say = calendarMessages(language)
  if (decidedBy === null) return say.program
  return decidedBy === 'system' ? say.commandLine : decidedBy
}
