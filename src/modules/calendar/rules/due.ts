import { Temporal } from 'temporal-polyfill'
import {
  type Counted,
  countDue,
  cutOffOf,
  dayNought,
  inCalendarDays,
  inMonths,
  isAfterCutOff,
  isProvisional,
  lastCalendarDay,
  type TimeLimit,
} from './period.ts'
import { skipLine, type TraceLine, traceDays } from './trace.ts'
import { findWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import { openingOf, usesBetween } from './working-time.ts'
import { type DayNumber, type LocalMoment, toInstant, toLocalMoment, toPlainDate } from './zone.ts'

/** A calculated due time: `dueOn` is the local day of `dueAt`; `provisional` when it runs into an undecided year. */
export type DueTime = Readonly<{
  clockStartedAt: Temporal.Instant
  dueAt: Temporal.Instant
  dueOn: Temporal.PlainDate
  provisional: boolean
  calendarVersion: number
  trace: readonly TraceLine[]
}>

const acceptanceLaw = 'NĐ 118/2025/NĐ-CP Đ17 k3'
const transferLaw = 'NĐ 118/2025/NĐ-CP Đ18 k2'

/**
 * When the result is due for a dossier accepted at `startedAt` (NĐ 118/2025 Đ17 k3: time runs from acceptance), and
 * why. Throws as `countDue` does.
 */
export function calculateDue(calendar: WorkCalendar, limit: TimeLimit, startedAt: Temporal.Instant): DueTime {
  const counted = countDue(calendar, limit, toLocalMoment(startedAt))
  return {
    clockStartedAt: toInstant(counted.begin),
    dueAt: toInstant(counted.due),
    dueOn: workDay(calendar, counted.due.day).date,
    provisional: isProvisional(calendar, counted.due),
    calendarVersion: calendar.version,
    trace: traceDue(calendar, limit, counted),
  }
}

/** Why a limit counted from one moment came to another: from the receipt to the due time, each line with its article. */
export function traceDue(calendar: WorkCalendar, limit: TimeLimit, counted: Counted): TraceLine[] {
  const received: TraceLine = {
    at: toInstant(counted.received),
    kind: 'start',
    code: 'received',
    values: {},
    law: acceptanceLaw,
  }
  return [received, ...traceCounting(calendar, limit, counted), ...traceEnd(calendar, counted.due)]
}

/** What lies between the start and the due time: the cut-off, the days skipped and counted. */
export function traceCounting(calendar: WorkCalendar, limit: TimeLimit, counted: Counted): TraceLine[] {
  const lines = traceLimit(calendar, limit, counted)
  return [
    ...traceCutOff(calendar, limit, counted.received),
    ...placeBegin(traceBegin(limit, counted), lines, counted.begin.day),
  ]
}

/** The due time itself, after a warning when its year is undecided. */
export function traceEnd(calendar: WorkCalendar, due: LocalMoment): TraceLine[] {
  const end: TraceLine = { at: toInstant(due), kind: 'due', code: 'due', values: {}, law: null }
  if (!isProvisional(calendar, due)) return [end]
  const { date } = workDay(calendar, due.day)
  return [{ at: date, kind: 'count', code: 'not_decided', values: { year: date.year }, law: null }, end]
}

function traceLimit(calendar: WorkCalendar, limit: TimeLimit, counted: Counted): TraceLine[] {
  if (inCalendarDays(limit)) return traceCalendarDays(calendar, limit, counted)
  const { received, begin, due } = counted
  const isHours = limit.unit === 'working_hour' || (limit.unit === 'working_day' && byHours(limit))
  if (isHours) {
    return traceDays(calendar, received.day, usesBetween(calendar, begin, due), 'worked', limit.law)
  }
  const skipsFirst = limit.unit === 'working_day' && !limit.firstDayCounted
  const first = skipsFirst ? findWorked(calendar, received.day + 1) : begin.day
  const uses = limit.amount === 0 ? [] : usesBetween(calendar, { day: first, second: 0 }, due)
  return traceDays(calendar, received.day, uses, 'whole_days', limit.law)
}

const byHours = ({ convention }: TimeLimit): boolean => convention === 'working_hours'

/** Puts `begins` where its day stands among `lines`: after the days skipped before counting began. */
function placeBegin(begins: readonly TraceLine[], lines: readonly TraceLine[], day: DayNumber): TraceLine[] {
  if (begins.length === 0) return [...lines]
  const date = toPlainDate(day)
  const isBefore = ({ at }: TraceLine) =>
    !('epochMilliseconds' in at) && Temporal.PlainDate.compare(at, date) < 0
  const skipped = lines.filter(isBefore).length
  return [...lines.slice(0, skipped), ...begins, ...lines.slice(skipped)]
}

function traceCalendarDays(calendar: WorkCalendar, limit: TimeLimit, counted: Counted): TraceLine[] {
  const { received, begin, due } = counted
  const { amount, unit, law = null } = limit
  const last = lastCalendarDay(limit, received, begin)
  const line: TraceLine = {
    at: toPlainDate(dayNought(received, begin) + 1),
    kind: 'count',
    code: inMonths(limit) ? 'months' : 'calendar_days',
    values: { until: toPlainDate(last).toString(), amount: unit === 'year' ? amount * 12 : amount },
    law,
  }
  if (due.day === last) return [line]
  const skipped = Array.from({ length: due.day - last }, (_, index) => skipLine(calendar, last + index))
  const rolled: TraceLine = {
    at: toPlainDate(due.day),
    kind: 'count',
    code: 'rolled_forward',
    values: {},
    law: null,
  }
  return [line, ...skipped, rolled]
}

function traceCutOff(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment): TraceLine[] {
  const cutOff = cutOffOf(limit)
  if (!cutOff || !isAfterCutOff(calendar, cutOff, received)) return []
  const next = toInstant(openingOf(calendar, findWorked(calendar, received.day + 1)))
  const isClock = cutOff.effect === 'clock'
  return [
    {
      at: toInstant(received),
      kind: 'start',
      code: isClock ? 'cut_off_passed' : 'transfer_next_morning',
      values: { time: cutOff.time, next: next.toString() },
      law: cutOff.law ?? (isClock ? (limit.law ?? null) : transferLaw),
    },
  ]
}

function traceBegin(limit: TimeLimit, { received, begin }: Counted): TraceLine[] {
  const isMoved = begin.day !== received.day || begin.second !== received.second
  const saysWhen = limit.unit === 'working_hour' || byHours(limit) || limit.unit === 'same_day'
  if (!isMoved || !saysWhen || inCalendarDays(limit)) return []
  return [{ at: toInstant(begin), kind: 'start', code: 'counting_begins', values: {}, law: null }]
}
