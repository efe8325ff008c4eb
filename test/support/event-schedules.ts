import assert from 'node:assert/strict'
import fc from 'fast-check'
import { deliverPortion, type EventBus, retryKey, type Subscriber } from '#modules/events'
import { carryOnce, type EventWorld, listSteps, publishSteps, range, saveEffect } from '#test/event-world'

/** What goes wrong while a portion is told; `crashAt`, `failAt`: at the event told as the how-manyeth. */
type Turn = Readonly<{
  /** Steps published before, by key. */
  publish: readonly number[]
  carrier: 'sound' | 'loses' | 'repeats' | 'shuffles' | 'is_away'
  acknowledgement: 'sound' | 'lost'
  crashAt: number | null
  failAt: number | null
  /** Minutes that pass, and then what is held is tried again. */
  wait: number | null
}>

const moment = fc.option(fc.nat(5), { freq: 2 })

/** Twelve turns at most, three keys, everything that a carrier and a subscriber may do to us. */
export const schedule: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({
    publish: fc.array(fc.nat(2), { maxLength: 5 }),
    carrier: fc.constantFrom('sound', 'loses', 'repeats', 'shuffles', 'is_away'),
    acknowledgement: fc.constantFrom('sound', 'lost'),
    crashAt: moment,
    failAt: moment,
    wait: fc.option(fc.nat(30), { freq: 2 }),
  }),
  { minLength: 1, maxLength: 12 },
)

/** The carrier as it is in this turn. */
const troubled = (bus: EventBus, { carrier, acknowledgement }: Turn): EventBus => ({
  ...bus,
  carry: async (topic, listPlaced) => {
    if (carrier === 'is_away') throw new Error('the carrier is away')
    await bus.carry(topic, listPlaced)
  },
  take: async (asked) => {
    const brought = await bus.take(asked)
    if (carrier === 'loses') return brought.filter(({ position }) => position % 3 !== 0)
    if (carrier === 'repeats') return [...brought, ...brought.slice(0, 2)]
    if (carrier === 'shuffles') return brought.toReversed()
    return brought
  },
  acknowledge: async (asked, position) => {
    if (acknowledgement === 'lost') throw new Error('the answer is lost')
    await bus.acknowledge(asked, position)
  },
})

const keys = ['a', 'b/ế.*', 'c']

/** Plays the turns on a topic of its own, then lets everything come to rest, and looks at what was done. */
export async function playSchedule(world: EventWorld, topic: string, turns: readonly Turn[]): Promise<void> {
  const published = new Map(keys.map((key) => [key, 0]))
  let told = 0
  let turn: Turn | null = null
  const subscriber: Subscriber = {
    name: topic,
    topic,
    handle: async (tx, event) => {
      const count = told++
      if (turn?.crashAt === count) await world.crash(tx)
      await saveEffect(tx, topic, event)
      if (turn?.failAt === count) throw new Error('cannot be taken')
    },
  }
  for (turn of turns) {
    told = 0
    for (const index of turn.publish) {
      const key = keys[index] ?? 'a'
      const step = (published.get(key) ?? 0) + 1
      published.set(key, step)
      await publishSteps(world, topic, key, [step])
    }
    const bus = troubled(world.bus, turn)
    await carryOnce({ ...world, bus }, topic).catch(() => undefined)
    await deliverPortion(world, bus, subscriber).catch(() => 0)
    if (turn.wait === null) continue
    world.clock.forward({ minutes: turn.wait })
    for (const key of keys) await retryKey(world, subscriber, key).catch(() => null)
  }
  turn = null
  await carryOnce(world, topic)
  while ((await deliverPortion(world, world.bus, subscriber)) > 0);
  world.clock.forward({ hours: 2 })
  for (const key of keys) await retryKey(world, subscriber, key)
  const expected = [...published].filter(([, steps]) => steps > 0).map(([key, steps]) => [key, range(steps)])
  assert.deepEqual(await listSteps(world, topic), Object.fromEntries(expected))
}
