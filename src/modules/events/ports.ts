import type { Tx } from '#platform/db'
import type { PlacedEvent } from './rules/event.ts'

/** The events of a topic after a position, in order, at most `limit`, as the database has them. */
export type ListPlaced = (topic: string, after: number, limit: number) => Promise<readonly PlacedEvent[]>

/** What a subscriber asks a carrier for: what follows `after`. */
export type Asked = Readonly<{ topic: string; subscriber: string; after: number; limit: number }>

/**
 * What carries events to subscribers. The order of a topic is settled in the database before; a carrier may lose, repeat
 * and shuffle what it was given, and nothing is skipped or done twice: the cursor of a subscriber is in the database too.
 */
export type EventBus = Readonly<{
  /** For people: 'PostgreSQL', 'NATS JetStream'. */
  name: string
  /** Takes over what it does not have of a topic. Throws when it cannot; asked again, it goes on where it stopped. */
  carry: (topic: string, listPlaced: ListPlaced) => Promise<void>
  /** What follows; nothing when there is none, or none arrived now. */
  take: (asked: Asked) => Promise<readonly PlacedEvent[]>
  /** All up to `position` is done. If this is lost, the events come again and are known. */
  acknowledge: (asked: Omit<Asked, 'after' | 'limit'>, position: number) => Promise<void>
  close: () => Promise<void>
}>

/**
 * Who is told of a topic. `handle` works in the transaction in which the cursor moves: what it writes there happens once;
 * what it does elsewhere may happen again. It throws when it cannot take the event.
 */
export type Subscriber = Readonly<{
  name: string
  topic: string
  handle: (tx: Tx, event: PlacedEvent) => Promise<void>
  /** Where a new subscriber begins: with the first event there is (default), or with the next one. */
  begins?: 'first' | 'next'
}>
