import { Temporal } from 'temporal-polyfill'

/** An instant as a carrier writes it, by ISO 8601; null: nothing that can be read. */
export function readMoment(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}
