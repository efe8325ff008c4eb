import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { enqueueDrain, enqueueFetch } from './outbox-jobs.ts'
import { type DeliveryKey, reviveAll, reviveDelivery, setAside } from './repository.ts'
import { changeDestination } from './repository-destination.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** Stops sending to a destination, with a reason; what happens meanwhile waits, in order. What is under way still goes. */
export async function holdDestination(
  { db, clock }: Server,
  code: string,
  reason: string,
  actor: OfficerActor,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    await changeDestination(tx, code, {
      held_at: at.toString(),
      held_by: actor.fullName,
      held_reason: reason,
    })
    const subject = { subjectKind: 'destination', subjectId: code, detail: { reason } }
    await appendAudit(tx, { at, actor, action: 'sync.hold', ...subject })
  })
}

/** Sends to a destination again, beginning with what has waited. */
export async function releaseDestination(
  { db, clock }: Server,
  code: string,
  actor: OfficerActor,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await changeDestination(tx, code, {
      ...{ held_at: null, held_by: null, held_reason: null },
      ...{ failures: 0, quiet_until: null },
    })
    const subject = { subjectKind: 'destination', subjectId: code }
    await appendAudit(tx, { at: clock.now(), actor, action: 'sync.release', ...subject })
    await enqueueDrain(tx, code)
  })
}

/**
 * Sends what waits for a destination, and fetches what was filed there, now: an administrator knows that it is back before
 * the next knock would. What is held stays held.
 */
export async function hurryDestination(
  { db, clock }: Server,
  code: string,
  actor: OfficerActor,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await changeDestination(tx, code, { quiet_until: null })
    const subject = { subjectKind: 'destination', subjectId: code }
    await appendAudit(tx, { at: clock.now(), actor, action: 'sync.hurry', ...subject })
    await enqueueDrain(tx, code)
    await enqueueFetch(tx)
  })
}

/** Gives a message that waits for a person to the outbox again. False: somebody else has, or it has arrived. */
export async function replayDelivery(
  { db, clock }: Server,
  key: DeliveryKey,
  actor: OfficerActor,
): Promise<boolean> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    if (!(await reviveDelivery(tx, key))) return false
    const { destination, dossierId, number } = key
    const subject = { subjectKind: 'dossier', subjectId: dossierId, detail: { destination, number } }
    await appendAudit(tx, { at, actor, action: 'sync.replay', ...subject })
    await enqueueDrain(tx, destination)
    return true
  })
}

/** Sends again all that waits for a person, because what a destination lacked was entered. Answers how many messages that are. */
export async function replayRefused(tx: Tx, destination: string): Promise<number> {
  const count = await reviveAll(tx, destination)
  if (count > 0) await enqueueDrain(tx, destination)
  return count
}

/** The same, by an administrator. */
export const replayAll = ({ db, clock }: Server, destination: string, actor: OfficerActor): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const count = await replayRefused(tx, destination)
    const subject = { subjectKind: 'destination', subjectId: destination, detail: { messages: count } }
    if (count > 0) await appendAudit(tx, { at: clock.now(), actor, action: 'sync.replay_all', ...subject })
    return count
  })

/** Gives up a message that waits for a person, with a reason. False: somebody else has dealt with it. */
export const setAsideDelivery = (
  { db, clock }: Server,
  { key, reason }: Readonly<{ key: DeliveryKey; reason: string }>,
  actor: OfficerActor,
): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    if (!(await setAside(tx, key))) return false
    const { destination, dossierId, number, repeat } = key
    const detail = { destination, number, repeat, reason }
    const subject = { subjectKind: 'dossier', subjectId: dossierId, detail }
    await appendAudit(tx, { at: clock.now(), actor, action: 'sync.set_aside', ...subject })
    return true
  })
