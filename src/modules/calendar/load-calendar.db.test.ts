import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { forgetCalendars, loadCalendar, spansOn } from '#modules/calendar'
import { specialDays } from '#test/calendar'
import { useDatabase } from '#test/db'

const database = useDatabase()

test('the days of 2025 and 2026 are loaded as the notices of those years have them', async () => {
  const calendar = await loadCalendar(database.db, null)
  const loaded = [...calendar.specialDays.values()].filter(({ on }) => on >= '2025')
  assert.deepEqual(
    loaded
      .map(({ on, kind, name, swappedWith }) => ({ on, kind, name, swappedWith }))
      .sort((a, b) => a.on.localeCompare(b.on)),
    specialDays.map(({ on, kind, name, swappedWith }) => ({ on, kind, name, swappedWith })),
  )
  assert.ok(loaded.every(({ basis }) => /\d/.test(basis)))
  assert.deepEqual([...calendar.decidedYears].sort(), [2024, 2025, 2026])
})

test('an agency may have hours of its own from a day on', async () => {
  await database.db
    .insertInto('calendar.working_hours')
    .values({
      agency_code: 'H18.137',
      weekday: 6,
      valid_from: '2026-07-01',
      spans: '07:30-11:30',
      basis: 'test',
      revision: 1,
    })
    .execute()
  forgetCalendars(database.db)
  const own = await loadCalendar(database.db, 'H18.137')
  const general = await loadCalendar(database.db, null)
  const saturday = Temporal.PlainDate.from('2026-07-04')
  assert.deepEqual(spansOn(own, saturday), [{ opens: 27_000, closes: 41_400 }])
  assert.deepEqual(spansOn(own, saturday.subtract({ days: 7 })), [])
  assert.deepEqual(spansOn(general, saturday), [])
  assert.equal(await loadCalendar(database.db, null), general)
})
