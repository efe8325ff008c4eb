import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { carryEvents, deliverPortion, publish, type Subscriber } from '#modules/events'
import { playSchedule, schedule } from '#test/event-schedules'
import {
  drain,
  type EventWorld,
  listSteps,
  publishStep,
  publishSteps,
  range,
  saveEffect,
} from '#test/event-world'

/** What every carrier of events keeps. */
export function keepsTheContract(open: () => Promise<EventWorld>, schedules: number): void {
  describe('a carrier of events', () => {
    let world: EventWorld
    before(async () => {
      world = await open()
    })
    const writer = (name: string, topic: string): Subscriber => ({
      name,
      topic,
      handle: (tx, event) => saveEffect(tx, name, event),
    })

    test('two publish at once and end in another order than they began: nothing is skipped', async () => {
      const subscriber = writer('two_at_once', 'at_once')
      const first = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const slow = world.db.transaction().execute(async (tx) => {
        await publishStep(tx, { topic: 'at_once', key: 'a', step: 1 })
        begun.resolve()
        await first.promise
      })
      await begun.promise
      await publishSteps(world, 'at_once', 'b', [1, 2])
      await drain(world, subscriber)
      assert.deepEqual(await listSteps(world, 'two_at_once'), { b: [1, 2] })
      first.resolve()
      await slow
      await drain(world, subscriber)
      assert.deepEqual(await listSteps(world, 'two_at_once'), { a: [1], b: [1, 2] })
    })

    test('who publishes about the same key waits for the end of the first: the order of the key stands', async () => {
      const subscriber = writer('same_key', 'same_key')
      const turns = range(20).map((step) =>
        world.db
          .transaction()
          .execute((tx) => publishStep(tx, { topic: 'same_key', key: `k${step % 3}`, step })),
      )
      await Promise.all(turns)
      await drain(world, subscriber)
      const { rows } = await sql<{ key: string; step: number }>`
        select key, (payload->>'step')::int as step from events.event where topic = 'same_key' order by number`.execute(
        world.db,
      )
      const published: Record<string, number[]> = {}
      for (const { key, step } of rows) published[key] = [...(published[key] ?? []), step]
      assert.deepEqual(await listSteps(world, 'same_key'), published)
    })

    test('what is published in a transaction that fails is never told', async () => {
      const subscriber = writer('undone', 'undone')
      const failing = world.db.transaction().execute(async (tx) => {
        await publishStep(tx, { topic: 'undone', key: 'a', step: 1 })
        throw new Error('undone')
      })
      await assert.rejects(failing)
      await publishSteps(world, 'undone', 'a', [2])
      await drain(world, subscriber)
      assert.deepEqual(await listSteps(world, 'undone'), { a: [2] })
    })

    test('a message is published once, each subscriber has it, and one that begins late has it too', async () => {
      const message = { topic: 'once', key: 'a', kind: 'stepped', payload: { step: 1 }, messageId: 'once-1' }
      const publishIt = () =>
        world.db.transaction().execute((tx) => publish(tx, { ...message, at: world.clock.now() }))
      await Promise.all([publishIt(), publishIt()])
      await publishIt()
      await drain(world, writer('once_early', 'once'))
      await drain(world, { ...writer('once_next', 'once'), begins: 'next' })
      await publishSteps(world, 'once', 'a', [2])
      for (const name of ['once_early', 'once_late']) await drain(world, writer(name, 'once'))
      await drain(world, { ...writer('once_next', 'once'), begins: 'next' })
      assert.deepEqual(await listSteps(world, 'once_early'), { a: [1, 2] })
      assert.deepEqual(await listSteps(world, 'once_late'), { a: [1, 2] })
      assert.deepEqual(await listSteps(world, 'once_next'), { a: [2] })
    })

    test('a subscriber that crashes before its transaction ends is told again, and nothing is doubled', async () => {
      let crashes = 2
      const subscriber: Subscriber = {
        name: 'crashing',
        topic: 'crashing',
        handle: async (tx, event) => {
          await saveEffect(tx, 'crashing', event)
          if (event.position === 70 && crashes-- > 0) await world.crash(tx)
        },
      }
      await publishSteps(world, 'crashing', 'a', range(120))
      for (const _ of range(2)) await assert.rejects(drain(world, subscriber))
      await drain(world, subscriber)
      assert.deepEqual(await listSteps(world, 'crashing'), { a: range(120) })
    })

    test('two workers of one subscriber at once do not tell it twice', async () => {
      const subscriber = writer('two_workers', 'two_workers')
      await publishSteps(world, 'two_workers', 'a', range(120))
      await carryEvents(world, world.bus)
      const work = async () => {
        while ((await deliverPortion(world, world.bus, subscriber)) > 0);
      }
      await Promise.all([work(), work()])
      await work()
      assert.deepEqual(await listSteps(world, 'two_workers'), { a: range(120) })
    })

    test('loss, repetition, shuffling and crashes at any point: at rest each key had its steps once, in order', async () => {
      let run = 0
      const property = fc.asyncProperty(schedule, async (turns) => {
        await playSchedule(world, `generated_${++run}`, turns)
      })
      await fc.assert(property, { numRuns: schedules })
    })
  })
}
