import { Temporal } from 'temporal-polyfill'
import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import type { Language } from '#platform/i18n'
import { eventMessages } from './messages.ts'
import type { HeldCursor, HeldEvent } from './repository-held.ts'
import type { PlacedEvent } from './rules/event.ts'
import type { TypedMoment } from './view.ts'

type ReadMoment = Readonly<{ ok: true; moment: Temporal.Instant } | { ok: false; problems: readonly Problem[] }>

/** The moment that was typed as day and time of Việt Nam. */
export function readMoment({ day, time }: TypedMoment, language: Language): ReadMoment {
  const say = eventMessages(language)
  const readOn = readDay(day.trim())
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time.trim())
  if (readOn && clock) {
    const date = Temporal.PlainDate.from(readOn)
    const at = { hour: Number(clock[1]), minute: Number(clock[2]) }
    return {
      ok: true,
      moment: date.toZonedDateTime({ timeZone: 'Asia/Ho_Chi_Minh', plainTime: at }).toInstant(),
    }
  }
  const problems = [
    ...(readOn ? [] : [{ field: 'day', sentence: say.dayWrong }]),
    ...(clock ? [] : [{ field: 'time', sentence: say.timeWrong }]),
  ]
  return { ok: false, problems }
}

/** The payload that was typed; null when it is no JSON object that the database can keep. */
export function readPayload(typed: string): PlacedEvent['payload'] | null {
  try {
    const read: unknown = JSON.parse(typed)
    const isObject = typeof read === 'object' && read !== null && !Array.isArray(read)
    // A zero byte, or half of a pair of UTF-16, is JSON and no text of PostgreSQL.
    if (!isObject || /\\u(0000|d[89a-f])/.test(JSON.stringify(read))) return null
    return read as PlacedEvent['payload']
  } catch {
    return null
  }
}

/** Where a list of dead events goes on, as an address carries it. */
export const writeCursor = ({ heldAt, subscriber, event }: HeldEvent): string =>
  [heldAt.epochMilliseconds, event.position, subscriber].join('.')

/** The cursor in an address; null when there is none, or it is none. */
export function readCursor(typed: string): HeldCursor | null {
  const found = /^(\d{1,13})\.(\d{1,15})\.([a-z0-9_]{1,100})$/.exec(typed)
  if (!found) return null
  const [, ms, position, subscriber = ''] = found
  return { heldAt: Temporal.Instant.fromEpochMilliseconds(Number(ms)), subscriber, position: Number(position) }
}
