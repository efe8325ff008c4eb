import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  type CalendarSource,
  type ClockEvent,
  type ClockPolicy,
  type foldClock,
  makeCalendar,
  type PauseGround,
  type SpecialDay,
  type TimeLimit,
  type TraceLine,
  timeZone,
  type WorkCalendar,
} from '#modules/calendar'
import { makeTestCalendar, specialDays } from '#test/calendar'

/** The civil servants' calendar of 2025 and 2026. */
export const calendar = makeTestCalendar()
export const office = '07:00-11:30,13:30-17:00'

/** '2026-10-05 08:00' or '2026-10-05 15:00:01' of local time. */
export const at = (text: string) =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).toInstant()
export const say = (instant: Temporal.Instant | null) =>
  instant
    ?.toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ') ?? null
export const limit = (
  amount: number,
  unit: TimeLimit['unit'] = 'working_day',
  more: Partial<TimeLimit> = {},
): TimeLimit => ({
  amount,
  unit,
  convention: 'working_hours',
  cutOff: null,
  ...more,
})
export const onResume = { supplement: 'restart', payment: 'subtract', confirmation: 'subtract' } as const
export const takingOut = { ...onResume, supplement: 'subtract' } as const
export const restarting = (of: TimeLimit): ClockPolicy => ({ limit: of, onResume })
export const subtracting = (of: TimeLimit): ClockPolicy => ({ limit: of, onResume: takingOut })

export const received = (text: string): ClockEvent => ({ type: 'received', at: at(text) })
export const paused = (text: string, ground: PauseGround = 'supplement'): ClockEvent => ({
  type: 'paused',
  at: at(text),
  ground,
})
export const resumed = (text: string): ClockEvent => ({ type: 'resumed', at: at(text) })
export const finished = (text: string): ClockEvent => ({ type: 'finished', at: at(text) })
export const stopped = (text: string): ClockEvent => ({ type: 'stopped', at: at(text) })
export const extended = (text: string, until: string): ClockEvent => ({
  type: 'extended',
  at: at(text),
  until: Temporal.PlainDate.from(until),
})

/** The same with what a test changes of it. */
export const changed = (change: Partial<CalendarSource>): WorkCalendar =>
  makeCalendar({
    version: 2,
    weeklyHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, validFrom: '2024-01-01', spans: office })),
    specialDays,
    decidedYears: [2025, 2026],
    ...change,
  })
export const outage = (from: string, until: string | null) => ({
  from: at(from),
  until: until === null ? null : at(until),
  name: 'Sự cố',
  basis: 'TB 7/TB-UBND',
})
export const without = (...days: readonly string[]) => specialDays.filter(({ on }) => !days.includes(on))
export const holiday = (on: string): SpecialDay => ({ on, kind: 'holiday', name: 'Nghỉ', basis: 'QĐ 1' })

/** A history and the due time it comes to. */
export type ClockRow = readonly [
  name: string,
  due: string,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
  calendar?: WorkCalendar,
]

/** A test for each row: `fold`, the clock that is tried, comes to its due time, and to the day of it. */
export function checkDueRows(rows: readonly ClockRow[], fold: typeof foldClock): void {
  for (const [name, due, policy, events, of = calendar] of rows)
    test(`${name} → ${due}`, () => {
      const clock = fold(of, policy, events)
      assert.equal(say(clock.dueAt), due)
      assert.equal(clock.dueOn?.toString(), due.slice(0, 10))
    })
}

/** A line of an explanation as one text: when, what, the values, the article. */
export function tellLine({ at, kind, code, values, law }: TraceLine): string {
  const tellValue = (value: string | number) =>
    typeof value === 'string' && value.endsWith('Z') ? say(Temporal.Instant.from(value)) : value
  const told = Object.entries(values).map(([name, value]) => `${name}=${tellValue(value)}`)
  const when = 'epochMilliseconds' in at ? say(at) : at.toString()
  return [when, kind, code, ...told].join(' ') + (law === null ? '' : ` · ${law}`)
}
