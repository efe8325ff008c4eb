import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { defineJob, enqueue, type Schedule } from '#platform/jobs'
import { carryEvents, placeAll } from './carry.ts'
import { deliverPortion } from './deliver.ts'
import type { EventBus, Subscriber } from './ports.ts'
import { deliverJob, wake } from './publish.ts'
import { findLastPosition } from './repository.ts'
import { listToRetry } from './repository-held.ts'
import { listSubscribers } from './repository-subscribers.ts'
import { type RetryPayload, retryKey, retryOf } from './retry.ts'

const sweepName = 'events.sweep'
/** What is left after so long is for a further run. */
const runMs = 30_000
const keysAtOnce = 500

/** Queues a run for each subscriber that has not had everything. */
async function wakeSubscribers(db: Db, subscribers: readonly Subscriber[]): Promise<void> {
  const known = new Map((await listSubscribers(db)).map((state) => [state.name, state.position]))
  for (const { name, topic } of subscribers) {
    const position = known.get(name)
    if (position !== undefined && position >= (await findLastPosition(db, topic))) continue
    await queueDelivery(db, name)
  }
}

const queueDelivery = async (db: Db, subscriber: string): Promise<void> =>
  await db.transaction().execute((tx) => enqueue(tx, ...deliverJob(subscriber)))

/** The jobs that bring events over `bus` to these subscribers. */
export function eventJobs(bus: EventBus, subscribers: readonly Subscriber[]) {
  const find = (name: string) => subscribers.find((subscriber) => subscriber.name === name)

  const carry = defineJob<unknown, Context>(wake.name, async (_, context) => {
    // A burst wakes this once for each event: the first run brings them all.
    if ((await placeAll(context)) === 0 && context.attempt === 1) return
    await carryEvents(context, bus)
    await wakeSubscribers(context.db, subscribers)
  })

  const sweep = defineJob<unknown, Context>(sweepName, async (_, context) => {
    await carryEvents(context, bus)
    await wakeSubscribers(context.db, subscribers)
    const due = await listToRetry(context.db, context.clock.now(), keysAtOnce)
    await context.db.transaction().execute(async (tx) => {
      for (const { subscriber, key } of due) await enqueue(tx, ...retryOf(subscriber, key, context.clock.now()))
    })
  })

  const deliver = defineJob<{ subscriber: string }, Context>(
    'events.deliver',
    async ({ subscriber }, context) => {
      const asked = find(subscriber)
      if (!asked) return
      const begunMs = performance.now()
      while ((await deliverPortion(context, bus, asked)) > 0)
        if (performance.now() - begunMs > runMs) return await queueDelivery(context.db, subscriber)
    },
  )

  const retry = defineJob<RetryPayload, Context>('events.retry', async ({ subscriber, key }, context) => {
    const asked = find(subscriber)
    const nextAt = asked ? await retryKey(context, asked, key) : null
    if (nextAt) await context.db.transaction().execute((tx) => enqueue(tx, ...retryOf(subscriber, key, nextAt)))
  })

  return [carry, sweep, deliver, retry] as const
}

/** What did not wake by itself is looked for every minute. */
export const eventSchedules: readonly Schedule[] = [{ job: sweepName, everyMinutes: 1 }]
