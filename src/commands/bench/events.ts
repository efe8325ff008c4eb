import { setTimeout as sleep } from 'node:timers/promises'
import { hasNats, openNatsBus, startNats } from '#adapters/nats'
import {
  carryEvents,
  deliverPortion,
  type EventBus,
  openPostgresBus,
  publish,
  type Subscriber,
} from '#modules/events'
import { type Figure, figure, type Ground } from './figure.ts'

const keys = 500
const steps = 20
const backlog = keys * steps

/** What a subscriber was told, counted when the transaction it was told in has ended well. */
type Told = { last: Map<string, number>; count: number; doubled: number; disordered: number }

/**
 * Events that were published during an outage of their carrier, 20 about each of 500 keys, then told to a subscriber: by
 * PostgreSQL, and by three nodes of NATS JetStream of which one is killed when half of them are told.
 */
export async function drainEvents(ground: Ground): Promise<Figure[]> {
  const postgres = await drainBy(ground, 'postgresql', openPostgresBus(ground.context.db))
  if (!hasNats()) {
    ground.say('sync: nats-server is not on this machine: the run with NATS JetStream is left out')
    return postgres
  }
  const cluster = await startNats(3)
  const bus = openNatsBus(cluster.url)
  try {
    return [...postgres, ...(await drainBy(ground, 'nats', bus, () => cluster.kill(0)))]
  } finally {
    await bus.close()
    await cluster.stop()
  }
}

async function drainBy(
  ground: Ground,
  carrier: string,
  bus: EventBus,
  halfway: () => Promise<void> = async () => undefined,
): Promise<Figure[]> {
  const { context } = ground
  const topic = `bench_${carrier}`
  await publishBacklog(ground, topic)
  const told: Told = { last: new Map(), count: 0, doubled: 0, disordered: 0 }
  let portion: Readonly<{ key: string; step: number }>[] = []
  const subscriber: Subscriber = {
    ...{ name: topic, topic },
    handle: async (_, { key, payload }) => {
      portion.push({ key, step: Number(payload.step) })
    },
  }
  let isWhole = true
  const beganMs = performance.now()
  while (told.count < backlog) {
    portion = []
    try {
      await carryEvents(context, bus)
      const count = await deliverPortion(context, bus, subscriber)
      if (count > 0) note(told, portion)
    } catch (error) {
      // Asked too early, the nodes that are left have no leader yet: the job would be tried again.
      if (performance.now() - beganMs > 600_000) throw error
      await sleep(100)
    }
    if (isWhole && told.count >= backlog / 2) {
      isWhole = false
      void halfway()
    }
  }
  const seconds = (performance.now() - beganMs) / 1000
  const one = (name: string, value: number, unit: string, target?: { atMost: number }) =>
    figure('sync', `${carrier}_${name}`, value, unit, target)
  return [
    one('events_told', backlog / seconds, 'messages/s'),
    one('events_time', seconds, `s for ${backlog} messages`, { atMost: 600 }),
    one('events_lost', lost(told), 'messages', { atMost: 0 }),
    one('events_doubled', told.doubled, 'messages', { atMost: 0 }),
    one('events_disordered', told.disordered, 'messages', { atMost: 0 }),
  ]
}

/** What was told in one transaction: the same step again is doubled, an earlier one out of order. */
function note(told: Told, portion: readonly Readonly<{ key: string; step: number }>[]): void {
  for (const { key, step } of portion) {
    const before = told.last.get(key) ?? 0
    if (step === before) told.doubled += 1
    if (step < before || step > before + 1) told.disordered += 1
    told.last.set(key, step)
    told.count += 1
  }
}

const lost = ({ last }: Told): number => backlog - [...last.values()].reduce((sum, step) => sum + step, 0)

async function publishBacklog({ context, say }: Ground, topic: string): Promise<void> {
  say(`sync: publishing ${backlog} events on ${topic}`)
  for (let step = 1; step <= steps; step++) {
    await context.db.transaction().execute(async (tx) => {
      for (let key = 0; key < keys; key++)
        await publish(tx, {
          ...{ topic, key: `key ${key}`, kind: 'stepped', payload: { step } },
          at: context.clock.now(),
        })
    })
  }
}
