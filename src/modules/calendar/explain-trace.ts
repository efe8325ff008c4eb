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

type Say = ReturnType<typeof messages>
type Writer = (say: Say, line: TraceLine, language: Language) => string

const text = ({ values }: TraceLine, key: string): string => String(values[key] ?? '')
const number = ({ values }: TraceLine, key: string): number => Number(values[key] ?? 0)
const moment = (line: TraceLine, key: string, language: Language): string =>
  formatMoment(Temporal.Instant.from(text(line, key)), language)
const minutes = (line: TraceLine, language: Language): string =>
  formatDuration(number(line, 'minutes'), language)
const groundOf = (say: Say, line: TraceLine): string => {
  const words = {
    supplement: say.groundSupplement,
    payment: say.groundPayment,
    confirmation: say.groundConfirmation,
  }
  return words[text(line, 'ground') as keyof typeof words] ?? ''
}

const writers: Readonly<Record<TraceLine['code'], Writer>> = {
  received: (say) => say.received,
  cut_off_passed: (say, line, language) => say.cutOffPassed(moment(line, 'next', language)),
  transfer_next_morning: (say, line, language) => say.transferNextMorning(moment(line, 'next', language)),
  counting_begins: (say) => say.countingBegins,
  weekly_rest: (say, { at }) => say.weeklyRest(at instanceof Temporal.Instant ? '' : say.weekday(at.dayOfWeek)),
  holiday: (say, line) => say.holiday(text(line, 'name')),
  compensatory_off: (say, line) => say.compensatoryOff(text(line, 'name')),
  working_saturday: (say, line, language) => say.workingSaturday(minutes(line, language)),
  worked: (say, line, language) => say.worked(minutes(line, language)),
  whole_days: (say, line) => say.wholeDays(number(line, 'days')),
  calendar_days: (say, line) => say.calendarDays(number(line, 'amount')),
  months: (say, line) => say.months(number(line, 'amount')),
  rolled_forward: (say) => say.rolledForward,
  not_decided: (say, line) => say.notDecided(number(line, 'year')),
  due: (say) => say.due,
  restarted: (say) => say.restarted,
  waited: (say, line, language) =>
    say.waited(groundOf(say, line), moment(line, 'end', language), minutes(line, language)),
  interrupted: (say, line, language) =>
    say.interrupted(text(line, 'name'), moment(line, 'end', language), minutes(line, language)),
  carried_on: (say, line, language) => say.carriedOn(moment(line, 'next', language)),
  waiting: (say, line) =>
    text(line, 'resume') === 'restart'
      ? say.waitingToRestart(groundOf(say, line))
      : say.waiting(groundOf(say, line)),
  extended: (say, line, language) => say.extended(moment(line, 'until', language)),
  promised_before: (say) => say.promisedBefore,
  longest: (say) => say.longest,
  finished: (say) => say.finished,
  stopped: (say) => say.stopped,
}

const textOf = (line: TraceLine, language: Language): string =>
  writers[line.code](messages(language), line, language)
