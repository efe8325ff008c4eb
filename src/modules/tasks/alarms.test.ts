import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { workingMinutesBetween } from '#modules/calendar'
import { localInstant, makeTestCalendar } from '#test/calendar'
import { type AlarmRule, findNextAlarm, listAlarms, listRinging, type Subject } from './rules/alarms.ts'
import { makeWorkTime } from './work-time.ts'

const calendar = makeTestCalendar()
const workTime = makeWorkTime(calendar)
const at = (text: string) => Temporal.Instant.from(localInstant(text))
const local = (instant: Temporal.Instant) =>
  instant.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime().toString().slice(0, 16).replace('T', ' ')

const rule = (name: string, change: Partial<AlarmRule> = {}): AlarmRule => ({
  name,
  measuredFrom: 'step_due',
  step: null,
  offsetMinutes: 0,
  recipient: 'handler',
  kind: 'reminder',
  active: true,
  ...change,
})

/** Received Mon 5/10/2026 08:00, 10 working days: due Mon 19/10 08:00; appraisal until Fri 16/10 11:30. */
const subject: Subject = {
  step: 'appraisal',
  clock: 'running',
  submittedAt: at('2026-10-04 20:00'),
  acceptedAt: at('2026-10-05 08:00'),
  stepEnteredAt: at('2026-10-06 07:00'),
  stepDueAt: at('2026-10-16 11:30'),
  dueAt: at('2026-10-19 08:00'),
  extendedAt: null,
}

const before = rule('before', { offsetMinutes: -240 })
const due = rule('due')
const late = rule('late', { offsetMinutes: 480, recipient: 'superior', kind: 'escalation' })
const apology = rule('apology', { measuredFrom: 'last_day_before_due', kind: 'draft_apology' })
const momentsOf = (rules: AlarmRule[], change: Partial<Subject> = {}) =>
  listAlarms(rules, { ...subject, ...change }, workTime).map((alarm) => `${alarm.rule.name} ${local(alarm.at)}`)

describe('when alarms ring', () => {
  test('four working hours before, at, and a working day after the step is due', () => {
    assert.deepEqual(momentsOf([late, due, before]), [
      'before 2026-10-16 07:30',
      'due 2026-10-16 11:30',
      'late 2026-10-19 11:30',
    ])
  })

  test('hours are working hours: before a Monday morning they begin on Friday', () => {
    assert.deepEqual(momentsOf([before], { stepDueAt: at('2026-10-19 08:00') }), ['before 2026-10-16 14:00'])
    assert.deepEqual(momentsOf([before], { stepDueAt: at('2026-10-16 16:00') }), ['before 2026-10-16 10:00'])
    // Tết: seven days off, no alarm in them.
    const tet = { stepDueAt: at('2026-02-23 08:00'), stepEnteredAt: at('2026-02-02 08:00') }
    assert.deepEqual(momentsOf([before], tet), ['before 2026-02-13 14:00'])
  })

  test('the apology is drafted when the last working day before the due day begins (NĐ 61/2018 Đ19 k9)', () => {
    assert.deepEqual(momentsOf([apology]), ['apology 2026-10-16 07:00'])
    // 24/11/2026 is off: the day before is Monday the 23rd.
    assert.deepEqual(momentsOf([apology], { dueAt: at('2026-11-25 17:00') }), ['apology 2026-11-23 07:00'])
  })

  test('the date is moved once: after an extension no second apology is drafted, the rest rings on', () => {
    const extended = { extendedAt: at('2026-10-15 09:00') }
    assert.deepEqual(momentsOf([apology, due], extended), ['due 2026-10-16 11:30'])
  })

  test('what was to ring before the step began is left out; at the due time and after, it rings', () => {
    const short = { stepEnteredAt: at('2026-10-16 09:30') }
    assert.deepEqual(momentsOf([before, due], short), ['due 2026-10-16 11:30'])
    const begunLate = { stepEnteredAt: at('2026-10-16 15:00') }
    assert.deepEqual(momentsOf([before, due, late], begunLate), [
      'due 2026-10-16 15:00',
      'late 2026-10-19 11:30',
    ])
    assert.deepEqual(momentsOf([apology], { acceptedAt: at('2026-10-16 08:00') }), [])
  })

  test('a rule for a step says nothing of another, and one that is switched off nothing at all', () => {
    assert.deepEqual(momentsOf([rule('of approval', { step: 'approval' }), rule('off', { active: false })]), [])
    assert.equal(momentsOf([rule('of appraisal', { step: 'appraisal' })]).length, 1)
  })

  test('a step without a due time has no alarm of its own', () => {
    assert.deepEqual(momentsOf([due, apology], { stepDueAt: null }), ['apology 2026-10-16 07:00'])
    assert.deepEqual(momentsOf([due, apology], { stepDueAt: null, dueAt: null }), [])
  })
})

