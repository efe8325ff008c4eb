import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue, type Queueing } from '#platform/jobs'
import { lockKeys, saveEvents } from './repository.ts'
import type { NewEvent } from './rules/event.ts'

/** The job that brings to subscribers what was published; each publishing wakes it. */
export const wake = { name: 'events.carry' }

/**
 * Publishes an event in the transaction of the act: subscribers are told if, and only if, it commits, and of one key in
 * the order of publishing. Who publishes about the same key meanwhile waits until this transaction ends; a transaction
 * that has to tell about several keys tells it by one `publishAll`, or two such could wait for each other.
 */
export const publish = (tx: Tx, event: NewEvent): Promise<void> => publishAll(tx, [event])

/** Publishes events as `publish` does one, of each key in their order here; however many, they cost the same few queries. */
export async function publishAll(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await lockKeys(tx, events)
  const named = events.map((event) => ({
    ...event,
    messageId: event.messageId ?? makeId(event.at.epochMilliseconds),
  }))
  // Without a key or queue: those are rows that transactions which publish would wait for each other at.
  if ((await saveEvents(tx, named)) > 0) await enqueue(tx, wake, {})
}

/** The job that tells a subscriber what follows its cursor, and its payload; asked for twice, it is one. */
export const deliverJob = (
  subscriber: string,
): [job: { name: string }, payload: { subscriber: string }, queueing: Queueing] => [
  { name: 'events.deliver' },
  { subscriber },
  { key: `events.deliver ${subscriber}` },
]
