import { Temporal } from 'temporal-polyfill'
import { type DayUse, skipLine, type TraceLine, traceDays } from './trace.ts'
import { findWorked, isWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import {
  addWorkingSeconds,
  closingOf,
  closingOfWorkingDay,
  minutesPerWorkingDay,
  moveIntoWorkingTime,
  openingOf,
} from './working-time.ts'
import {
  type DayNumber,
  type LocalMoment,
  secondOfDay,
  toDayNumber,
  toInstant,
  toLocalMoment,
  toPlainDate,
} from './zone.ts'

/**
 * Mốc 15 giờ: what happens to a dossier received after `time` ('15:00'), strictly. `transfer`: it may be passed on
 * the next working morning, the clock runs (NĐ 118/2025 Đ18 k2). `clock`: the time limit is counted from the next
 * working day (NĐ 63/2024 Đ7 k2). `minutesBeforeClosing`, when given, counts instead of `time` (NĐ 297/2025 Đ6 k3).
 */
export type CutOff = Readonly<{
  time: string
  effect: 'transfer' | 'clock'
  minutesBeforeClosing?: number
  law?: string | null
}>

/**
 * Thời hạn giải quyết. `working_hours`: 8 working hours a day from the moment of acceptance; `whole_days`: until the
 * closing of the last day, day 1 being the next working day, or the start day when `firstDayCounted`. The decree
 * does not choose: it is a policy of the procedure.
 */
export type TimeLimit = Readonly<{
  amount: number
  unit: 'working_day' | 'working_hour' | 'calendar_day' | 'month' | 'same_day'
  convention: 'working_hours' | 'whole_days'
  cutOff: CutOff | null
  firstDayCounted?: boolean
}>

/** A calculated due time: `dueOn` is the local day of `dueAt`; `provisional` when it runs into an undecided year. */
export type DueTime = Readonly<{
  clockStartedAt: Temporal.Instant
  dueAt: Temporal.Instant
  dueOn: Temporal.PlainDate
  provisional: boolean
  calendarVersion: number
  trace: readonly TraceLine[]
}>

/** Certification (NĐ 23/2015 Đ7) and civil status (Luật Hộ tịch 60/2014 Đ5 k3): the same day, if received by 15:00. */
export const sameDayCutOff: CutOff = { time: '15:00', effect: 'clock' }

type Counted = Readonly<{ due: LocalMoment; lines: readonly TraceLine[] }>

/**
 * When the result is due for a dossier accepted at `startedAt` (NĐ 118/2025 Đ17 k3: time runs from acceptance), and
 * why. Throws a RangeError when the amount is negative, no number, or not whole for months.
 */
export function calculateDue(calendar: WorkCalendar, limit: TimeLimit, startedAt: Temporal.Instant): DueTime {
  checkAmount(limit)
  const received = toLocalMoment(startedAt)
  const begin = startClock(calendar, limit, received)
  const { due, lines } = count(calendar, limit, received, begin)
  const dueAt = toInstant(due)
  const dueOn = workDay(calendar, due.day).date
  const provisional = !calendar.decidedYears.has(dueOn.year)
  const undecided: TraceLine = {
    at: dueOn,
    kind: 'count',
    code: 'not_decided',
    values: { year: dueOn.year },
    law: null,
  }
  return {
    clockStartedAt: toInstant(begin),
    dueAt,
    dueOn,
    provisional,
    calendarVersion: calendar.version,
    trace: [
      { at: startedAt, kind: 'start', code: 'received', values: {}, law: null },
      ...traceCutOff(calendar, limit, received),
      ...placeBegin(traceBegin(limit, received, begin), lines, begin.day),
      ...(provisional ? [undecided] : []),
      { at: dueAt, kind: 'due', code: 'due', values: {}, law: null },
    ],
  }
}

/** Puts `begins` where its day stands among `lines`: after the days skipped before counting began. */
function placeBegin(begins: readonly TraceLine[], lines: readonly TraceLine[], day: DayNumber): TraceLine[] {
  if (begins.length === 0) return [...lines]
  const date = toPlainDate(day)
  const isBefore = ({ at }: TraceLine) =>
    !('epochMilliseconds' in at) && Temporal.PlainDate.compare(at, date) < 0
  const skipped = lines.filter(isBefore).length
  return [...lines.slice(0, skipped), ...begins, ...lines.slice(skipped)]
}

function checkAmount({ amount, unit }: TimeLimit): void {
  if (!Number.isFinite(amount) || amount < 0 || (unit === 'month' && !Number.isInteger(amount)))
    throw new RangeError(`a time limit of ${amount} ${unit} cannot be counted`)
}

const cutOffOf = ({ unit, cutOff }: TimeLimit): CutOff | null =>
  unit === 'same_day' ? { ...(cutOff ?? sameDayCutOff), effect: 'clock' } : cutOff

/** Whether `moment` is after the cut-off of a working day. At 15:00 sharp it is not yet after. */
function isAfterCutOff(calendar: WorkCalendar, cutOff: CutOff | null, moment: LocalMoment): boolean {
  if (!cutOff || !isWorked(calendar, moment.day)) return false
  const { minutesBeforeClosing: before, time } = cutOff
  const limit = before === undefined ? secondOfDay(time) : closingOf(calendar, moment.day).second - before * 60
  return moment.second > limit
}

/** Where counting begins: moved by a cut-off of the clock, then into working time where working time is counted. */
function startClock(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment): LocalMoment {
  const cutOff = cutOffOf(limit)
  if (cutOff?.effect === 'clock' && isAfterCutOff(calendar, cutOff, received))
    return openingOf(calendar, findWorked(calendar, received.day + 1))
  const inCalendarDays = limit.unit === 'calendar_day' || limit.unit === 'month'
  return inCalendarDays && cutOff?.effect !== 'clock' ? received : moveIntoWorkingTime(calendar, received)
}

function count(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment, begin: LocalMoment): Counted {
  switch (limit.unit) {
    case 'working_hour':
      return countWorkingTime(calendar, received.day, begin, limit.amount * 3600)
    case 'working_day':
      return limit.convention === 'whole_days'
        ? countWholeDays(calendar, limit, received, begin)
        : countWorkingTime(calendar, received.day, begin, limit.amount * minutesPerWorkingDay * 60)
    case 'same_day':
      return countWholeDays(calendar, { ...limit, amount: 1, firstDayCounted: true }, received, begin)
    case 'calendar_day':
    case 'month':
      return countCalendarDays(calendar, limit, received, begin)
  }
}

/** A. Working time: consumes working seconds only; fractional days become hours. */
function countWorkingTime(
  calendar: WorkCalendar,
  from: DayNumber,
  begin: LocalMoment,
  seconds: number,
): Counted {
  const uses: DayUse[] = []
  const due = addWorkingSeconds(calendar, begin, Math.round(seconds), (day, used) =>
    uses.push({ day, seconds: used }),
  )
  return { due, lines: traceDays(calendar, from, uses, 'worked') }
}

/** B. Whole days: due at the closing of day n; what is left of a fraction is taken from the next day by hours. */
function countWholeDays(
  calendar: WorkCalendar,
  { amount, firstDayCounted = false }: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): Counted {
  if (amount === 0) return { due: begin, lines: [] }
  const uses: DayUse[] = []
  const onDayUsed = (day: DayNumber, seconds: number) => uses.push({ day, seconds })
  const first = firstDayCounted ? begin.day : findWorked(calendar, received.day + 1)
  const whole = Math.floor(amount)
  const fraction = Math.round((amount - whole) * minutesPerWorkingDay * 60)
  const from = whole > 0 ? closingOfWorkingDay(calendar, first, whole, onDayUsed) : openingOf(calendar, first)
  const due = fraction > 0 ? addWorkingSeconds(calendar, from, fraction, onDayUsed) : from
  return { due, lines: traceDays(calendar, received.day, uses, 'whole_days') }
}

/** C. Calendar days and months: the day of receipt is not counted; a last day off rolls forward; due at closing. */
function countCalendarDays(
  calendar: WorkCalendar,
  { amount, unit }: TimeLimit,
  received: LocalMoment,
  begin: LocalMoment,
): Counted {
  const dayZero = begin.day === received.day ? received.day : begin.day - 1
  const last =
    unit === 'month' ? toDayNumber(toPlainDate(dayZero).add({ months: amount })) : dayZero + Math.ceil(amount)
  const dueOn = findWorked(calendar, last)
  const counted: TraceLine = {
    at: toPlainDate(dayZero + 1),
    kind: 'count',
    code: unit === 'month' ? 'months' : 'calendar_days',
    values: { until: toPlainDate(last).toString(), amount },
    law: null,
  }
  const skipped = Array.from({ length: dueOn - last }, (_, index) => skipLine(calendar, last + index))
  const rolled: TraceLine = {
    at: toPlainDate(dueOn),
    kind: 'count',
    code: 'rolled_forward',
    values: {},
    law: null,
  }
  return {
    due: closingOf(calendar, dueOn),
    lines: [counted, ...skipped, ...(skipped.length > 0 ? [rolled] : [])],
  }
}

function traceCutOff(calendar: WorkCalendar, limit: TimeLimit, received: LocalMoment): TraceLine[] {
  const cutOff = cutOffOf(limit)
  if (!cutOff || !isAfterCutOff(calendar, cutOff, received)) return []
  const at = toInstant(received)
  const next = toInstant(openingOf(calendar, findWorked(calendar, received.day + 1)))
  const isClock = cutOff.effect === 'clock'
  return [
    {
      at,
      kind: 'start',
      code: isClock ? 'cut_off_passed' : 'transfer_next_morning',
      values: { time: cutOff.time, next: next.toString() },
      law: cutOff.law ?? (isClock ? null : 'NĐ 118/2025/NĐ-CP Đ18 k2'),
    },
  ]
}

function traceBegin(limit: TimeLimit, received: LocalMoment, begin: LocalMoment): TraceLine[] {
  const isMoved = begin.day !== received.day || begin.second !== received.second
  const byHours = limit.unit === 'working_hour' || limit.convention === 'working_hours'
  if (!isMoved || !(byHours || limit.unit === 'same_day')) return []
  return [{ at: toInstant(begin), kind: 'start', code: 'counting_begins', values: {}, law: null }]
}

/**
 * When a dossier received at `at` must have been passed to the resolving agency: by the closing of the same working
 * day, or at the opening of the next one when received after the cut-off or outside working days (NĐ 118/2025 Đ18 k2).
 */
export function calculateTransferBy(
  calendar: WorkCalendar,
  at: Temporal.Instant,
  cutOff: CutOff = { time: '15:00', effect: 'transfer' },
): Temporal.Instant {
  const received = toLocalMoment(at)
  const isToday = isWorked(calendar, received.day) && !isAfterCutOff(calendar, cutOff, received)
  return toInstant(
    isToday ? closingOf(calendar, received.day) : openingOf(calendar, findWorked(calendar, received.day + 1)),
  )
}