describe('what rings now', () => {
  const alarms = listAlarms([before, due, late, apology], subject, workTime)
  const ringingAt = (moment: string) => listRinging(alarms, at(moment)).map((alarm) => alarm.rule.name)

  test('each when its moment has come, and not a minute earlier', () => {
    assert.deepEqual(ringingAt('2026-10-16 06:59'), [])
    assert.deepEqual(ringingAt('2026-10-16 07:00'), ['apology'])
    assert.deepEqual(ringingAt('2026-10-16 07:30'), ['apology', 'before'])
    assert.equal(local(findNextAlarm(alarms, at('2026-10-16 07:30')) as Temporal.Instant), '2026-10-16 11:30')
    assert.equal(findNextAlarm(alarms, at('2026-10-19 11:30')), null)
  })

  test('nobody looked for a day: that it will be due is no longer said, the apology is still owed', () => {
    assert.deepEqual(ringingAt('2026-10-19 13:30'), ['apology', 'due', 'late'])
  })
})

const start = at('2026-01-05 07:00').epochMilliseconds
const someInstant = fc
  .integer({ min: 0, max: 60 * 24 * 330 })
  .map((minutes) => Temporal.Instant.fromEpochMilliseconds(start + minutes * 60_000))
const maybe = fc.option(someInstant, { nil: null })
const someRule = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  measuredFrom: fc.constantFrom('step_due', 'dossier_due', 'last_day_before_due'),
  step: fc.constantFrom(null, 'appraisal', 'approval'),
  offsetMinutes: fc.integer({ min: -4800, max: 4800 }),
  recipient: fc.constantFrom('handler', 'superior', 'leader'),
  kind: fc.constantFrom('reminder', 'escalation', 'draft_apology'),
  active: fc.boolean(),
}) as fc.Arbitrary<AlarmRule>
const someRules = fc.array(someRule, { maxLength: 8 })
const someSubject = fc.record({
  step: fc.constantFrom('reception', 'appraisal', 'approval'),
  clock: fc.constantFrom('running', 'suspended', 'done'),
  submittedAt: someInstant,
  acceptedAt: maybe,
  stepEnteredAt: maybe,
  stepDueAt: maybe,
  dueAt: maybe,
  extendedAt: maybe,
}) as fc.Arbitrary<Subject>

describe('of any dossier under any rules', () => {
  test('alarms come in order, and the same question has the same answer', () => {
    const holds = (rules: AlarmRule[], given: Subject) => {
      const alarms = listAlarms(rules, given, workTime)
      const moments = alarms.map((alarm) => alarm.at.epochMilliseconds)
      assert.deepEqual(
        moments,
        moments.toSorted((a, b) => a - b),
      )
      assert.deepEqual(listAlarms(rules, given, workTime), alarms)
      const plain = (list: typeof alarms) => list.map((alarm) => `${alarm.at} ${alarm.rule.name}`).toSorted()
      assert.deepEqual(plain(listAlarms(rules.toReversed(), given, workTime)), plain(alarms))
    }
    fc.assert(fc.property(someRules, someSubject, holds))
  })

  test('nothing rings while the clock stands, or when there is nothing more to do', () => {
    const stands = someSubject.filter(({ clock }) => clock !== 'running')
    fc.assert(fc.property(someRules, stands, (rules, given) => listAlarms(rules, given, workTime).length === 0))
  })

  test('every alarm rings when looked at in time: now, or at the moment named for the next look', () => {
    const holds = (rules: AlarmRule[], given: Subject, now: Temporal.Instant) => {
      const alarms = listAlarms(rules, given, workTime)
      const next = findNextAlarm(alarms, now)
      if (next) {
        assert.ok(next.epochMilliseconds > now.epochMilliseconds)
        const rung = listRinging(alarms, next)
        const missed = alarms.filter(
          (alarm) => alarm.at.epochMilliseconds === next.epochMilliseconds && !rung.includes(alarm),
        )
        assert.deepEqual(missed, [])
      } else assert.ok(alarms.every((alarm) => alarm.at.epochMilliseconds <= now.epochMilliseconds))
    }
    fc.assert(fc.property(someRules, someSubject, someInstant, holds))
  })

  test('what is measured in working minutes lies that many before or after', () => {
    const holds = (moment: Temporal.Instant, minutes: number) => {
      const earlier = workTime.shift(moment, -minutes)
      assert.ok(earlier.epochMilliseconds <= moment.epochMilliseconds)
      assert.equal(workingMinutesBetween(calendar, earlier, moment), minutes)
    }
    const later = someInstant.filter((one) => one.epochMilliseconds > at('2026-03-01 07:00').epochMilliseconds)
    fc.assert(fc.property(later, fc.integer({ min: 1, max: 4800 }), holds))
  })
})
