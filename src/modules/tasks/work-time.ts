import type { Temporal } from 'temporal-polyfill'
import {
  addWorkingMinutes,
  localDay,
  nextWorkingDay,
  previousWorkingDay,
  spansOn,
  timeZone,
  type WorkCalendar,
} from '#modules/calendar'
import type { WorkTime } from './rules/alarms.ts'

/** The working time of `calendar`, as the alarms ask for it. */
export const makeWorkTime = (calendar: WorkCalendar): WorkTime => ({
  shift: (at, minutes) =>
    minutes < 0 ? takeWorkingMinutes(calendar, at, -minutes) : addWorkingMinutes(calendar, at, minutes),
  lastOpeningBefore: (at) => {
    const day = previousWorkingDay(calendar, localDay(at))
    return momentOf(day, spansOn(calendar, day)[0]?.opens ?? 0)
  },
})

const momentOf = (day: Temporal.PlainDate, second: number): Temporal.Instant =>
  day.toZonedDateTime(timeZone).add({ seconds: second }).toInstant()

const secondOf = (at: Temporal.Instant): number =>
  Math.floor((at.epochMilliseconds - momentOf(localDay(at), 0).epochMilliseconds) / 1000)

/**
 * The moment `minutes` of working time before `at`. A boundary has two names (11:30 and 13:30, if nothing is worked in
 * between): this answers the later one, when somebody is there to hear it.
 */
function takeWorkingMinutes(calendar: WorkCalendar, at: Temporal.Instant, minutes: number): Temporal.Instant {
  let left = minutes * 60
  let until = secondOf(at)
  for (let day = localDay(at); ; day = previousWorkingDay(calendar, day), until = Number.POSITIVE_INFINITY) {
    for (const { opens, closes } of spansOn(calendar, day).toReversed()) {
      const length = Math.max(0, Math.min(closes, until) - opens)
      if (length > 0 && left <= length) return momentOf(day, Math.min(closes, until) - left)
      left -= length
    }
  }
}

/** The law asks for a new date and leaves it to the agency: this many working days on are a beginning for the officer. */
const proposedWorkingDays = 4

/** The new date an apology is drafted with; the officer changes it. */
export function proposeUntil(calendar: WorkCalendar, dueAt: Temporal.Instant): Temporal.PlainDate {
  let day = localDay(dueAt)
  for (let count = 0; count < proposedWorkingDays; count++) day = nextWorkingDay(calendar, day)
  return day
}
