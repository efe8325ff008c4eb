import { Temporal } from 'temporal-polyfill'

const zone = 'Asia/Ho_Chi_Minh'

/** yyyyMMddHHmmss in Vietnamese time, as the portal writes instants; empty where nothing has happened yet. */
export function writeTime(at: Temporal.Instant | null | undefined): string {
  if (!at) return ''
  const text = at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
  return text.replaceAll(/[-:T]/g, '')
}

/** The instant of such a text; null when it is none. */
export function readTime(text: string): Temporal.Instant | null {
  const found = text.trim().match(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/)
  if (!found) return null
  const [year, month, day, hour, minute, second] = found.slice(1)
  try {
    const local = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
    return local.toZonedDateTime(zone).toInstant()
  } catch {
    return null
  }
}
