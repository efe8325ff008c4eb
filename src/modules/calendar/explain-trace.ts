import { Temporal } from 'temporal-polyfill'
import type { Language } from '#platform/i18n'
import { formatDay, formatDuration, formatMoment } from './format.ts'
import { messages } from './messages.ts'
import type { TraceLine } from './rules/trace.ts'

/** One line of the explanation, ready to show; `kind` gives its look. */
export type ExplainedLine = Readonly<{
  when: string
  text: string
  law: string | null
  kind: TraceLine['kind']
}>

/** Why a due time is what it is, as sentences in order of time. */
export function explainTrace(trace: readonly TraceLine[], language: Language): ExplainedLine[] {
  return trace.map((line) => ({
    when: whenOf(line, language),
    text: textOf(line, language),
    law: line.law,
    kind: line.kind,
  }))
}

function whenOf({ at, values }: TraceLine, language: Language): string {
  if (at instanceof Temporal.Instant) return formatMoment(at, language)
  const from = formatDay(at, language)
  const { until } = values
  if (typeof until !== 'string' || until === at.toString()) return from
  return messages(language).range(from, formatDay(Temporal.PlainDate.from(until), language))
}

function textOf({ code, at, values }: TraceLine, language: Language): string {
  const say = messages(language)
  const text = (key: string) => String(values[key] ?? '')
  const number = (key: string) => Number(values[key] ?? 0)
  const moment = (key: string) => formatMoment(Temporal.Instant.from(text(key)), language)
  switch (code) {
    case 'received':
      return say.received
    case 'cut_off_passed':
      return say.cutOffPassed(moment('next'))
    case 'transfer_next_morning':
      return say.transferNextMorning(moment('next'))
    case 'counting_begins':
      return say.countingBegins
    case 'weekly_rest':
      return say.weeklyRest(at instanceof Temporal.Instant ? '' : say.weekday(at.dayOfWeek))
    case 'holiday':
      return say.holiday(text('name'))
    case 'compensatory_off':
      return say.compensatoryOff(text('name'))
    case 'working_saturday':
      return say.workingSaturday(formatDuration(number('minutes'), language))
    case 'worked':
      return say.worked(formatDuration(number('minutes'), language))
    case 'whole_days':
      return say.wholeDays(number('days'))
    case 'calendar_days':
      return say.calendarDays(number('amount'))
    case 'months':
      return say.months(number('amount'))
    case 'rolled_forward':
      return say.rolledForward
    case 'not_decided':
      return say.notDecided(number('year'))
    case 'due':
      return say.due
  }
}
