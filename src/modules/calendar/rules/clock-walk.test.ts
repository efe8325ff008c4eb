import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  anyHistory,
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
import { SlowCalendar, slowClock, slowInstant, slowSecond, slowShare, slowWaits } from '#test/slow-clock'
import { ClockError, foldClock, refoldClock } from './clock.ts'
import { calculateTransferBy } from './period.ts'
import { dueOfPeriod, dueOfShare, measureStep } from './steps.ts'
import { nextWorkingDay, previousWorkingDay } from './work-calendar.ts'
import { addWorkingMinutes, workingMinutesBetween } from './working-time.ts'
import { localDay } from './zone.ts'

const length = fc.integer({ min: 0, max: 8000 })
const secondOf = (at: { epochMilliseconds: number } | null) => at && slowSecond(at)
const noWaiting = { supplement: 'subtract', payment: 'subtract', confirmation: 'subtract' } as const

function check<Values extends [unknown, ...unknown[]]>(
  values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  holds: (...values: Values) => void,
): void {
  const generated = fc.tuple<Values>(...values)
  fc.assert(fc.property(generated, (all) => holds(...all)))
}

describe('the clock against a walk minute by minute', () => {
  for (const [name, limits] of [
    ['in working hours', limitOfHours],
    ['in every unit', limit],
  ] as const)
    test(`the due time of any history is the one the walk finds, ${name}`, () => {
      check([generatedSource, limits, onResume, history], (source, limit, onResume, events) => {
        const slow = slowClock(new SlowCalendar(source), { limit, onResume }, events)
        assert.ok(typeof slow === 'object', `lawful, not ${slow}`)
        const fast = refoldClock(fastCalendar(source), { limit, onResume }, fastEvents(events))
        assert.equal(fast.phase, slow.phase)
        assert.equal(secondOf(fast.originalDueAt), slow.original)
        assert.equal(secondOf(fast.dueAt), slow.due)
      })
    })

  test('what is unlawful is refused, and why', () => {
    const refusalOf = (fold: () => unknown): string | null => {
      try {
        fold()
        return null
      } catch (error) {
        if (error instanceof ClockError) return error.code
        throw error
      }
    }
    check([generatedSource, limit, onResume, anyHistory], (source, limit, onResume, events) => {
      const slow = slowClock(new SlowCalendar(source), { limit, onResume }, events, true)
      const fast = refusalOf(() => foldClock(fastCalendar(source), { limit, onResume }, fastEvents(events)))
      assert.equal(fast, typeof slow === 'string' ? slow : null)
    })
  })

  test('a late decree: under the new calendar the same history is as the walk has it, under the old as it was', () => {
    check(
      [generatedSource, generatedSource, limit, onResume, history],
      (source, decree, limit, onResume, events) => {
        const changed: GeneratedSource = { ...source, specialDays: decree.specialDays }
        const [one, two] = [fastCalendar(source, 1), fastCalendar(changed, 2)]
        const before = refoldClock(one, { limit, onResume }, fastEvents(events))
        const after = refoldClock(two, { limit, onResume }, fastEvents(events))
        const slow = slowClock(new SlowCalendar(changed), { limit, onResume }, events)
        assert.equal(secondOf(after.dueAt), typeof slow === 'object' && slow.due)
        assert.deepEqual([before.calendarVersion, after.calendarVersion], [1, 2])
        const again = refoldClock(one, { limit, onResume }, fastEvents(events))
        assert.equal(secondOf(again.dueAt), secondOf(before.dueAt))
      },
    )
  })

  test('the longest period the law allows moves by the same waits, and by no extension', () => {
    const amount = fc.integer({ min: 0, max: 12 })
    check(
      [generatedSource, limitOfHours, amount, onResume, history],
      (source, limit, amount, onResume, events) => {
        const longest = { amount, unit: 'working_day' } as const
        const { longestDueAt } = refoldClock(
          fastCalendar(source),
          { limit, longest, onResume },
          fastEvents(events),
        )
        const kept = events.filter(({ type }) => type !== 'extended')
        const slow = slowClock(new SlowCalendar(source), { limit: { ...limit, ...longest }, onResume }, kept)
        assert.equal(secondOf(longestDueAt), typeof slow === 'object' && slow.due)
      },
    )
  })

  test('a period of its own waits for announced outages only', () => {
    check([generatedSource, limit, moment], (source, limit, start) => {
      const slow = slowClock(new SlowCalendar(source), { limit, onResume: noWaiting }, [
        { type: 'received', at: start },
      ])
      const due = dueOfPeriod(fastCalendar(source), limit, slowInstant(start))
      assert.equal(slowSecond(due), typeof slow === 'object' && slow.due)
    })
  })

  test('a step is due by its share of the working time, counted from when it got the dossier', () => {
    const share = fc.constantFrom(0, 0.5, 1)
    check(
      [generatedSource, limit, onResume, history, share, length],
      (source, limit, onResume, events, share, later) => {
        const calendar = new SlowCalendar(source)
        const entered = (events[0]?.at ?? 0) + later
        const policy = { limit, onResume }
        const due = dueOfShare(fastCalendar(source), policy, fastEvents(events), share, slowInstant(entered))
        assert.equal(secondOf(due), slowShare(calendar, policy, events, share, entered))
      },
    )
  })

  test('what a step took is the worked minutes in which nothing waited', () => {
    check([generatedSource, limit, history, length, length], (source, limit, events, later, length) => {
      const from = (events[0]?.at ?? 0) + later - 2000
      fc.pre(from >= 0)
      const calendar = new SlowCalendar(source)
      const [start, end] = [slowInstant(from), slowInstant(from + length)]
      const policy = { limit, onResume: noWaiting }
      const took = measureStep(fastCalendar(source), policy, fastEvents(events), start, end)
      const counted = calendar.worked(from, from + length, slowWaits(calendar, events, from + length))
      assert.deepEqual(took, { elapsedMinutes: length, countedMinutes: counted })
    })
  })

  test('working time is added, measured and searched as the walk does it', () => {
    check([generatedSource, moment, length], (source, from, length) => {
      const slow = new SlowCalendar(source)
      const fast = fastCalendar(source)
      const [start, end] = [slowInstant(from), slowInstant(from + length)]
      const minutes = slow.worked(from, from + length)
      assert.equal(workingMinutesBetween(fast, start, end), minutes)
      const moved = slowSecond(addWorkingMinutes(fast, start, minutes)) / 60
      if (minutes > 0) assert.ok(slow.works(moved - 1) && slow.worked(from, moved) === minutes)
      else assert.equal(moved, slow.nextWorking(from))
      const next = nextWorkingDay(fast, localDay(start))
      assert.equal(localDay(slowInstant(slow.workedDay(from + 1440))).toString(), next.toString())
      const previous = previousWorkingDay(fast, next)
      assert.ok(previous.toString() <= localDay(start).toString())
      assert.equal(nextWorkingDay(fast, previous).toString(), next.toString())
    })
  })

  test('a hand-over is due by the closing of the day, else at the next opening, and never in the past', () => {
    check([generatedSource, moment], (source, at) => {
      const slow = new SlowCalendar(source)
      const day = at - (at % 1440)
      const isToday = at - day <= 15 * 60 && slow.isWorked(at) && at < slow.closing(day)
      const by = isToday ? slow.closing(day) : slow.opening(slow.workedDay(at + 1440))
      assert.equal(slowSecond(calculateTransferBy(fastCalendar(source), slowInstant(at))) / 60, by)
    })
  })
})
