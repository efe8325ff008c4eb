import { messagesOf } from '#components/messages'
import type { CalendarRecord } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { calendarMessages } from './messages.ts'

type HoursRow = CalendarRecord['hours'][number]

/** The hours an agency has from a day on; `week` by ISO weekday, those that were set then. */
export type WeekHours = Readonly<{
  agencyCode: string | null
  validFrom: string
  basis: string
  week: ReadonlyMap<number, string>
}>

/** Hours as they were set: one entry for each agency and day, general ones first, newest first. */
export function groupHours(rows: readonly HoursRow[]): WeekHours[] {
  const groups = Map.groupBy(rows, ({ agencyCode, validFrom }) => `${agencyCode ?? ''} ${validFrom}`)
  return [...groups.values()]
    .map((group) => ({
      agencyCode: group[0]?.agencyCode ?? null,
      validFrom: group[0]?.validFrom ?? '',
      basis: [...new Set(group.map(({ basis }) => basis))].join('; '),
      week: new Map(group.map(({ weekday, spans }) => [weekday, spans])),
    }))
    .sort(
      (a, b) =>
        (a.agencyCode ?? '').localeCompare(b.agencyCode ?? '') || b.validFrom.localeCompare(a.validFrom),
    )
}

/** A week in words, weekdays of the same hours together: 'T2–T6 07:00–11:30, 13:30–17:00'. */
export function sayWeek(week: ReadonlyMap<number, string>, language: Language): Html {
  const say = calendarMessages(language)
  const runs: { from: number; to: number; spans: string }[] = []
  for (const [weekday, spans] of [...week].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1)
    if (last && last.to === weekday - 1 && last.spans === spans) last.to = weekday
    else runs.push({ from: weekday, to: weekday, spans })
  }
  const weekdays = messagesOf(language).weekdays()
  const nameOf = (weekday: number): string => weekdays[weekday - 1]?.[0] ?? ''
  const lines = runs.map(({ from, to, spans }, index) => {
    const days = from === to ? nameOf(from) : say.weekdays(nameOf(from), nameOf(to))
    return html`${index > 0 && html`<br>`}${days} <span class="mc-nowrap">${spans.replaceAll('-', '–').replaceAll(',', ', ') || say.closed}</span>`
  })
  return html`${lines}`
}
