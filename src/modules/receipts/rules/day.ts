import { Temporal } from 'temporal-polyfill'

const zone = 'Asia/Ho_Chi_Minh'

/** The span of a day of Việt Nam. */
export function spanOf(day: Temporal.PlainDate): Readonly<{ from: Temporal.Instant; until: Temporal.Instant }> {
  const startOf = (one: Temporal.PlainDate): Temporal.Instant => one.toZonedDateTime(zone).toInstant()
  return { from: startOf(day), until: startOf(day.add({ days: 1 })) }
}

/**
 * When what happened at `at` is summarised for the tax authority: at `clock` ('23:00') of its day, or at once when that has
 * passed; always on the day itself (NĐ 254/2026 Đ29 k3.b).
 */
export function summaryAt(at: Temporal.Instant, clock: string): Temporal.Instant {
  const time = Temporal.PlainTime.from(clock)
  const planned = at.toZonedDateTimeISO(zone).withPlainTime(time).toInstant()
  return Temporal.Instant.compare(planned, at) > 0 ? planned : at
}

/** A day as an address has it (2026-11-26), or as a person types it (26/11/2026). Null: it is none. */
export function readDay(text: string | undefined): Temporal.PlainDate | null {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text?.trim() ?? '') ?? []
  const iso = year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : (text ?? '')
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Temporal.PlainDate.from(iso) : null
  } catch {
    return null
  }
}
