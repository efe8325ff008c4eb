import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  type CalendarChange,
  type CalendarChanged,
  changeCalendar,
  isWorkingDay,
  listRevisions,
  loadCalendar,
  loadCalendarAt,
  readCalendarRecord,
  spansOn,
} from '#modules/calendar'
import type { Tx } from '#platform/db'
import { AppError } from '#platform/errors'
import { useContext } from '#test/app'

const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code
const world = useContext()
const actor = { kind: 'officer', fullName: 'Lò Thị Thử' } as const
const day = (text: string) => Temporal.PlainDate.from(text)
const decision = (number: string, note = 'Thông báo nghỉ') => ({ number, on: '2026-11-20', note })

/** Keeps what it was told, as the recount would. */
function listen() {
  const told: CalendarChanged[] = []
  const onChanged = async (_tx: Tx, changed: CalendarChanged) => void told.push(changed)
  return { told, followers: { onChanged } }
}

const off = (on: string, name = 'Nghỉ Tết Dương lịch'): CalendarChange => ({
  decision: decision('TB 01/TB-BNV'),
  days: [{ act: 'add', on, kind: 'holiday', name }],
})

test('a day off by decision counts at once, and the calendar before it can still be read', async () => {
  const { db } = world.context
  const { told, followers } = listen()
  const before = await loadCalendar(db)
  assert.equal(isWorkingDay(before, day('2026-12-07')), true)
  const answer = await changeCalendar(world.context, off('2026-12-07'), actor, { followers })
  assert.ok(answer.ok)
  assert.equal(answer.changedFrom?.toString(), '2026-12-07')
  const after = await loadCalendar(db)
  assert.equal(after.version, answer.version)
  assert.equal(isWorkingDay(after, day('2026-12-07')), false)
  assert.deepEqual(
    told.map(({ version, changedFrom, reason }) => [version, changedFrom.toString(), reason]),
    [[answer.version, '2026-12-07', 'TB 01/TB-BNV: Thông báo nghỉ']],
  )
  const then = await loadCalendarAt(db, null, before.version)
  assert.equal(then.version, before.version)
  assert.equal(isWorkingDay(then, day('2026-12-07')), true)
})

test('a day is corrected and taken back by later decisions, and every version stays as it was', async () => {
  const { db } = world.context
  const { followers } = listen()
  const set = async (change: CalendarChange) => {
    const answer = await changeCalendar(world.context, change, actor, { followers })
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer
  }
  const on = '2026-12-14'
  const first = await set(off(on))
  const renamed = await set({
    decision: decision('TB 02'),
    days: [{ act: 'replace', on, kind: 'holiday', name: 'Ngày nghỉ bão' }],
  })
  assert.equal(renamed.changedFrom, null, 'a name moves no due time')
  const removed = await set({ decision: decision('TB 03'), days: [{ act: 'remove', on }] })
  assert.equal(removed.changedFrom?.toString(), on)
  const at = async (version: number) => {
    const record = await readCalendarRecord(db, { version })
    const found = record.specialDays.find((special) => special.on === on)
    return found ? [found.name, found.basis] : null
  }
  assert.deepEqual(await at(first.version - 1), null)
  assert.deepEqual(await at(first.version), ['Nghỉ Tết Dương lịch', 'TB 01/TB-BNV'])
  assert.deepEqual(await at(renamed.version), ['Ngày nghỉ bão', 'TB 02'])
  assert.deepEqual(await at(removed.version), null)
  const [last] = await listRevisions(db, { limit: 1 })
  assert.deepEqual(
    [last?.basis, last?.decidedOn, last?.decidedBy, last?.changedFrom],
    ['TB 03', '2026-11-20', 'Lò Thị Thử', on],
  )
})

test('the same key is the same change; another change under it is refused', async () => {
  const { told, followers } = listen()
  const options = { followers, key: 'once' }
  const first = await changeCalendar(world.context, off('2026-12-16'), actor, options)
  const again = await changeCalendar(world.context, off('2026-12-16'), actor, options)
  assert.ok(first.ok)
  assert.deepEqual(again, first)
  assert.equal(told.length, 1)
  await assert.rejects(
    changeCalendar(world.context, off('2026-12-17'), actor, options),
    refusal('request.key_reused'),
  )
})

test('two administrators at once: one wins, the other is told and nothing of theirs is written', async () => {
  const { db } = world.context
  const { followers } = listen()
  const { version: seen } = await readCalendarRecord(db)
  const change = (on: string) => changeCalendar(world.context, off(on), actor, { followers, seen })
  const answers = await Promise.all([change('2026-12-21'), change('2026-12-22')])
  assert.equal(answers.filter(({ ok }) => ok).length, 1)
  const refused = answers.find(({ ok }) => !ok)
  assert.ok(refused && !refused.ok && refused.code === 'changed_meanwhile')
  const { specialDays, version } = await readCalendarRecord(db)
  assert.equal(refused.version, version)
  assert.equal(specialDays.filter(({ on }) => on === '2026-12-21' || on === '2026-12-22').length, 1)
})

