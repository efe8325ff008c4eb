import { Temporal } from 'temporal-polyfill'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import type { PlacedEvent } from '#modules/events'

/** An event as a message carries it. */
const Wire = Type.Object({
  topic: Type.String(),
  position: Type.Integer({ minimum: 1 }),
  messageId: Type.String(),
  key: Type.String(),
  kind: Type.String(),
  payload: Type.Record(Type.String(), Type.Unknown()),
  at: Type.String(),
})

export const streamOf = (topic: string): string => `motcua_${topic}`

/** One token of a subject for any key: what a token may not hold is written as `=` and its number. */
export const subjectOf = (topic: string, key: string): string =>
  `motcua.events.${topic}.${key.replaceAll(/[^A-Za-z0-9_-]/gu, (sign) => `=${sign.codePointAt(0)?.toString(16)}=`)}`

export const writeEvent = (event: PlacedEvent): string => JSON.stringify({ ...event, at: event.at.toString() })

/** Reads what stands in the stream at `position`; throws when it is not what we wrote there. */
export function readEvent(text: string, position: number): PlacedEvent {
  const read: unknown = JSON.parse(text)
  if (!Check(Wire, read)) throw new Error(`position ${position} of the stream holds no event of ours`)
  const wire: Static<typeof Wire> = read
  if (wire.position !== position)
    throw new Error(`position ${position} of the stream holds the event of position ${wire.position}`)
  return { ...wire, payload: wire.payload as PlacedEvent['payload'], at: Temporal.Instant.from(wire.at) }
}
