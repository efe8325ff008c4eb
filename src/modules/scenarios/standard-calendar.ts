import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { makeCalendar, type SpecialDay, type WorkCalendar } from '#modules/calendar'

type Authored = Readonly<{ hours: string; decidedYears: readonly number[]; specialDays: readonly SpecialDay[] }>

let made: WorkCalendar | null = null

/**
 * The calendar every scenario runs by: the one that comes with the program, so that a pack gives the same answer on every
 * machine, whatever its province has decided since.
 */
export function standardCalendar(): WorkCalendar {
  if (made) return made
  const text = readFileSync(join(import.meta.dirname, 'calendar.yaml'), 'utf8')
  const { hours, decidedYears, specialDays } = parse(text) as Authored
  const weeklyHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    validFrom: '2024-01-01',
    spans: weekday <= 5 ? hours : '',
    ofAgency: false,
  }))
  const days = specialDays.map((day) => ({ swappedWith: null, ...day }))
  made = makeCalendar({ version: 1, weeklyHours, specialDays: days, decidedYears })
  return made
}
