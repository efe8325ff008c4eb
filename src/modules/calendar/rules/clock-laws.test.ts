import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  fastCalendar,
  fastEvents,
  type GeneratedSource,
  generatedSource,
  history,
  limit,
  limitOfHours,
  moment,
  onResume,
} from '#test/generated-clocks'
import { SlowCalendar, type SlowEvent, slowInstant, slowSecond } from '#test/slow-clock'
import { refoldClock } from './clock.ts'
import { traceClock } from './clock-trace.ts'
import type { TimeLimit } from './period.ts'
import { measureStep } from './steps.ts'
import type { TraceLine } from './trace.ts'
import type { WorkCalendar } from './work-calendar.ts'

const length = fc.integer({ min: 0, max: 8000 })
const subtract = { supplement: 'subtract', payment: 'subtract', confirmation: 'subtract' } as const
const received = (at: number): SlowEvent[] => [{ type: 'received', at }]

const dueOf = (
  calendar: WorkCalendar,
  limit: TimeLimit,
  onResume: typeof subtract,
  events: SlowEvent[],
): number => slowSecond(refoldClock(calendar, { limit, onResume }, fastEvents(events)).dueAt ?? slowInstant(0))

/** What an outage takes out of whole days is working time: only where hours are counted is the one as long as the other. */
const staysInOrder = ({ convention }: TimeLimit, { interruptions }: GeneratedSource): boolean =>
  convention === 'working_hours' || interruptions.length === 0

describe('laws of every clock', () => {
  test('who starts later is never due earlier', () => {
    fc.assert(
      fc.property(generatedSource, limit, moment, length, (source, limit, start, later) => {
        fc.pre(staysInOrder(limit, source))
        const calendar = fastCalendar(source)
        const [early, late] = [start, start + later].map((at) => dueOf(calendar, limit, subtract, received(at)))
        assert.ok((early as number) <= (late as number), `${early} <= ${late}`)
      }),
    )
  })

  test('whose applicant lets wait longer is never due earlier', () => {
    fc.assert(
      fc.property(generatedSource, limit, onResume, moment, length, length, length, (...generated) => {
        const [source, limit, onResume, start, before, waits, longer] = generated
        fc.pre(staysInOrder(limit, source))
        const calendar = fastCalendar(source)
        const at = start + before
        const [short, long] = [waits, waits + longer].map((length) =>
          dueOf(calendar, limit, onResume as typeof subtract, [
            ...received(start),
            { type: 'paused', at, ground: 'supplement' },
            { type: 'resumed', at: at + length },
          ]),
        )
        assert.ok((short as number) <= (long as number), `${short} <= ${long}`)
      }),
    )
  })

  test('a time and then another is both together', () => {
    const minutes = fc.integer({ min: 1, max: 3000 })
    fc.assert(
      fc.property(generatedSource, moment, minutes, minutes, (source, start, one, other) => {
        const calendar = fastCalendar(source)
        const hours = (minutes: number): TimeLimit => ({
          amount: minutes / 60,
          unit: 'working_hour',
          convention: 'working_hours',
          cutOff: null,
        })
        const first = dueOf(calendar, hours(one), subtract, received(start))
        const both = dueOf(calendar, hours(one + other), subtract, received(start))
        assert.equal(dueOf(calendar, hours(other), subtract, received(first / 60)), both)
      }),
    )
  })

  test('a due time lies in working time, its closing included, unless a day off is kept', () => {
    fc.assert(
      fc.property(generatedSource, limit, onResume, history, (source, limit, onResume, events) => {
        fc.pre(!limit.keepsDayOff)
        const slow = new SlowCalendar(source)
        const minute = dueOf(fastCalendar(source), limit, onResume as typeof subtract, events) / 60
        assert.ok(slow.works(minute - 1) || (limit.amount === 0 && slow.works(minute)))
      }),
    )
  })

  test('an outage wholly inside a pause changes nothing', () => {
    const part = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(generatedSource, limit, moment, length, length, part, part, (...generated) => {
        const [source, limit, start, before, length, one, other] = generated
        const [from, until] = [one, other]
          .toSorted((a, b) => a - b)
          .map((hundredth) => {
            return start + before + Math.floor((length * hundredth) / 100)
          }) as [number, number]
        const events: SlowEvent[] = [
          ...received(start),
          { type: 'paused', at: start + before, ground: 'payment' },
          { type: 'resumed', at: start + before + length },
        ]
        const interruptions = [...source.interruptions, { from, until }]
        assert.equal(
          dueOf(fastCalendar({ ...source, interruptions }), limit, subtract, events),
          dueOf(fastCalendar(source), limit, subtract, events),
        )
      }),
    )
  })

  test('consecutive visits add up, whatever the second at which a dossier changes hands', () => {
    const second = fc.integer({ min: 0, max: 900_000 })
    fc.assert(
      fc.property(generatedSource, limit, history, fc.array(second, { minLength: 2 }), (...generated) => {
        const [source, limit, events, seconds] = generated
        const start = slowInstant(events[0]?.at ?? 0)
        const moments = seconds.toSorted((a, b) => a - b).map((later) => start.add({ seconds: later }))
        const calendar = fastCalendar(source)
        const measure = (from = start, to = start) =>
          measureStep(calendar, { limit, onResume: subtract }, fastEvents(events), from, to)
        const visits = moments.slice(1).map((to, index) => measure(moments[index], to))
        const whole = measure(moments[0], moments.at(-1))
        const sum = (of: 'elapsedMinutes' | 'countedMinutes') =>
          visits.reduce((all, visit) => all + visit[of], 0)
        assert.deepEqual(whole, {
          elapsedMinutes: sum('elapsedMinutes'),
          countedMinutes: sum('countedMinutes'),
        })
      }),
    )
  })
})

