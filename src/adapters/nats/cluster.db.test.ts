import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { carryEvents, deliverPortion, type Subscriber } from '#modules/events'
import { useDatabase } from '#test/db'
import { type EventWorld, listSteps, openEventWorld, publishStep, range, saveEffect } from '#test/event-world'
import { openNatsBus } from './client.ts'
import { type NatsCluster, startNats } from './local-cluster.ts'
import { streamOf } from './wire.ts'

const keys = range(20).map((number) => `dossier ${number}`)
const steps = 40
const database = useDatabase()
let cluster: NatsCluster
let world: EventWorld

before(async () => {
  await database.ready
  cluster = await startNats(3)
  world = await openEventWorld(database, openNatsBus(cluster.url))
})
after(async () => {
  await world.bus.close()
  await cluster.stop()
})

async function findLeader(topic: string): Promise<{ node: number; replicas: number }> {
  const connection = await connect({ servers: cluster.url.split(',') })
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false })
    const { cluster: found, config } = await manager.streams.info(streamOf(topic))
    return { node: Number(found?.leader?.replace('node', '')), replicas: config.num_replicas }
  } finally {
    await connection.close()
  }
}

/** As the job is tried again: while the nodes choose who leads, after one was lost or came back, none answers. */
async function insist<Done>(act: () => Promise<Done>, tries = 20): Promise<Done> {
  try {
    return await act()
  } catch (error) {
    if (tries === 1) throw error
    return insist(act, tries - 1)
  }
}

/** Publishes one more step about every key, in one transaction. */
const publishRound = (topic: string, step: number) =>
  world.db.transaction().execute(async (tx) => {
    for (const key of keys) await publishStep(tx, { topic, key, step })
  })

test('of three nodes the one that leads is killed midway: nothing lost, nothing doubled, order kept', async () => {
  const topic = 'killed'
  let told = 0
  const subscriber: Subscriber = {
    name: 'killed',
    topic,
    handle: async (tx, event) => {
      told++
      await saveEffect(tx, 'killed', event)
    },
  }
  for (const step of range(steps / 2)) await publishRound(topic, step)
  await carryEvents(world, world.bus)
  while (told < keys.length * 10) await deliverPortion(world, world.bus, subscriber)

  const { node, replicas } = await findLeader(topic)
  assert.equal(replicas, 3)
  // While messages are on their way to the leader, and while others are taken from it.
  for (const step of range(steps / 2)) await publishRound(topic, steps / 2 + step)
  const carrying = carryEvents(world, world.bus).catch(() => undefined)
  const taking = deliverPortion(world, world.bus, subscriber).catch(() => 0)
  await cluster.kill(node)
  await Promise.all([carrying, taking])

  const isDone = async () =>
    Object.values(await listSteps(world, 'killed')).flat().length >= keys.length * steps
  for (let tries = 0; tries < 500 && !(await isDone()); tries++) {
    // Asked too early, the two that are left have no leader yet: the job would be tried again.
    await carryEvents(world, world.bus).catch(() => undefined)
    await deliverPortion(world, world.bus, subscriber).catch(() => 0)
  }
  assert.deepEqual(await listSteps(world, 'killed'), Object.fromEntries(keys.map((key) => [key, range(steps)])))

  cluster.revive(node)
  await publishRound(topic, steps + 1)
  await insist(() => carryEvents(world, world.bus))
  while ((await insist(() => deliverPortion(world, world.bus, subscriber))) > 0);
  assert.equal(Object.values(await listSteps(world, 'killed')).flat().length, keys.length * (steps + 1))
})

test('a stream that another database filled is refused, and the subscriber is told nothing of it', async (t) => {
  const other = openNatsBus(cluster.url)
  t.after(other.close)
  const event = { topic: 'foreign', position: 1, messageId: 'x', key: 'a', kind: 'stepped', payload: {} }
  const foreign = { ...event, at: world.clock.now() }
  await insist(() => other.carry('foreign', async (_, after) => (after === 0 ? [foreign] : [])))
  await world.db.transaction().execute((tx) => publishStep(tx, { topic: 'foreign', key: 'a', step: 1 }))
  await insist(() => assert.rejects(carryEvents(world, world.bus), /events of another database/))
})
