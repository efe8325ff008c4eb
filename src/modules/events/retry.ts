import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import type { Queueing } from '#platform/jobs'
import type { Subscriber } from './ports.ts'
import { attempt, findFirstHeld, type HeldEvent, type HeldOutcome, saveOutcome } from './repository-held.ts'
import { lockSubscriber } from './repository-subscribers.ts'
import { decideAfterFailure } from './rules/retry.ts'

/** What is tried again: what is held for a subscriber about one key. */
export type RetryPayload = Readonly<{ subscriber: string; key: string }>

/** The job that tries again, its payload and moment; asked for twice, it is one. */
export const retryOf = (
  subscriber: string,
  key: string,
  runAt: Temporal.Instant,
): [job: { name: string }, payload: RetryPayload, queueing: Queueing] => [
  { name: 'events.retry' },
  { subscriber, key },
  { key: `events.retry ${subscriber} ${key}`, runAt },
]

/** Why it failed, for the officer who looks; bounded. */
export const describeFailure = (failure: unknown): string =>
  (failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure)).slice(0, 500)

/** What a try came to: the next one of the key may follow, it is to be tried again at an instant, or nothing is to be done. */
type Tried = 'go_on' | 'nothing' | Temporal.Instant

/**
 * Tries again what is held about a key, in its order, until one fails again or none is left. Gives when the next try is
 * due, or null.
 */
export async function retryKey(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  subscriber: Subscriber,
  key: string,
): Promise<Temporal.Instant | null> {
  for (;;) {
    const tried = await tryFirst(db, subscriber, key, clock.now())
    if (tried === 'nothing') return null
    if (tried !== 'go_on') return tried
  }
}

async function tryFirst(db: Db, subscriber: Subscriber, key: string, now: Temporal.Instant): Promise<Tried> {
  return await db.transaction().execute(async (tx): Promise<Tried> => {
    await lockSubscriber(tx, subscriber.name)
    const held = await findFirstHeld(tx, subscriber.name, key)
    if (!held || held.state === 'dead') return 'nothing'
    if (held.nextAt && held.nextAt.epochMilliseconds > now.epochMilliseconds) return held.nextAt
    const outcome = await tryOne(tx, subscriber, held, now)
    await saveOutcome(tx, held, outcome)
    if (outcome.state === 'done') return 'go_on'
    return outcome.nextAt ?? 'nothing'
  })
}

async function tryOne(
  tx: Tx,
  subscriber: Subscriber,
  held: HeldEvent,
  now: Temporal.Instant,
): Promise<HeldOutcome> {
  const event = held.fixed ? { ...held.event, payload: held.fixed.payload } : held.event
  const attempts = held.attempts + 1
  const failure = await attempt(tx, () => subscriber.handle(tx, event))
  if (failure === null) return { state: 'done', attempts, nextAt: null, reason: held.reason, endedAt: now }
  const reason = describeFailure(failure.thrown)
  return { attempts, reason, endedAt: null, ...decideAfterFailure(attempts, now, { jitter: Math.random() }) }
}
