import type { Temporal } from 'temporal-polyfill'
import { type Anchor, type ClockEvent, type ClockPolicy, foldEvents, startOf } from './clock.ts'
import { countDue, type TimeLimit } from './period.ts'
import { carryOver, countedSeconds, type Wait, waitsOf, workOf } from './waits.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { addWorkingSeconds, moveIntoWorkingTime } from './working-time.ts'
import { type LocalMoment, secondsPerDay, toInstant, toLocalMoment } from './zone.ts'

/** What a visit of a step took, in whole minutes: by the wall clock, and of working time without waits and interruptions. */
export type StepTime = Readonly<{ elapsedMinutes: number; countedMinutes: number }>

/**
 * When a step entered at `enteredAt` is due by its share (0 to 1) of the working time that the clock of `events` was
 * given. The time of a step runs from when it got the dossier: what an earlier step was late by is not its fault. Null
 * while no clock has started.
 */
export function dueOfShare(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
  share: number,
  enteredAt: Temporal.Instant,
): Temporal.Instant | null {
  const fold = foldEvents(calendar, policy, events)
  const start = startOf(fold)
  if (!start) return null
  const seconds = Math.round(share * workOf(calendar, spanOf(start)))
  const entered = moveIntoWorkingTime(calendar, toLocalMoment(enteredAt))
  const due = addWorkingSeconds(calendar, entered, seconds)
  return toInstant(carryOver(calendar, due, waitsOf(calendar, fold.pauses, entered)))
}

const spanOf = ({ begin, due }: Anchor) => ({ from: begin, until: due })

/**
 * When something with a time of its own is due: intake, a consultation, an answer. Announced interruptions are taken out;
 * the waits of the dossier are not its own. Throws as `countDue` does.
 */
export function dueOfPeriod(
  calendar: WorkCalendar,
  period: TimeLimit,
  startedAt: Temporal.Instant,
): Temporal.Instant {
  const { first, due } = countDue(calendar, period, toLocalMoment(startedAt))
  return toInstant(carryOver(calendar, due, waitsOf(calendar, [], first)))
}

/**
 * What the time from `from` to `to` comes to under the clock of `events`. Measured from minute to minute of the wall clock,
 * so that the visits of a dossier add up to the whole.
 */
export function measureStep(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): StepTime {
  const begin = minuteOf(toLocalMoment(from))
  const end = minuteOf(toLocalMoment(to))
  const waits = waitsOf(calendar, listPauses(calendar, policy, events, end), begin).map((wait) => ({
    ...wait,
    from: minuteOf(wait.from),
    until: minuteOf(wait.until),
  }))
  return {
    elapsedMinutes: ((end.day - begin.day) * secondsPerDay + end.second - begin.second) / 60,
    countedMinutes: countedSeconds(calendar, begin, end, waits) / 60,
  }
}

const minuteOf = ({ day, second }: LocalMoment): LocalMoment => ({ day, second: second - (second % 60) })

/** The pauses, one that is still open ending at `until`. */
function listPauses(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
  until: LocalMoment,
): readonly Wait[] {
  const { pauses, pausedFrom: from, ground } = foldEvents(calendar, policy, events)
  return from && ground ? [...pauses, { ground, from, until }] : pauses
}
