import { isDeepStrictEqual } from 'node:util'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { findByMessageIds, type Json, lockKey, type NewEvent, publish } from '#modules/events'
import type { Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { topicProblem } from './errors.ts'
import { getOpenTopic } from './open-topic.ts'
import { checkBySchema, readSchema } from './payload-schema.ts'
import { type BatchFault, checkBatch, readInstant, type SentEvent } from './rules/batch.ts'
import type { Topic } from './rules/topic.ts'

/** How many events of a batch were published now, and how many had been before. */
export type Published = Readonly<{ published: number; known: number }>

/** Whose events these are: part of their message ids, so that nobody takes the ids of another. */
export const nameOf = ({ class: memberClass, member, subsystem }: Caller): string =>
  [memberClass, member, subsystem].join('/')

/**
 * Publishes a batch of events of a system: all of them, or none. One that was published before with the same id and the
 * same content is not published again; with other content the batch is refused.
 */
export async function publishEvents(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  caller: Caller,
  { code, events: sent }: Readonly<{ code: string; events: readonly SentEvent[] }>,
): Promise<Published> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const topic = await getOpenTopic(tx, { caller, code, act: 'publish', clock })
    if (topic.state === 'withdrawn') throw topicProblem('topics.topic_withdrawn')
    const faults = findFaults(topic, sent, at)
    if (faults.length > 0) throw requestProblem('request.invalid', { in: 'body', fields: faults })
    const events = sent.map((one) => toEvent(one, code, caller))
    const known = await takeKeys(tx, events)
    for (const event of events) if (!known.has(event.messageId)) await publish(tx, event)
    await refuseOthers(tx, events, sent)
    const done = {
      published: events.filter(({ messageId }) => !known.has(messageId)).length,
      known: known.size,
    }
    if (done.published > 0) await record(tx, { topic, caller, at, ...done })
    return done
  })
}

function findFaults({ schemaText }: Topic, sent: readonly SentEvent[], now: Temporal.Instant): BatchFault[] {
  const faults = checkBatch(sent, now)
  if (faults.length > 0) return faults
  const schema = readSchema(schemaText)
  if (!schema) return []
  return sent.flatMap(({ payload }, index) => checkBySchema(schema, payload, `events/${index}/payload`))
}

type NamedEvent = NewEvent & Readonly<{ messageId: string }>

/** As it is kept and given out: a moment to the millisecond, a payload as JSON writes it. */
function toEvent({ messageId, key, kind, at, payload }: SentEvent, topic: string, caller: Caller): NamedEvent {
  const moment = readInstant(at)
  if (!moment) throw new Error('the moment of an event was not checked')
  return {
    ...{ topic, key, kind },
    messageId: `${topic} ${nameOf(caller)} ${messageId}`,
    at: moment.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' }),
    payload: JSON.parse(JSON.stringify(payload)) as Readonly<Record<string, Json>>,
  }
}

/** Holds the keys of these events, in their order, and tells which of them were published before. */
async function takeKeys(tx: Tx, events: readonly NamedEvent[]): Promise<Set<string>> {
  for (const key of [...new Set(events.map((event) => event.key))].sort())
    await lockKey(tx, events[0]?.topic ?? '', key)
  const ids = events.map(({ messageId }) => messageId)
  return new Set((await findByMessageIds(tx, ids)).keys())
}

/** Refuses the batch when other events stand under these ids, also such as were published meanwhile about other keys. */
async function refuseOthers(tx: Tx, events: readonly NamedEvent[], sent: readonly SentEvent[]): Promise<void> {
  const ids = events.map(({ messageId }) => messageId)
  const kept = await findByMessageIds(tx, ids)
  const isSame = (event: NamedEvent): boolean => {
    const one = kept.get(event.messageId)
    return (
      one !== undefined &&
      one.key === event.key &&
      one.kind === event.kind &&
      one.at.epochMilliseconds === event.at.epochMilliseconds &&
      isDeepStrictEqual(one.payload, event.payload)
    )
  }
  const others = sent
    .filter((_, index) => !isSame(events[index] as NamedEvent))
    .map(({ messageId }) => messageId)
  if (others.length > 0) throw topicProblem('topics.message_differs', { messageIds: others })
}

type Entry = Published & Readonly<{ topic: Topic; caller: Caller; at: Temporal.Instant }>

const record = (tx: Tx, { topic, caller, at, published, known }: Entry): Promise<void> =>
  appendAudit(tx, {
    at,
    actor: { kind: 'system', accountId: caller.subsystemId, fullName: nameOf(caller) },
    action: 'topics.publish',
    subjectKind: 'topic',
    subjectId: topic.code,
    subjectCode: topic.code,
    detail: { published, known, clientId: caller.credential.clientId },
  })
