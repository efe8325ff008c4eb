import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import type { EventBus, Subscriber } from './ports.ts'
import { findLastPosition } from './repository.ts'
import { attempt, findHeldKeys, holdEvent } from './repository-held.ts'
import { lockSubscriber, registerSubscriber, saveCursor } from './repository-subscribers.ts'
import { describeFailure, retryOf } from './retry.ts'
import type { PlacedEvent } from './rules/event.ts'
import { takeInOrder } from './rules/in-order.ts'
import { decideAfterFailure } from './rules/retry.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** So many events share a transaction: one that must be undone is soon done again. */
const portion = 50

/**
 * Gives a subscriber what follows its cursor, one portion; how many events were taken. Cursor and everything that
 * `handle` wrote are one transaction: after a crash all of it comes again. What cannot be taken is held, and with it what
 * follows about the same key; other keys go on.
 */
export async function deliverPortion(
  { db, clock }: Server,
  bus: EventBus,
  subscriber: Subscriber,
): Promise<number> {
  const { name, topic } = subscriber
  const done = await db.transaction().execute(async (tx) => {
    const { position: after } = (await lockSubscriber(tx, name)) ?? (await begin(tx, subscriber, clock.now()))
    const events = takeInOrder(after, await bus.take({ topic, subscriber: name, after, limit: portion }))
    const last = events.at(-1)
    if (!last) return null
    const held = await findHeldKeys(
      tx,
      name,
      events.map(({ key }) => key),
    )
    for (const event of events) await deliver(tx, { subscriber, event, held, clock })
    await saveCursor(tx, name, last.position, clock.now())
    return { count: events.length, position: last.position }
  })
  if (!done) return 0
  await bus.acknowledge({ topic, subscriber: name }, done.position)
  return done.count
}

async function begin(tx: Tx, { name, topic, begins }: Subscriber, at: ReturnType<Context['clock']['now']>) {
  const position = begins === 'next' ? await findLastPosition(tx, topic) : 0
  await registerSubscriber(tx, { name, topic, position, at })
  const begun = await lockSubscriber(tx, name)
  if (!begun) throw new Error(`subscriber ${name} was not written`)
  return begun
}

type Delivery = Readonly<{
  subscriber: Subscriber
  event: PlacedEvent
  /** The keys that are held up, and from which position on; grows. */
  held: Map<string, number>
  clock: Context['clock']
}>

async function deliver(tx: Tx, { subscriber, event, held, clock }: Delivery): Promise<void> {
  const { name } = subscriber
  const at = clock.now()
  if ((held.get(event.key) ?? Number.POSITIVE_INFINITY) <= event.position) {
    const behind = {
      subscriber: name,
      event,
      attempts: 0,
      state: 'waiting',
      nextAt: null,
      reason: null,
      at,
    } as const
    await holdEvent(tx, behind)
    return
  }
  const failure = await attempt(tx, () => subscriber.handle(tx, event))
  if (failure === null) return
  const reason = describeFailure(failure.thrown)
  const next = decideAfterFailure(1, at, { jitter: Math.random() })
  await holdEvent(tx, { subscriber: name, event, attempts: 1, reason, at, ...next })
  held.set(event.key, event.position)
  if (next.nextAt) await enqueue(tx, ...retryOf(name, event.key, next.nextAt))
}