test('what is wrong is answered by field, and nothing is written', async () => {
  const { db } = world.context
  const { told, followers } = listen()
  const { version } = await readCalendarRecord(db)
  const answer = await changeCalendar(
    world.context,
    { decision: { number: ' ', on: '2026-11-31', note: 'x' }, days: [{ act: 'remove', on: '2026-12-31' }] },
    actor,
    { followers },
  )
  assert.deepEqual(answer, {
    ok: false,
    code: 'not_accepted',
    problems: [
      { field: 'decision.number', fault: 'number_missing' },
      { field: 'decision.on', fault: 'day_not_written' },
      { field: 'days.0.on', fault: 'day_ordinary' },
    ],
  })
  assert.equal((await readCalendarRecord(db)).version, version)
  assert.deepEqual(told, [])
})

test('a change that those who follow cannot take is not made', async () => {
  const { db } = world.context
  const { version } = await readCalendarRecord(db)
  const followers = { onChanged: () => Promise.reject(new Error('no queue')) }
  await assert.rejects(changeCalendar(world.context, off('2026-12-28'), actor, { followers }), /no queue/)
  assert.equal((await readCalendarRecord(db)).version, version)
})

test('an agency opens on Saturday mornings from a day on; others do not', async () => {
  const { db } = world.context
  const { followers } = listen()
  const answer = await changeCalendar(
    world.context,
    {
      decision: decision('QĐ 15/QĐ-UBND', 'Làm việc sáng thứ Bảy'),
      hours: [
        { agencyCode: 'H18.137', validFrom: '2026-12-01', weekdays: [{ weekday: 6, spans: '07:00-11:30' }] },
      ],
    },
    actor,
    { followers },
  )
  assert.ok(answer.ok)
  const own = await loadCalendar(db, 'H18.137')
  assert.deepEqual(spansOn(own, day('2026-12-05')), [{ opens: 25_200, closes: 41_400 }])
  assert.deepEqual(spansOn(own, day('2026-11-28')), [])
  assert.deepEqual(spansOn(await loadCalendar(db), day('2026-12-05')), [])
  assert.deepEqual(spansOn(await loadCalendarAt(db, 'H18.137', answer.version - 1), day('2026-12-05')), [])
})

test('an outage is announced, ended, and taken back; each version keeps what it knew', async () => {
  const { db } = world.context
  const { followers } = listen()
  const from = Temporal.Instant.from('2026-11-25T08:00:00+07:00')
  const until = Temporal.Instant.from('2026-11-25T15:00:00+07:00')
  const set = (interruption: NonNullable<CalendarChange['interruptions']>[number]) =>
    changeCalendar(
      world.context,
      { decision: decision('TB 9', 'Sự cố đường truyền'), interruptions: [interruption] },
      actor,
      { followers },
    )
  const announced = await set({ act: 'announce', agencyCode: null, name: 'Sự cố', from, until: null })
  const [row] = (await readCalendarRecord(db)).interruptions
  assert.ok(announced.ok && row)
  assert.equal(announced.changedFrom?.toString(), '2026-11-25')
  assert.deepEqual([row.until, row.basis], [null, 'TB 9'])
  const ended = await set({ act: 'end', id: row.id, until })
  assert.ok(ended.ok)
  assert.equal((await readCalendarRecord(db)).interruptions[0]?.until?.toString(), until.toString())
  const back = await set({ act: 'end', id: row.id, until: from })
  assert.ok(back.ok)
  assert.deepEqual((await readCalendarRecord(db)).interruptions, [])
  const then = await readCalendarRecord(db, { version: ended.version })
  assert.equal(then.interruptions[0]?.until?.toString(), until.toString())
})

test('a year is decided once it has its days', async () => {
  const { db } = world.context
  const { followers } = listen()
  const decide: CalendarChange = { decision: decision('TB 2027'), decidedYears: [2027] }
  const early = await changeCalendar(world.context, decide, actor, { followers })
  assert.ok(!early.ok && early.code === 'not_accepted')
  assert.deepEqual(early.problems, [{ field: 'decidedYears.0', fault: 'year_without_days' }])
  const whole = { ...decide, days: off('2027-01-01').days ?? [] }
  const answer = await changeCalendar(world.context, whole, actor, { followers })
  assert.ok(answer.ok)
  assert.equal(answer.changedFrom?.toString(), '2027-01-01')
  assert.equal((await loadCalendar(db)).decidedYears.has(2027), true)
  assert.equal((await loadCalendarAt(db, null, answer.version - 1)).decidedYears.has(2027), false)
})

test('the application may not rewrite the calendar', async () => {
  const { db } = world.context
  await assert.rejects(db.deleteFrom('calendar.special_day').execute(), /permission denied/)
  await assert.rejects(
    db.updateTable('calendar.working_hours').set({ spans: '' }).execute(),
    /permission denied/,
  )
  await assert.rejects(db.deleteFrom('calendar.interruption').execute(), /permission denied/)
})
