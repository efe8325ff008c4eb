import { Temporal } from 'temporal-polyfill'

const zone = 'Asia/Ho_Chi_Minh'
const two = (value: number): string => String(value).padStart(2, '0')

/** `yyyyMMddHHmmss` in Vietnamese time; '' for what has not happened. */
export function writeTime(at: Temporal.Instant | null): string {
  if (!at) return ''
  const local = at.toZonedDateTimeISO(zone)
  return [local.year, ...[local.month, local.day, local.hour, local.minute, local.second].map(two)].join('')
}

// One message may hold all three: 20261125093000, 25/11/2026 09:30:00, 2026-11-25T09:30:00(+07:00).
const shapes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, [1, 2, 3, 4, 5, 6]],
  [/^(\d{2})\/(\d{2})\/(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/, [3, 2, 1, 4, 5, 6]],
  [/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/, [1, 2, 3, 4, 5, 6]],
]

/** A moment in any of the ways in which these systems write one, Vietnamese time where none is said; null: it is none. */
export function readTime(text: string): Temporal.Instant | null {
  try {
    for (const [shape, order] of shapes) {
      const parts = shape.exec(text)
      if (!parts) continue
      const [year = 0, month = 0, day = 0, hour, minute, second] = order.map((group) =>
        Number(parts[group] ?? 0),
      )
      const local = Temporal.PlainDateTime.from(
        { year, month, day, hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0 },
        { overflow: 'reject' },
      )
      return local.toZonedDateTime(zone).toInstant()
    }
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}
