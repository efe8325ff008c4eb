import type { Temporal } from 'temporal-polyfill'

type Day = Readonly<{ text: string; fromMs: number; untilMs: number }>

let last: Day | null = null

/** The day of an instant in Việt Nam (ISO). Every call asks; the calendar is asked once a day. */
export function localDayText(at: Temporal.Instant): string {
  const ms = at.epochMilliseconds
  if (last === null || ms < last.fromMs || ms >= last.untilMs) last = dayOf(at)
  return last.text
}

function dayOf(at: Temporal.Instant): Day {
  const midnight = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').startOfDay()
  return {
    text: midnight.toPlainDate().toString(),
    fromMs: midnight.epochMilliseconds,
    untilMs: midnight.add({ days: 1 }).epochMilliseconds,
  }
}
