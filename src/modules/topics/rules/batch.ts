import { Temporal } from 'temporal-polyfill'

/** An event as a system sent it. */
export type SentEvent = Readonly<{
  messageId: string
  key: string
  kind: string
  at: string
  payload: Readonly<Record<string, unknown>>
}>

/** Which field of what was sent is wrong, and what was expected there. */
export type BatchFault = Readonly<{ field: string; expected: string }>

export const mostPayloadBytes = 65_536
const deepest = 32
/** Clocks of others may be so much ahead of ours. */
const aheadMinutes = 5

/** What is wrong with a batch besides its shape; nothing of it is taken when anything is. */
export function checkBatch(events: readonly SentEvent[], now: Temporal.Instant): BatchFault[] {
  const seen = new Set<string>()
  return events.flatMap((event, index) => {
    const place = `events/${index}`
    const isRepeated = seen.has(event.messageId)
    seen.add(event.messageId)
    return [
      isRepeated && { field: `${place}/messageId`, expected: 'an id that no other event of this batch has' },
      checkMoment(event.at, now, `${place}/at`),
      checkPayload(event.payload, `${place}/payload`),
    ].filter((fault) => fault !== null && fault !== false)
  })
}

/** The instant that a text names, ISO 8601 with an offset; null when it names none. */
export function readInstant(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}

/** Whether a moment has not come yet, by the clock of whoever is most ahead. */
export const isAhead = (at: Temporal.Instant, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, now.add({ minutes: aheadMinutes })) > 0

function checkMoment(text: string, now: Temporal.Instant, field: string): BatchFault | null {
  const at = readInstant(text)
  const isPast = at !== null && !isAhead(at, now) && at.epochMilliseconds > 0
  return isPast ? null : { field, expected: 'a moment that has passed, ISO 8601 with an offset' }
}

/** Whether a payload can be kept and given out again exactly as it was sent. */
function checkPayload(payload: SentEvent['payload'], field: string): BatchFault | null {
  for (const { place, value, depth } of walk(payload, field)) {
    if (depth > deepest) return { field, expected: `objects and lists nested at most ${deepest} deep` }
    if (typeof value === 'number' && !isExact(value))
      return { field: place, expected: 'a number that JSON keeps exactly; write longer ones as text' }
  }
  const isTooLong = Buffer.byteLength(JSON.stringify(payload)) > mostPayloadBytes
  return isTooLong ? { field, expected: `at most ${mostPayloadBytes} bytes of JSON` } : null
}

type Inside = Readonly<{ place: string; value: unknown; depth: number }>

/** Every value inside a value, and the value itself, without recursion: it may be nested deeper than a stack. */
function* walk(whole: unknown, field: string): Generator<Inside> {
  const waiting: Inside[] = [{ place: field, value: whole, depth: 1 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next
    const { place, value, depth } = next
    if (typeof value !== 'object' || value === null) continue
    for (const [name, inner] of Object.entries(value))
      waiting.push({ place: `${place}/${name}`, value: inner, depth: depth + 1 })
  }
}

const isExact = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
