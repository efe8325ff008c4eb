import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  type JsMsg,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { EventBus, ListPlaced, PlacedEvent } from '#modules/events'
import { type Connected, openConnection } from './connection.ts'
import { readEvent, streamOf, subjectOf, writeEvent } from './wire.ts'

const carriedAtOnce = 200
const fetchMs = 2000
const hourMs = 3_600_000

/**
 * NATS JetStream carries the events. `url`: one or more servers with commas between; from three on, everything is kept
 * three times.
 *
 * The database stays the outbox and gives every event its position. A stream takes a message only at the very position it
 * has there (`Nats-Expected-Last-Sequence`), so that whatever is repeated, by whomever, the stream is a copy of the topic:
 * in its order, without a hole, without a double. Its last sequence says where to go on.
 */
export function openNatsBus(url: string): EventBus {
  const servers = url.split(',').map((server) => server.trim())
  const replicas = servers.length >= 3 ? 3 : 1
  const connection = openConnection(servers)
  const known = new Set<string>()
  const lastTaken = new Map<string, JsMsg>()

  const carry = async (topic: string, listPlaced: ListPlaced): Promise<void> => {
    const connected = await connection.get()
    let last = await openStream(connected, topic, replicas)
    if (!known.has(topic)) await checkStream(connected, { topic, last, listPlaced })
    known.add(topic)
    for (;;) {
      const events = await listPlaced(topic, last, carriedAtOnce)
      if (events.length === 0) return
      await Promise.all(events.map((event) => send(connected, event)))
      last += events.length
    }
  }

  return {
    name: 'NATS JetStream',
    carry,
    take: async ({ topic, subscriber, after, limit }) => {
      const connected = await connection.get()
      const last = await openStream(connected, topic, replicas)
      if (last <= after) return []
      await placeConsumer(connected, { topic, subscriber, after })
      const consumer = await connected.client.consumers.get(streamOf(topic), subscriber)
      const asked = { max_messages: Math.min(limit, last - after), expires: fetchMs }
      const taken: PlacedEvent[] = []
      for await (const message of await consumer.fetch(asked)) {
        taken.push(readEvent(message.string(), message.seq))
        lastTaken.set(`${topic} ${subscriber}`, message)
      }
      return taken
    },
    acknowledge: async ({ topic, subscriber }, position) => {
      const message = lastTaken.get(`${topic} ${subscriber}`)
      // An answer that is lost costs nothing: the consumer is set to the cursor of the database before the next taking.
      if (message?.seq === position) await message.ackAck({ timeout: fetchMs }).catch(() => false)
    },
    close: connection.close,
  }
}

/** Makes the stream of a topic if it is not there; its last sequence. */
async function openStream({ manager }: Connected, topic: string, replicas: number): Promise<number> {
  const name = streamOf(topic)
  const found = await orNull(manager.streams.info(name))
  if (found) return found.state.last_seq
  const made = await manager.streams.add({
    name,
    subjects: [`motcua.events.${topic}.>`],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    duplicate_window: nanos(hourMs),
  })
  return made.state.last_seq
}

type Stream = Readonly<{ topic: string; last: number; listPlaced: ListPlaced }>

/** A stream that another database filled is never written on, nor read. */
async function checkStream({ manager }: Connected, { topic, last, listPlaced }: Stream): Promise<void> {
  if (last === 0) return
  const [own] = await listPlaced(topic, last - 1, 1)
  const theirs = await manager.streams.getMessage(streamOf(topic), { seq: last })
  if (!own || theirs?.header.get('Nats-Msg-Id') !== own.messageId)
    throw new Error(
      `stream ${streamOf(topic)} holds events of another database: take another NATS, or remove it`,
    )
}

async function send({ client }: Connected, event: PlacedEvent): Promise<void> {
  const { topic, key, position, messageId } = event
  const expect = { streamName: streamOf(topic), lastSequence: position - 1 }
  const { seq } = await client.publish(subjectOf(topic, key), writeEvent(event), { msgID: messageId, expect })
  if (seq !== position) throw new Error(`event ${position} of ${topic} stands at ${seq} of its stream`)
}

/** The durable consumer stands where the cursor in the database stands; else it is set there anew. */
async function placeConsumer(
  { manager }: Connected,
  { topic, subscriber, after }: Readonly<{ topic: string; subscriber: string; after: number }>,
): Promise<void> {
  const stream = streamOf(topic)
  const found = await orNull(manager.consumers.info(stream, subscriber))
  if (found?.delivered.stream_seq === after && found.num_ack_pending === 0) return
  if (found) await manager.consumers.delete(stream, subscriber)
  await manager.consumers.add(stream, {
    durable_name: subscriber,
    ack_policy: AckPolicy.All,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  })
}

/** What is asked for, or null when the server says that there is no such thing. */
async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked
  } catch (error) {
    const { status, code } = error as Readonly<{ status?: number; code?: number }>
    if (status === 404 || code === 404) return null
    throw error
  }
}
