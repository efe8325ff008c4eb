import { isDeepStrictEqual } from 'node:util'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { findByMessageIds, type Json, lockKeys, type NewEvent, publishAll } from '#modules/events'
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
 * same content is not published again; with other content the batch is refused. What was published before is not judged by
 * what the topic has become since: a batch whose answer was lost is accepted again.
 */
export async function publishEvents(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  caller: Caller,
  { code, events: sent }: Readonly<{ code: string; events: readonly SentEvent[] }>,
): Promise<Published> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const topic = await getOpenTopic(tx, { caller, code, act: 'publish', clock })
    refuseFaults(checkBatch(sent, at))
    const events = sent.map((one, index) => toEvent(one, { index, topic: code, caller }))
    await lockKeys(tx, events)
    const kept = await findKept(tx, events)
    const known = events.filter(({ messageId }) => kept.has(messageId))
    refuseOthers(known, kept)
    const fresh = events.filter(({ messageId }) => !kept.has(messageId))
    const done = { published: fresh.length, known: known.length }
    if (fresh.length === 0) return done
    if (topic.state === 'withdrawn') throw topicProblem('topics.topic_withdrawn')
    refuseFaults(findFaults(topic, fresh))
    await publishAll(tx, fresh)
    // Others may have taken these ids meanwhile, about other keys.
    refuseOthers(fresh, await findKept(tx, fresh))
    await record(tx, { topic, caller, at, ...done })
    return done
  })
}

function refuseFaults(faults: readonly BatchFault[]): void {
  if (faults.length > 0) throw requestProblem('request.invalid', { in: 'body', fields: faults })
}

function findFaults({ schemaText }: Topic, events: readonly NamedEvent[]): BatchFault[] {
  const schema = readSchema(schemaText)
  if (!schema) return []
  return events.flatMap(({ payload, index }) => checkBySchema(schema, payload, `events/${index}/payload`))
}

type NamedEvent = NewEvent &
  Readonly<{
    messageId: string
    /** As the caller calls it. */
    ownId: string
    /** Its place in the batch. */
    index: number
  }>

type Origin = Readonly<{ index: number; topic: string; caller: Caller }>

/** As it is kept and given out: a moment to the millisecond, a payload as JSON writes it. */
function toEvent(
  { messageId: ownId, key, kind, at, payload }: SentEvent,
  { index, topic, caller }: Origin,
): NamedEvent {
  const moment = readInstant(at)
  if (!moment) throw new Error('the moment of an event was not checked')
  return {
    ...{ topic, key, kind, ownId, index },
    messageId: `${topic} ${nameOf(caller)} ${ownId}`,
    at: moment.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' }),
    payload: JSON.parse(JSON.stringify(payload)) as Readonly<Record<string, Json>>,
  }
}

type Kept = Awaited<ReturnType<typeof findByMessageIds>>

const findKept = (tx: Tx, events: readonly NamedEvent[]): Promise<Kept> =>
  findByMessageIds(
    tx,
    events.map(({ messageId }) => messageId),
  )

/** Refuses the batch when other events stand under these ids. */
function refuseOthers(events: readonly NamedEvent[], kept: Kept): void {
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
  const messageIds = events.filter((event) => !isSame(event)).map(({ ownId }) => ownId)
  if (messageIds.length > 0) throw topicProblem('topics.message_differs', { messageIds })
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
