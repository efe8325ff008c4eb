import type { Temporal } from 'temporal-polyfill'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import { minutesPerWorkingDay } from './rules/working-time.ts'
import { localDay, toLocalMoment } from './rules/zone.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** A day in words: 'thứ Sáu 27/11/2026', 'Friday 27/11/2026'. */
export function formatDay(day: Temporal.PlainDate, language: Language): string {
  return `${messages(language).weekday(day.dayOfWeek)} ${formatShortDay(day)}`
}

/** A day in figures: '27/11/2026'. */
export const formatShortDay = (day: Temporal.PlainDate): string =>
  `${two(day.day)}/${two(day.month)}/${day.year}`

/** The local time of day of an instant: '17 giờ', '9 giờ 05', '17:00'. */
export function formatClock(at: Temporal.Instant, language: Language): string {
  const minutes = Math.floor(toLocalMoment(at).second / 60)
  return messages(language).clock(Math.floor(minutes / 60), minutes % 60)
}

/** A moment in words: '17 giờ, thứ Sáu 27/11/2026', '17:00, Friday 27/11/2026'. */
export function formatMoment(at: Temporal.Instant, language: Language): string {
  return messages(language).moment(formatClock(at, language), formatDay(localDay(at), language))
}

/** Working time in words, 8 hours being a day: '1 ngày 5 giờ 20 phút'. Parts that are nought are left out. */
export function formatDuration(minutes: number, language: Language): string {
  const say = messages(language)
  const whole = Math.max(0, Math.floor(minutes))
  const rest = whole % minutesPerWorkingDay
  const parts = [
    [Math.floor(whole / minutesPerWorkingDay), say.days],
    [Math.floor(rest / 60), say.hours],
    [rest % 60, say.minutes],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => word(count))
  return said.length > 0 ? said.join(' ') : say.minutes(0)
}
