import { errorSummary, type Problem } from '#components/error-summary'
import { fieldId } from '#components/field'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { type Column, table } from '#components/table'
import { formatDuration, formatShortDay } from '#modules/calendar'
import { type Step, stepNames } from '#modules/dossiers'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { StepSum, StepTimes, Sum } from './load-step-times.ts'
import { messages } from './messages.ts'

export type StepTimesPage = Readonly<{
  /** Null: what was asked for could not be read, as `problems` say. */
  times: StepTimes | null
  typed: Readonly<{ from: string; to: string; agency: string }>
  agencies: readonly Readonly<{ code: string; name: string }>[]
  problems: readonly Problem[]
}>

/** The leader's page: how long each step took, and how much of it was late. */
export function stepTimesPage(page: StepTimesPage, language: Language): Html {
  const words = messages(language)
  return html`<div class="mc-work__head"><h1>${words.timesTitle}</h1><p class="mc-quiet">${headLine(page, language)}</p></div>
${errorSummary({ problems: page.problems, language })}
${filters(page, language)}
<p class="mc-quiet mc-small mc-prose">${words.timesMeaning}</p>
${page.times && tables(page.times, language)}`
}

function headLine({ times }: StepTimesPage, language: Language): string {
  if (!times) return ''
  const { from, to } = times.period
  return messages(language).timesOf(times.agency.name, formatShortDay(from), formatShortDay(to))
}

function filters({ typed, agencies }: StepTimesPage, language: Language): Html {
  const words = messages(language)
  const options = agencies.map(({ code, name }) => ({ value: code, label: name }))
  const agency = { name: 'agency', label: words.agency, value: typed.agency, options }
  return filterRow({
    label: words.filterTimes,
    filters: [
      ...(options.length > 1 ? [agency] : []),
      { name: 'from', label: words.from, value: typed.from, id: fieldId('from') },
      { name: 'to', label: words.to, value: typed.to, id: fieldId('to') },
    ],
    language,
  })
}

function tables({ total, steps, procedures }: StepTimes, language: Language): Html {
  const words = messages(language)
  if (!total) return notice({ body: html`<p>${words.nothingFinished}</p>` })
  const sums = (title: string, caption: string, rows: (readonly Piece[])[]) =>
    table({
      caption,
      showCaption: true,
      columns: [{ title }, ...numberColumns(language)],
      rows,
      foot: [words.all, ...numbersOf(total, language)],
      stack: true,
    })
  const ofSteps = steps.map((sum) => [nameOf(sum, language), ...numbersOf(sum, language)])
  const ofProcedures = procedures.map(({ procedureCode, procedureName, ...sum }) => [
    html`${procedureName} <span class="mc-code mc-quiet mc-small">${procedureCode}</span>`,
    ...numbersOf(sum, language),
  ])
  return html`<div class="mc-t2">${sums(words.stepColumn, words.bySteps, ofSteps)}</div>
<div class="mc-t3">${sums(words.procedure, words.byProcedures, ofProcedures)}</div>`
}

function numberColumns(language: Language): Column[] {
  const words = messages(language)
  const titles = [
    words.visits,
    words.early,
    words.onTime,
    words.lateVisits,
    words.lateShare,
    words.elapsed,
    words.counted,
  ]
  return titles.map((title) => ({ title, number: true }))
}

function numbersOf(sum: Sum, language: Language): Piece[] {
  const words = messages(language)
  const judged = sum.early + sum.onTime + sum.late
  return [
    words.number(sum.visits),
    words.number(sum.early),
    words.number(sum.onTime),
    sum.late > 0 ? html`<b class="mc-u-overdue">${words.number(sum.late)}</b>` : '0',
    judged > 0 ? words.share(sum.late / judged) : '–',
    sayElapsed(sum.elapsedMinutes, language),
    formatDuration(sum.countedMinutes, language),
  ]
}

/** Minutes of the wall clock, a day having 24 hours: the two greatest parts, '2 ngày 5 giờ'. */
function sayElapsed(total: number, language: Language): string {
  const words = messages(language)
  const parts = [
    [Math.floor(total / 1440), words.days],
    [Math.floor((total % 1440) / 60), words.hours],
    [total % 60, words.minutes],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, say]) => say(count))
  return said.slice(0, 2).join(' ') || words.minutes(0)
}

const nameOf = ({ step }: StepSum, language: Language): string =>
  stepNames[step as Step]?.[language] ?? messages(language).transfer
