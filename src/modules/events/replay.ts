import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import { eventProblem } from './errors.ts'
import { deliverJob } from './publish.ts'
import { findFirstSince } from './repository.ts'
import { findHeld, type HeldEvent, saveFix, saveOutcome } from './repository-held.ts'
import { lockSubscriber, saveCursor } from './repository-subscribers.ts'
import { retryOf } from './retry.ts'
import type { PlacedEvent } from './rules/event.ts'

type Server = Pick<Context, 'db' | 'clock'>
/** Which dead event: whose, and where in its topic. */
export type DeadEvent = Readonly<{ subscriber: string; position: number }>

async function lockDead(tx: Tx, { subscriber, position }: DeadEvent): Promise<HeldEvent> {
  await lockSubscriber(tx, subscriber)
  const held = await findHeld(tx, subscriber, position)
  if (held?.state !== 'dead') throw eventProblem('events.not_dead')
  return held
}

const audited = (actor: OfficerActor, at: Temporal.Instant, held: HeldEvent) =>
  ({ at, actor, subjectKind: 'event', subjectId: held.event.messageId, subjectCode: held.subscriber }) as const

/**
 * Has a dead event tried again, as it was published or with `fixed` in place of its payload; the payload that was published
 * is kept. What waits behind it follows in order. Throws `events.not_dead`.
 */
export async function replayDead(
  { db, clock }: Server,
  dead: DeadEvent,
  actor: OfficerActor,
  fixed: PlacedEvent['payload'] | null = null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const held = await lockDead(tx, dead)
    if (fixed) await saveFix(tx, held, { payload: fixed, byName: actor.fullName, at })
    const { reason } = held
    await saveOutcome(tx, held, { state: 'waiting', attempts: 0, nextAt: at, reason, endedAt: null })
    const action = fixed ? 'events.fix' : 'events.replay'
    await appendAudit(tx, { ...audited(actor, at, held), action, detail: { position: dead.position } })
    await enqueue(tx, ...retryOf(dead.subscriber, held.event.key, at))
  })
}

/** Gives a dead event up, with the reason why; what waits behind it goes on. Throws `events.not_dead`. */
export async function setAside(
  { db, clock }: Server,
  dead: DeadEvent,
  actor: OfficerActor,
  why: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const held = await lockDead(tx, dead)
    const { attempts, reason } = held
    await saveOutcome(tx, held, { state: 'set_aside', attempts, nextAt: null, reason, endedAt: at })
    const detail = { position: dead.position, why }
    await appendAudit(tx, { ...audited(actor, at, held), action: 'events.set_aside', detail })
    await enqueue(tx, ...retryOf(dead.subscriber, held.event.key, at))
  })
}

/**
 * Sets the cursor of a subscriber back to what happened first at `since` or later: it is told all of it again. Gives the
 * position it begins with; null when nothing happened since, or it has not come so far yet: then nothing changes.
 */
export async function replaySince(
  { db, clock }: Server,
  subscriber: string,
  since: Temporal.Instant,
  actor: OfficerActor,
): Promise<number | null> {
  return await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const held = await lockSubscriber(tx, subscriber)
    const first = held && (await findFirstSince(tx, held.topic, since))
    if (!(held && first) || first > held.position) return null
    await saveCursor(tx, subscriber, first - 1, at)
    const detail = { since: since.toString(), from: first, to: held.position }
    const subject = { subjectKind: 'subscriber', subjectId: subscriber } as const
    await appendAudit(tx, { at, actor, ...subject, action: 'events.replay_since', detail })
    await enqueue(tx, ...deliverJob(subscriber))
    return first
  })
}
