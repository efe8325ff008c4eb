import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/** How a day counts: worked as its weekday is, off as its weekday is, or one of the three kinds that differ. */
export type YearDayKind = 'worked' | 'rest' | 'holiday' | 'compensatory_off' | 'working_saturday'

/** A day of the year; `weekday` is ISO: 1 Monday … 7 Sunday. `name` says why it differs. */
export type YearDay = Readonly<{
  on: string
  weekday: number
  kind: YearDayKind
  name?: string
  today?: boolean
}>

export type YearCalendarProps = Readonly<{
  year: number
  days: readonly YearDay[]
  /** Days off have not been decided: what stands here may still change. */
  undecided: boolean
  language: Language
}>

const kinds: readonly YearDayKind[] = ['worked', 'rest', 'holiday', 'compensatory_off', 'working_saturday']

/** Twelve months. A day that differs is told by a letter and a form, then by a colour, and in words to who listens. */
export const yearCalendar = (props: YearCalendarProps): Html =>
  html`${legend(props.language)}<div class="mc-year"${attributes({ 'data-undecided': props.undecided })}>${Array.from(
    { length: 12 },
    (_, index) => month(props, index + 1),
  )}</div>`

const legend = (language: Language): Html => {
  const say = messagesOf(language)
  return html`<ul class="mc-year-key" aria-label="${say.dayLegend}">${kinds.map(
    (kind) =>
      html`<li><span class="mc-year-day" data-k="${kind}" aria-hidden="true"><b>15</b>${letter(kind, language)}</span> ${say.dayKinds()[kind]}</li>`,
  )}</ul>`
}

function letter(kind: YearDayKind, language: Language): Html | null {
  return kind === 'worked' || kind === 'rest'
    ? null
    : html`<i aria-hidden="true">${messagesOf(language).dayLetters()[kind]}</i>`
}

function month({ year, days, undecided, language }: YearCalendarProps, number: number): Html {
  const say = messagesOf(language)
  const prefix = `${year}-${String(number).padStart(2, '0')}-`
  const ofMonth = days.filter(({ on }) => on.startsWith(prefix))
  const before: null[] = Array.from({ length: (ofMonth[0]?.weekday ?? 1) - 1 }, () => null)
  const cells = [...before, ...ofMonth]
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, index) =>
    Array.from({ length: 7 }, (_unused, weekday) => cells[index * 7 + weekday] ?? null),
  )
  return html`<table class="mc-month"><caption>${say.month(number)}${undecided && html` <span class="mc-month__open">${say.yearUndecided}</span>`}</caption>
<thead><tr>${say.weekdays().map(([short, long]) => html`<th scope="col"><span aria-hidden="true">${short}</span><span class="ds-sr-only">${long}</span></th>`)}</tr></thead>
<tbody>${weeks.map((week) => html`<tr>${week.map((day) => cell(day, language))}</tr>`)}</tbody></table>`
}

function cell(day: YearDay | null, language: Language): Html {
  if (!day) return html`<td></td>`
  const { on, kind, name, today } = day
  const say = messagesOf(language)
  const words = kind === 'worked' ? null : [say.dayKinds()[kind], name].filter(Boolean).join(', ')
  const given = { class: 'mc-year-day', 'data-k': kind, 'aria-current': today ? 'date' : null }
  return html`<td${attributes(given)}><b>${Number(on.slice(8))}</b>${letter(kind, language)}${words && html`<span class="ds-sr-only">, ${words}</span>`}</td>`
}
