import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadCalendar } from '#modules/calendar'
import { useContext } from '#test/app'
import { standardCalendar } from './standard-calendar.ts'

const world = useContext()

test('scenarios run by the calendar that comes with the program, day for day', async () => {
  const { hours, specialDays, decidedYears } = await loadCalendar(world.context.db)
  const standard = standardCalendar()
  assert.deepEqual(standard.hours, hours)
  assert.deepEqual(standard.specialDays, specialDays)
  assert.deepEqual(standard.decidedYears, decidedYears)
})
