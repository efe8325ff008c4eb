import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { placeAll } from '#modules/events'
import { authenticateClient } from '#modules/exchange'
import { crashingDb } from '#test/crashing-db'
import { give, openSystem, openTopic } from '#test/topics'
import { useApp } from '#test/whole-app'
import { publishEvents } from './publish-events.ts'

const world = useApp()
let publishers: readonly Awaited<ReturnType<typeof openSystem>>[] = []
let reader: Awaited<ReturnType<typeof openSystem>>

before(async () => {
  await world.ready
  const { context } = world
  publishers = [await openSystem(context, 'LANDS', 1_000_000), await openSystem(context, 'ROADS', 1_000_000)]
  reader = await openSystem(context, 'TAXES', 1_000_000)
})

/** How a publishing ends. The system that asked cannot tell the last two apart. */
type Outcome = 'answered' | 'answer_lost' | 'server_stopped'

/**
 * What happens next. `server_stopped`: before anything was kept; `lost`, `answer_lost`: it was done, and the answer did not
 * arrive; `crash`: the reader did not keep its place with what it did, and is told again.
 */
type Step =
  | Readonly<{ act: 'publish'; by: 0 | 1; keys: readonly string[]; outcome: Outcome }>
  | Readonly<{ act: 'place' }>
  | Readonly<{ act: 'read'; limit: number; lost: boolean; crash: boolean }>
  | Readonly<{ act: 'go_back'; by: number }>

const by = fc.constantFrom(0 as const, 1 as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constant('publish' as const),
    by,
    keys: fc.array(fc.constantFrom('k1', 'k2', 'k3'), { minLength: 1, maxLength: 4 }),
    outcome: fc.constantFrom<Outcome>('answered', 'answer_lost', 'server_stopped'),
  }),
  fc.record({ act: fc.constant('place' as const) }),
  fc.record({
    act: fc.constant('read' as const),
    limit: fc.integer({ min: 1, max: 5 }),
    lost: fc.boolean(),
    crash: fc.boolean(),
  }),
  fc.record({ act: fc.constant('go_back' as const), by: fc.integer({ min: 1, max: 5 }) }),
)

type Told = Readonly<{ position: number; messageId: string; key: string; payload: Readonly<{ sheet: number }> }>
type Sent = Readonly<{
  messageId: string
  key: string
  kind: string
  at: string
  payload: Readonly<Record<string, unknown>>
}>

/** Two systems that publish until they are answered, and one that reads and keeps its place with what it did. */
function openSchedule(topic: string) {
  const url = `/api/v1/exchange/topics/${topic}/events`
  const waiting: [Sent[][], Sent[][]] = [[], []]
  const told: Told[] = []
  const accepted: Sent[] = []
  let place = 0
  let count = 0

  const send = async (who: 0 | 1, outcome: Outcome) => {
    const [batch] = waiting[who]
    if (!batch) return
    const { headers } = publishers[who] ?? assert.fail()
    if (outcome === 'server_stopped') {
      const { context } = world
      const caller = (await authenticateClient(context, headers.authorization)) ?? assert.fail()
      const stopping = { ...context, db: crashingDb(context.db) }
      await assert.rejects(publishEvents(stopping, caller, { code: topic, events: batch }), /the power went/)
      return
    }
    const answer = await world.app.inject({ method: 'POST', url, headers, payload: { events: batch } })
    assert.equal(answer.statusCode, 200, answer.body)
    if (outcome === 'answer_lost') return
    accepted.push(...batch)
    waiting[who].shift()
  }
  const publish = async ({ by: who, keys, outcome }: Step & { act: 'publish' }) => {
    const batch = keys.map((key) => {
      count += 1
      return {
        messageId: `m${count}`,
        key,
        kind: 'changed',
        at: '2026-11-26T09:00:00+07:00',
        payload: { sheet: count },
      }
    })
    waiting[who].push(batch)
    await send(who, outcome)
  }
  const read = async ({ limit, lost, crash }: Omit<Step & { act: 'read' }, 'act'>): Promise<number> => {
    const query = `?after=${place}&limit=${limit}`
    const answer = await world.app.inject({ url: url + query, headers: reader.headers })
    assert.equal(answer.statusCode, 200, answer.body)
    if (lost) return 1
    const { events, next }: { events: Told[]; next: number } = answer.json()
    told.push(...events)
    if (!crash) place = next
    return events.length
  }
  return {
    told,
    accepted,
    take: async (one: Step): Promise<void> => {
      if (one.act === 'publish') await publish(one)
      if (one.act === 'place') await placeAll(world.context)
      if (one.act === 'read') await read(one)
      if (one.act === 'go_back') place = Math.max(0, place - one.by)
    },
    finish: async () => {
      for (const who of [0, 1] as const) while (waiting[who].length > 0) await send(who, 'answered')
      await placeAll(world.context)
      while ((await read({ limit: 7, lost: false, crash: false })) > 0);
    },
  }
}

/** What one system said about one key. */
const lineOf = ({ messageId, key }: Told): string => `${messageId.split(' ')[1]} ${key}`

let schedules = 0

test('answers lost, a server that stops, readers that crash or go back: all is told, nothing twice under two positions, each key in order', async () => {
  const { context } = world
  const isKept = async (steps: readonly Step[]) => {
    schedules += 1
    const topic = `schedule_${schedules}`
    await openTopic(context, topic)
    for (const { id: subsystemId } of publishers) await give(context, { topic, subsystemId, act: 'publish' })
    await give(context, { topic, subsystemId: reader.id, act: 'subscribe' })
    const schedule = openSchedule(topic)
    for (const one of steps) await schedule.take(one)
    await schedule.finish()
    const byPosition = new Map(schedule.told.map((event) => [event.position, event]))
    assert.equal(byPosition.size, schedule.accepted.length)
    const ids = new Set([...byPosition.values()].map(({ messageId }) => messageId))
    assert.equal(ids.size, schedule.accepted.length)
    const inOrder = [...byPosition.values()].toSorted((one, other) => one.position - other.position)
    for (const events of Map.groupBy(inOrder, lineOf).values()) {
      const sheets = events.map(({ payload }) => payload.sheet)
      assert.deepEqual(
        sheets,
        sheets.toSorted((one, other) => one - other),
      )
    }
    for (const { position, messageId } of schedule.told)
      assert.equal(byPosition.get(position)?.messageId, messageId)
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), isKept), { numRuns: 60 })
})
