import type { Temporal } from 'temporal-polyfill'
import {
  addWorkingMinutes,
  lastOpeningBefore,
  localDay,
  nextWorkingDay,
  takeWorkingMinutes,
  type WorkCalendar,
} from '#modules/calendar'
import type { WorkTime } from './rules/alarms.ts'

/** The working time of `calendar`, as the alarms ask for it. */
export const makeWorkTime = (calendar: WorkCalendar): WorkTime => ({
  shift: (at, minutes) =>
    minutes < 0 ? takeWorkingMinutes(calendar, at, -minutes) : addWorkingMinutes(calendar, at, minutes),
  lastOpeningBefore: (at) => lastOpeningBefore(calendar, at),
})

/** The law asks for a new date and leaves it to the agency: this many working days on are a beginning for the officer. */
const proposedWorkingDays = 4

/** The new date an apology is drafted with; the officer changes it. */
export function proposeUntil(calendar: WorkCalendar, dueAt: Temporal.Instant): Temporal.PlainDate {
  let day = localDay(dueAt)
  for (let count = 0; count < proposedWorkingDays; count++) day = nextWorkingDay(calendar, day)
  return day
}
