import { Temporal } from 'temporal-polyfill'
import { actions, button } from '#components/button'
import { code } from '#components/code'
import { notice } from '#components/notice'
import { narrow, section } from '#components/sheet'
import { table } from '#components/table'
import {
  type CalendarChange,
  type CalendarRecord,
  type ChangePreview,
  formatDay,
  formatMoment,
  localDay,
} from '#modules/calendar'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { hiddenFields } from './change-view.ts'
import { sayWeek } from './hours.ts'
import { calendarMessages } from './messages.ts'
import type { Task, Typed } from './read-change.ts'
import { day, nameOf } from './year-view.ts'

export type PreviewView = Readonly<{
  task: Task
  typed: Typed
  change: CalendarChange
  record: CalendarRecord
  /** Null: no day counts otherwise, nothing has to be counted again. */
  preview: ChangePreview | null
  agencyNames: ReadonlyMap<string, string>
  /** The same press twice is the same change. */
  key: string
  language: Language
}>

/** What a change would do, before it is recorded. */
export function previewView(view: PreviewView): Html {
  const { task, typed, change, record, preview, key, language } = view
  const say = calendarMessages(language)
  const { number, on, note } = change.decision
  return html`<div class="mc-work__head"><h1>${say.previewTitle}</h1></div>
${narrow(html`${notice({ tone: 'warn', body: html`<p>${say.previewNot}</p>` })}
${section({
  id: 'change',
  title: say.whatChanges,
  small: true,
  body: html`<ul>${changeLines(view).map((line) => html`<li>${line}</li>`)}</ul>
<p class="mc-t1"><strong>${number}</strong>${on && html`, ${say.signed(formatDay(day(on), language))}`}<br>${note}</p>`,
})}`)}
${section({ id: 'effect', title: say.effect, small: true, body: effect(preview, language) })}
<form class="mc-t2" method="post" action="/admin/calendar/change/${task}">
<input type="hidden" name="seen" value="${record.version}"><input type="hidden" name="key" value="${key}">
${hiddenFields(task, typed)}
${actions(
  button({ text: say.confirm, name: 'step', value: 'confirm' }),
  button({ text: say.edit, name: 'step', value: 'edit', variant: 'secondary' }),
  html`<a href="/admin/calendar">${say.back}</a>`,
)}
</form>`
}

function changeLines({ change, record, agencyNames, language }: PreviewView): Piece[] {
  const say = calendarMessages(language)
  const agency = (agencyCode: string | null): string => nameOf(agencyCode, agencyNames, say.everyAgency)
  const days = (change.days ?? []).map((edit) => {
    const before = record.specialDays.find(({ on }) => on === edit.on)
    const words = formatDay(day(edit.on), language)
    return edit.act === 'remove'
      ? say.removed(words, before?.name ?? '')
      : say.added(words, say.kinds()[edit.kind], edit.name)
  })
  const hours = (change.hours ?? []).map(
    ({ agencyCode, validFrom, weekdays }) =>
      html`${say.hoursChanged(agency(agencyCode), formatDay(day(validFrom), language))}<br>${sayWeek(new Map(weekdays.map(({ weekday, spans }) => [weekday, spans])), language)}`,
  )
  const outages = (change.interruptions ?? []).map((edit) => {
    const moment = (at: Temporal.Instant | null): string => (at ? formatMoment(at, language) : '')
    if (edit.act === 'end') {
      const known = record.interruptions.find(({ id }) => id === edit.id)
      return say.outageEnded(known?.name ?? '', moment(edit.until))
    }
    const until = edit.until ? say.outageUntil(moment(edit.until)) : say.lasting
    return say.outageAnnounced(edit.name, agency(edit.agencyCode), moment(edit.from), until)
  })
  return [...days, ...hours, ...(change.decidedYears ?? []).map(say.yearDecided), ...outages]
}

function effect(preview: ChangePreview | null, language: Language): Html {
  const say = calendarMessages(language)
  if (!preview) return html`<p>${say.nothingCounts}</p>`
  const { looked, moved, examples, truncated } = preview
  const titles = [say.dossier, say.before, say.after, say.shift]
  const rows = examples.map(({ code: dossier, before, after }) => [
    code(dossier),
    formatMoment(before, language),
    formatMoment(after, language),
    shiftOf(before, after, language),
  ])
  const list = table({
    caption: say.examples(rows.length),
    showCaption: true,
    columns: titles.map((title) => ({ title })),
    rows,
  })
  return html`<p>${moved > 0 ? html`<strong>${say.movedOf(moved, looked)}</strong>` : say.noneMoved(looked)}</p>
${truncated && html`<p class="mc-small mc-quiet">${say.truncated}</p>`}
${moved > 0 && html`<p class="mc-small mc-quiet">${say.applicantsTold}</p>`}
${rows.length > 0 && html`<div class="mc-t2">${list}</div>`}`
}

function shiftOf(before: Temporal.Instant, after: Temporal.Instant, language: Language): string {
  const say = calendarMessages(language)
  const days = Math.abs(localDay(before).until(localDay(after)).days)
  return Temporal.Instant.compare(after, before) > 0 ? say.later(days) : say.earlier(days)
}
