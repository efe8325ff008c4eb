import { Temporal } from 'temporal-polyfill'

const zone = 'Asia/Ho_Chi_Minh'

/** yyyyMMddHHmmss in Vietnamese time, as the portal writes instants; empty where nothing has happened yet. */
export function writeTime(at: Temporal.Instant | null | undefined): string {
  if (!at) return ''
  const text = at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
  return text.replaceAll(/[-:T]/g, '')
}

const clock = '(?<hour>\\d{2}):?(?<minute>\\d{2}):?(?<second>\\d{2})'
const forms = [
  new RegExp(`^(?<year>\\d{4})-?(?<month>\\d{2})-?(?<day>\\d{2})[ T]?${clock}$`),
  new RegExp(`^(?<day>\\d{2})/(?<month>\\d{2})/(?<year>\\d{4}) ${clock}$`),
]

/**
 * The instant of such a text, or of one of the other ways to write the same that one message may hold: 2026-11-23T21:54:55,
 * 23/11/2026 21:54:55. Null when it is none.
 */
export function readTime(text: string): Temporal.Instant | null {
  const { groups } = forms.map((form) => text.trim().match(form)).find((match) => match) ?? {}
  if (!groups) return null
  const { year, month, day, hour, minute, second } = groups
  try {
    const local = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
    return local.toZonedDateTime(zone).toInstant()
  } catch {
    return null
  }
}
