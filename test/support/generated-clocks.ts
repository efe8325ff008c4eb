import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  type ClockEvent,
  type ClockPolicy,
  makeCalendar,
  type PauseGround,
  type SpecialDay,
  type TimeLimit,
  type WorkCalendar,
} from '#modules/calendar'
import { type SlowEvent, type SlowSource, slowDate, slowInstant } from '#test/slow-clock'

/** A calendar for both readings. */
export type GeneratedSource = SlowSource & Readonly<{ specialDays: readonly SpecialDay[] }>

const day = 1440
const grounds: readonly PauseGround[] = ['supplement', 'payment', 'confirmation']

/** The fast engine's calendar of a generated source. */
export function fastCalendar(source: GeneratedSource, version = 1): WorkCalendar {
  const interruptions = source.interruptions.map(({ from, until }) => ({
    from: slowInstant(from),
    until: until === null ? null : slowInstant(until),
    name: 'Sự cố',
    basis: 'TB 1',
  }))
  return makeCalendar({ ...source, interruptions, version, decidedYears: [2026] })
}

/** The engine's events of a generated history. */
export const fastEvents = (events: readonly SlowEvent[]): ClockEvent[] =>
  events.map((event): ClockEvent => {
    const at = slowInstant(event.at)
    if (event.type === 'paused') return { type: 'paused', at, ground: event.ground as PauseGround }
    if (event.type === 'extended') return { type: 'extended', at, until: Temporal.PlainDate.from(event.until) }
    return { type: event.type, at }
  })

const office = ['07:00-11:30,13:30-17:00', '07:30-12:00,13:00-16:30', '08:00-12:00', '09:00-17:00']
const week = fc.tuple(
  fc.constantFrom(...office),
  fc.constantFrom(...office, ''),
  fc.constantFrom('', '', '07:00-11:30'),
)
const rows = (ofAgency: boolean) =>
  fc.tuple(week, fc.constantFrom('2024-01-01', '2026-01-14', '2026-02-10')).map(([hours, validFrom]) =>
    [1, 2, 3, 4, 5, 6].map((weekday) => ({
      weekday,
      validFrom,
      ofAgency,
      spans: spansOfWeek(hours, weekday),
    })),
  )

function spansOfWeek([most, friday, saturday]: readonly [string, string, string], weekday: number): string {
  if (weekday === 6) return saturday
  return weekday === 5 ? friday : most
}

const general = rows(false).map((list) => list.map((row) => ({ ...row, validFrom: '2024-01-01' })))

/** Hours that change in the middle, an agency's own hours over the general ones, Saturday mornings. */
const weeklyHours = fc
  .tuple(general, fc.option(rows(false)), fc.option(rows(true)))
  .map(([base, changed, own]) => [
    ...base,
    ...(changed ?? []).filter(({ validFrom }) => validFrom !== '2024-01-01'),
    ...(own ?? []),
  ])

const specialDay = fc
  .record({
    index: fc.integer({ min: 0, max: 120 }),
    kind: fc.constantFrom('holiday', 'compensatory_off', 'working_saturday'),
    like: fc.option(fc.integer({ min: 0, max: 4 })),
  })
  .map(({ index, kind, like }): SpecialDay => {
    const swappedWith = like === null ? null : slowDate(like * day).toString()
    return { on: slowDate(index * day).toString(), kind, name: 'Ngày', basis: 'TB 2', swappedWith }
  })

const specialDays = fc.uniqueArray(specialDay, { selector: ({ on }) => on, maxLength: 25 })

const interruption = fc
  .tuple(fc.integer({ min: 0, max: 100 * day }), fc.option(fc.integer({ min: 1, max: 4000 }), { freq: 8 }))
  .map(([from, length]) => ({ from, until: length === null ? null : from + length }))

/** A calendar with everything a province may think of. */
export const generatedSource: fc.Arbitrary<GeneratedSource> = fc.record({
  weeklyHours,
  specialDays,
  interruptions: fc.array(interruption, { maxLength: 5 }),
})

const cutOff = fc.constantFrom(
  null,
  null,
  { time: '15:00', effect: 'clock' } as const,
  { time: '15:00', effect: 'transfer' } as const,
  { time: '16:00', minutesBeforeClosing: 60, effect: 'clock' } as const,
)