describe('laws of every explanation', () => {
  const minutesOf = ({ code, values }: TraceLine): number =>
    code === 'worked' || code === 'working_saturday' ? Number(values.minutes) : 0

  test('it ends with the due time of the clock', () => {
    fc.assert(
      fc.property(generatedSource, limit, onResume, history, (source, limit, onResume, events) => {
        const calendar = fastCalendar(source)
        const { dueAt } = refoldClock(calendar, { limit, onResume }, fastEvents(events))
        const trace = traceClock(calendar, { limit, onResume }, fastEvents(events))
        assert.deepEqual(
          trace.filter(({ code }) => code === 'due').map(({ at }) => at.toString()),
          [dueAt?.toString()],
        )
      }),
    )
  })

  test('the working time it tells since the last start adds up to the limit', () => {
    fc.assert(
      fc.property(generatedSource, limitOfHours, onResume, history, (source, limit, onResume, events) => {
        fc.pre(events.every(({ type }) => type !== 'extended') && events.at(-1)?.type !== 'paused')
        const trace = traceClock(fastCalendar(source), { limit, onResume }, fastEvents(events))
        const since = trace.findLastIndex(({ kind }) => kind === 'start')
        const start = trace.findLastIndex(({ code }) => code === 'received' || code === 'restarted')
        assert.ok(start <= since)
        const told = trace.slice(start).reduce((sum, line) => sum + minutesOf(line), 0)
        assert.equal(told, limit.amount * (limit.unit === 'working_hour' ? 60 : 480))
      }),
    )
  })

  test('it tells in order of time what was counted, skipped and waited', () => {
    fc.assert(
      fc.property(generatedSource, limitOfHours, onResume, history, (source, limit, onResume, events) => {
        fc.pre(events.every(({ type }) => type !== 'extended'))
        const trace = traceClock(fastCalendar(source), { limit, onResume }, fastEvents(events))
        const days = trace
          .filter(({ code }) => !['not_decided', 'finished', 'stopped', 'waiting'].includes(code))
          .map(({ at }) =>
            'epochMilliseconds' in at
              ? at.toZonedDateTimeISO('+07:00').toPlainDate().toString()
              : at.toString(),
          )
        assert.deepEqual(
          days,
          days.toSorted((a, b) => (a < b ? -1 : 1)),
        )
      }),
    )
  })
})