/** A limit counted in working hours. */
export const limitOfHours: fc.Arbitrary<TimeLimit> = fc.record({
  amount: fc.constantFrom(0, 0.5, 1, 1.5, 2, 3, 5, 10),
  unit: fc.constantFrom('working_day', 'working_hour'),
  convention: fc.constant('working_hours' as const),
  cutOff,
})

/** A limit of any unit and convention. */
export const limitOfDays: fc.Arbitrary<TimeLimit> = fc
  .record({
    amount: fc.constantFrom(0, 0.5, 1, 1.5, 2, 3, 5, 10),
    unit: fc.constantFrom('working_day', 'working_day', 'calendar_day', 'month', 'same_day', 'immediate'),
    convention: fc.constant('whole_days' as const),
    firstDayCounted: fc.boolean(),
    keepsDayOff: fc.boolean(),
    cutOff,
  })
  .map((limit) => ({ ...limit, amount: limit.unit === 'month' ? Math.floor(limit.amount) % 3 : limit.amount }))

export const limit: fc.Arbitrary<TimeLimit> = fc.oneof(limitOfHours, limitOfDays)

export const onResume: fc.Arbitrary<ClockPolicy['onResume']> = fc.record({
  supplement: fc.constantFrom('restart', 'subtract'),
  payment: fc.constant('subtract' as const),
  confirmation: fc.constantFrom('subtract', 'subtract', 'restart'),
})

/** When something starts: any minute of fifty days, closings and openings more often than chance would have it. */
export const moment = fc.oneof(
  fc.integer({ min: 0, max: 50 * day }),
  fc
    .tuple(fc.integer({ min: 0, max: 50 }), fc.constantFrom(0, 419, 420, 421, 690, 810, 900, 901, 1020, 1439))
    .map(([index, minute]) => index * day + minute),
)

const gap = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 1, 480, day))
type Act = Readonly<{ before: number; length: number; what: string; ground: PauseGround; days: number }>

const act: fc.Arbitrary<Act> = fc.record({
  before: gap,
  length: gap,
  what: fc.constantFrom('pause', 'pause', 'pause', 'extend'),
  ground: fc.constantFrom(...grounds),
  days: fc.integer({ min: 1, max: 20 }),
})

/** A lawful history: received, then pauses and perhaps an extension, then perhaps an end or a pause that is still open. */
export const history: fc.Arbitrary<SlowEvent[]> = fc
  .record({
    start: moment,
    acts: fc.array(act, { maxLength: 4 }),
    end: fc.constantFrom('none', 'none', 'open', 'finished', 'stopped'),
  })
  .map(({ start, acts, end }) => {
    const events: SlowEvent[] = [{ type: 'received', at: start }]
    for (const one of acts) events.push(...eventsOf(one, events.at(-1) as SlowEvent))
    const first = events.findIndex(({ type }) => type === 'extended')
    const once = events.filter(({ type }, index) => type !== 'extended' || index === first)
    const at = (once.at(-1) as SlowEvent).at + 700
    if (end === 'open') once.push({ type: 'paused', at, ground: 'payment' })
    if (end === 'finished' || end === 'stopped') once.push({ type: end, at })
    return once
  })

function eventsOf({ before, length, what, ground, days }: Act, last: SlowEvent): SlowEvent[] {
  const at = last.at + before
  if (what === 'extend') return [{ type: 'extended', at, until: slowDate(at + days * day).toString() }]
  return [
    { type: 'paused', at, ground },
    { type: 'resumed', at: at + length },
  ]
}

/** Any events in any order, few of which make a lawful history. */
export const anyHistory: fc.Arbitrary<SlowEvent[]> = fc.oneof(
  history,
  fc
    .tuple(
      moment,
      fc.array(
        fc.tuple(
          fc.constantFrom('received', 'paused', 'resumed', 'extended', 'finished', 'stopped'),
          fc.integer({ min: -1, max: 3000 }),
        ),
        { maxLength: 5 },
      ),
    )
    .map(([start, rest]) => {
      const events: SlowEvent[] = [{ type: 'received', at: start }]
      for (const [type, later] of rest) {
        const at = Math.max(0, (events.at(-1) as SlowEvent).at + later)
        if (type === 'paused') events.push({ type, at, ground: 'payment' })
        else if (type === 'extended') events.push({ type, at, until: slowDate(at + 5 * day).toString() })
        else events.push({ type, at })
      }
      return events
    }),
)
