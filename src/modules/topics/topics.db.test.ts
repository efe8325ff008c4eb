import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { placeAll } from '#modules/events'
import { addOffering, administrator, give, openSystem, openTopic, parcelSchema, takeToken } from '#test/topics'
import { useApp } from '#test/whole-app'
import { changeTopic, changeTopicState } from './manage-topics.ts'

type System = Awaited<ReturnType<typeof openSystem>>
type Sent = Readonly<{ messageId: string; key: string; kind: string; at: string; payload: object }>

const world = useApp()
let land: System
let tax: System

before(async () => {
  await world.ready
  const { context } = world
  land = await openSystem(context, 'LANDS')
  tax = await openSystem(context, 'TAXES')
  await openTopic(context, 'parcels')
  await give(context, { topic: 'parcels', subsystemId: land.id, act: 'publish' })
  await give(context, { topic: 'parcels', subsystemId: tax.id, act: 'subscribe' })
})

const event = (messageId: string, more: Partial<Sent> = {}): Sent => ({
  ...{ messageId, key: '12/204', kind: 'changed', at: '2026-11-26T09:00:00+07:00' },
  payload: { sheet: 12 },
  ...more,
})

const publish = async (
  events: readonly unknown[],
  { headers }: Pick<System, 'headers'> = land,
  topic = 'parcels',
) =>
  await world.app.inject({
    method: 'POST',
    url: `/api/v1/exchange/topics/${topic}/events`,
    headers,
    payload: { events },
  })
const read = async (query: string, { headers }: Pick<System, 'headers'> = tax, topic = 'parcels') =>
  await world.app.inject({ url: `/api/v1/exchange/topics/${topic}/events?${query}`, headers })
const lastOf = async (topic = 'parcels'): Promise<number> => {
  await placeAll(world.context)
  const sql = 'select coalesce(max(position), 0)::int as last from events.placed_event where topic = $1'
  return (await world.context.pool.query(sql, [topic])).rows[0].last
}
const idsOf = (answer: Awaited<ReturnType<typeof read>>): string[] =>
  answer.json().events.map(({ messageId }: { messageId: string }) => messageId.split(' ').at(-1))

describe('what is published is read', () => {
  test('in order, with its positions, and asking after the last says that all is done', async () => {
    const answer = await publish([
      event('a1'),
      event('a2', { key: '12/205', payload: { sheet: 12, note: 'Tách' } }),
    ])
    assert.deepEqual(answer.json(), { published: 2, known: 0 })
    await placeAll(world.context)
    const first = await read('after=0')
    assert.equal(first.headers['cache-control'], 'no-store')
    assert.deepEqual(first.json(), {
      events: [
        {
          ...{ position: 1, messageId: 'parcels GOV/H18.12/LANDS a1', key: '12/204', kind: 'changed' },
          ...{ at: '2026-11-26T02:00:00Z', payload: { sheet: 12 } },
        },
        {
          ...{ position: 2, messageId: 'parcels GOV/H18.12/LANDS a2', key: '12/205', kind: 'changed' },
          ...{ at: '2026-11-26T02:00:00Z', payload: { sheet: 12, note: 'Tách' } },
        },
      ],
      next: 2,
      last: 2,
    })
    // Nothing was said to be done yet: it comes again.
    assert.deepEqual(idsOf(await read('')), ['a1', 'a2'])
    assert.deepEqual((await read('after=2')).json(), { events: [], next: 2, last: 2 })
    assert.deepEqual(idsOf(await read('')), [])
    const entries = await listAudit(world.context.db, { kind: 'topic', id: 'parcels' })
    const entry = entries.find(({ action }) => action === 'topics.publish')
    assert.deepEqual(entry?.detail, {
      published: 2,
      known: 0,
      clientId: entry?.detail?.clientId,
    })
    assert.equal(entry?.actor.fullName, 'GOV/H18.12/LANDS')
  })

  test('a system sees the topics it has rights to, and how far it is', async () => {
    const url = '/api/v1/exchange/topics'
    const [topic, ...others] = (await world.app.inject({ url, headers: tax.headers })).json().topics
    assert.deepEqual(others, [])
    assert.equal(topic.code, 'parcels')
    assert.deepEqual([topic.acts, topic.last, topic.done], [['subscribe'], 2, 2])
    assert.match(topic.schema, /sheet/)
    const own = (await world.app.inject({ url, headers: land.headers })).json().topics
    assert.deepEqual(own[0].acts, ['publish'])
  })

  test('again from an older position, or from a moment', async () => {
    await publish([
      event('b1', { at: '2026-11-26T09:10:00.1239+07:00' }),
      event('b2', { at: '2026-11-26T02:20:00Z' }),
    ])
    await placeAll(world.context)
    const last = await lastOf()
    await read(`after=${last}`)
    assert.deepEqual(idsOf(await read(`after=${last - 1}`)), ['b2'])
    assert.deepEqual(idsOf(await read('from=2026-11-26T09:15:00%2B07:00')), ['b2'])
    assert.deepEqual(idsOf(await read('from=2026-11-26T09:10:00.123%2B07:00')), ['b1', 'b2'])
    // A replay sets back what is known of the reader.
    assert.deepEqual(idsOf(await read('')), ['b1', 'b2'])
    assert.deepEqual((await read('from=2026-11-26T09:30:00%2B07:00')).json(), { events: [], next: last, last })
    assert.deepEqual(idsOf(await read('after=0&limit=1')), ['a1'])
  })

  test('asking since a moment sets a reader back and never forward: nothing that waits is lost', async () => {
    const last = await lastOf()
    await read('after=1')
    const since = await read('from=2026-11-26T09:30:00%2B07:00')
    assert.deepEqual(since.json(), { events: [], next: last, last })
    assert.deepEqual(idsOf(await read('')), ['a2', 'b1', 'b2'])
    assert.deepEqual(idsOf(await read('from=2026-11-26T09:15:00%2B07:00')), ['b2'])
    assert.deepEqual(idsOf(await read('')), ['a2', 'b1', 'b2'])
    const future = await read('from=2062-01-01T00:00:00Z')
    assert.equal(future.statusCode, 400)
    assert.deepEqual(future.json().fields, [{ field: 'from', expected: 'a moment that has passed' }])
    assert.deepEqual(idsOf(await read('')), ['a2', 'b1', 'b2'])
    const never = await openSystem(world.context, 'NEVER')
    await give(world.context, { topic: 'parcels', subsystemId: never.id, act: 'subscribe' })
    assert.deepEqual(idsOf(await read('from=2026-11-26T09:15:00%2B07:00', never)), ['b2'])
    assert.deepEqual(idsOf(await read('', never)), ['a1', 'a2', 'b1', 'b2'])
  })

  test('two processes of one system ask at once, and one of them is believed', async () => {
    await Promise.all([read('after=1'), read('after=2'), read('after=1')])
    assert.match((await read('')).json().events[0].messageId, /(a2|b1)$/)
  })

  test('a HEAD moves no reader', async () => {
    await read('after=1')
    const url = '/api/v1/exchange/topics/parcels/events?after=2'
    await world.app.inject({ method: 'HEAD', url, headers: tax.headers })
    assert.deepEqual(idsOf(await read('limit=1')), ['a2'])
  })

  test('a position that was never given out, a moment that is none, and both at once are refused', async () => {
    const refusals = [
      [`after=${(await lastOf()) + 1}`, 'after'],
      ['from=yesterday', 'from'],
      ['after=1&from=2026-11-26T09:15:00Z', 'from'],
      ['after=-1', 'after'],
      ['limit=501', 'limit'],
    ] as const
    for (const [query, field] of refusals) {
      const answer = await read(query)
      assert.equal(answer.statusCode, 400, query)
      assert.equal(answer.json().fields[0].field, field)
    }
  })

  test('a long answer ends before its limit, and goes on with what is next', async () => {
    // Two bytes each.
    const note = 'đ'.repeat(30_000)
    for (let batch = 0; batch < 10; batch += 1)
      await publish(
        Array.from({ length: 15 }, (_, index) => event(`l${batch}-${index}`, { payload: { sheet: 1, note } })),
      )
    await placeAll(world.context)
    const begin = (await lastOf()) - 150
    const first = await read(`after=${begin}&limit=500`)
    assert.equal(first.json().events.length, 100)
    assert.equal(first.json().next, begin + 100)
    assert.equal((await read(`after=${begin + 100}&limit=500`)).json().events.length, 50)
  })
})

describe('who may', () => {
  const statusOf = async (answer: Promise<Readonly<{ statusCode: number; json: () => { code: string } }>>) => {
    const { statusCode, json } = await answer
    return statusCode === 200 ? '200' : `${statusCode} ${json().code}`
  }
  const unknown = '404 topics.topic_unknown'

  test('nobody without a token, or with a sandbox key', async () => {
    const answer = await read('after=0', { headers: { authorization: 'Bearer nothing' } })
    assert.equal(answer.json().code, 'topics.client_refused')
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="exchange"')
    const offering = await addOffering(world.context, land.id)
    const headers = await takeToken(world.context, tax.id, offering)
    assert.equal(await statusOf(read('after=0', { headers })), '403 topics.sandbox_key')
  })

  test('a topic that is not there is answered as one that is not open to the caller', async () => {
    const withoutRight = (await read('after=0', tax, 'dossiers')).json()
    const absent = (await read('after=0', tax, 'nothing')).json()
    for (const answer of [withoutRight, absent]) for (const own of ['instance', 'at']) delete answer[own]
    assert.deepEqual(withoutRight, absent)
    assert.equal(absent.code, 'topics.topic_unknown')
  })

  test('a right is for its act, and for its days', async () => {
    const { context } = world
    await openTopic(context, 'dated')
    assert.equal(await statusOf(publish([event('r1')], tax)), unknown)
    assert.equal(await statusOf(read('after=0', land)), unknown)
    const { id: subsystemId } = tax
    const right = { topic: 'dated', subsystemId, act: 'subscribe' } as const
    await give(context, { ...right, fromOn: '2026-11-27' })
    assert.equal(await statusOf(read('after=0', tax, 'dated')), unknown)
    await give(context, { ...right, fromOn: '2026-11-01', untilOn: '2026-11-25' })
    assert.equal(await statusOf(read('after=0', tax, 'dated')), unknown)
    await give(context, { ...right, untilOn: '2026-11-26' })
    assert.equal(await statusOf(read('after=0', tax, 'dated')), '200')
  })

  test('a right that is asked for twice at once is given once', async () => {
    const right = { topic: 'dated', subsystemId: land.id, act: 'publish' } as const
    const answers = await Promise.all([give(world.context, right), give(world.context, right)])
    assert.deepEqual(answers.map(({ ok }) => ok).sort(), [false, true])
  })

  test('nobody from outside publishes on a topic of this program', async () => {
    const answer = await give(world.context, { topic: 'dossiers', subsystemId: land.id, act: 'publish' })
    assert.deepEqual(answer, { ok: false, code: 'platform_publishes' })
  })

  test('a system that asks more often than it may waits', async () => {
    const hasty = await openSystem(world.context, 'HASTY', 2)
    await give(world.context, { topic: 'parcels', subsystemId: hasty.id, act: 'subscribe' })
    assert.equal(await statusOf(read('after=0', hasty)), '200')
    assert.equal(await statusOf(read('after=0', hasty)), '200')
    const refused = await read('after=0', hasty)
    assert.equal(refused.json().code, 'request.too_many')
    assert.ok(refused.json().retryAfterSeconds > 0)
  })
})

describe('published once', () => {
  test('the same again is accepted, and told once; other content under the same id is refused', async () => {
    const before = await lastOf()
    const batch = [event('c1'), event('c2', { payload: { sheet: 1, note: 'đ' } })]
    assert.deepEqual((await publish(batch)).json(), { published: 2, known: 0 })
    const again = [{ ...event('c2'), payload: { note: 'đ', sheet: 1 } }, event('c3'), event('c1')]
    assert.deepEqual((await publish(again)).json(), { published: 1, known: 2 })
    for (const other of [
      { payload: { sheet: 2 } },
      { key: '1/1' },
      { kind: 'split' },
      { at: '2026-11-26T09:00:01+07:00' },
    ]) {
      const refused = await publish([event('c4'), event('c1', other)])
      assert.equal(refused.statusCode, 409)
      assert.deepEqual(refused.json().messageIds, ['c1'])
    }
    await placeAll(world.context)
    assert.deepEqual(idsOf(await read(`after=${before}`)), ['c1', 'c2', 'c3'])
  })

  test('two at once: the same is published once, and of two different ones under an id one is refused', async () => {
    const before = await lastOf()
    const same = [event('d1'), event('d2', { key: '1/2' })]
    const answers = await Promise.all([publish(same), publish([...same].reverse()), publish(same)])
    assert.deepEqual(answers.map((answer) => answer.json().published).sort(), [0, 0, 2])
    const others = await Promise.all([
      publish([event('d3', { key: 'one' })]),
      publish([event('d3', { key: 'other' })]),
    ])
    assert.deepEqual(others.map(({ statusCode }) => statusCode).sort(), [200, 409])
    await placeAll(world.context)
    assert.deepEqual(
      idsOf(await read(`after=${before}`)).toSorted((one, other) => one.localeCompare(other)),
      ['d1', 'd2', 'd3'],
    )
  })

  test('two batches with the same ids in reverse order, about other keys, do not stop each other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ids = Array.from({ length: 100 }, (_, index) => `v${round}-${index}`)
      const batchOf = (key: string, names: readonly string[]) => names.map((id) => event(id, { key }))
      const answers = await Promise.all([
        publish(batchOf('up', ids)),
        publish(batchOf('down', ids.toReversed())),
      ])
      assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 409])
      const refused = answers.find(({ statusCode }) => statusCode === 409)
      assert.equal(refused?.json().messageIds.length, 100)
    }
  })

  test('a batch is one job, however many events it has, and keeps their order', async () => {
    const before = await lastOf()
    const jobs = async (): Promise<number> =>
      (
        await world.context.pool.query(
          "select id from graphile_worker.jobs where task_identifier = 'events.carry'",
        )
      ).rows.length
    const jobsBefore = await jobs()
    const ids = Array.from({ length: 100 }, (_, index) => `w${(index * 37) % 100}`)
    const batch = ids.map((id, index) => event(id, { key: `w${index % 7}` }))
    assert.deepEqual((await publish(batch)).json(), { published: 100, known: 0 })
    assert.equal(await jobs(), jobsBefore + 1)
    assert.deepEqual((await publish(batch)).json(), { published: 0, known: 100 })
    assert.equal(await jobs(), jobsBefore + 1)
    await placeAll(world.context)
    assert.deepEqual(idsOf(await read(`after=${before}`)), ids)
  })

  test('a batch whose answer was lost is accepted again, whatever the topic became since', async () => {
    const { context } = world
    const before = await lastOf()
    const sheet = [event('y1'), event('y2', { payload: { sheet: 5 } })]
    assert.equal((await publish(sheet)).statusCode, 200)
    const doing = { context, actor: administrator }
    const strict = JSON.stringify({ type: 'object', required: ['parcel'] })
    const words = { code: 'parcels', title: 'Biến động', summary: 'Thửa đất', contact: '0900 000 032' }
    await changeTopic(doing, { ...words, schemaText: strict })
    assert.deepEqual((await publish(sheet)).json(), { published: 0, known: 2 })
    const more = await publish([...sheet, event('y3')])
    assert.deepEqual([more.statusCode, more.json().fields[0].field], [400, 'events/2/payload'])
    await changeTopic(doing, { ...words, schemaText: parcelSchema })
    await changeTopicState(doing, 'parcels', 'withdrawn')
    assert.deepEqual((await publish(sheet)).json(), { published: 0, known: 2 })
    assert.equal((await publish([...sheet, event('y3')])).json().code, 'topics.topic_withdrawn')
    assert.equal(
      (await publish([event('y1', { payload: { sheet: 6 } })])).json().code,
      'topics.message_differs',
    )
    await changeTopicState(doing, 'parcels', 'in_force')
    await placeAll(context)
    assert.deepEqual(idsOf(await read(`after=${before}`)), ['y1', 'y2'])
  })

  test('the ids of a system are its own', async () => {
    await give(world.context, { topic: 'parcels', subsystemId: tax.id, act: 'publish' })
    assert.deepEqual((await publish([event('c1', { payload: { sheet: 99 } })], tax)).json(), {
      published: 1,
      known: 0,
    })
  })

  test('many at once about few keys: positions without a hole, each key in the order of its publishing', async () => {
    const before = await lastOf()
    const keys = ['k1', 'k2', 'k3']
    const publishOne = async (worker: number) => {
      for (let round = 0; round < 5; round += 1) {
        const batch = keys.map((key) =>
          event(`o-${worker}-${round}-${key}`, { key, payload: { sheet: round + 1 } }),
        )
        const shuffled = worker % 2 === 0 ? batch : [...batch].reverse()
        assert.equal((await publish(shuffled)).statusCode, 200)
        if (round % 2 === 0) await placeAll(world.context)
      }
    }
    await Promise.all([0, 1, 2, 3].map(publishOne))
    await placeAll(world.context)
    const { events } = (await read(`after=${before}&limit=500`)).json()
    assert.deepEqual(
      events.map(({ position }: { position: number }) => position),
      Array.from({ length: 60 }, (_, index) => before + index + 1),
    )
    for (const worker of [0, 1, 2, 3])
      for (const key of keys) {
        const own = events.filter((one: Sent) => one.key === key && one.messageId.includes(` o-${worker}-`))
        assert.deepEqual(
          own.map((one: Sent) => one.payload),
          [1, 2, 3, 4, 5].map((sheet) => ({ sheet })),
        )
      }
  })
})

describe('a bad batch', () => {
  const refuse = async (bad: Readonly<Record<string, unknown>>, field: string) => {
    const answer = await publish([event('e1'), { ...event('e2'), ...bad }])
    assert.equal(answer.statusCode, 400, answer.body)
    const [fault] = answer.json().fields
    assert.equal(fault.field, field)
    assert.ok(fault.expected.length > 5)
  }

  test('is refused whole, with the field and what was expected', async () => {
    const before = await lastOf()
    let deep: object = { sheet: 1 }
    for (let depth = 0; depth < 40; depth += 1) deep = { sheet: 1, deep }
    await refuse({ messageId: 'e1' }, 'events/1/messageId')
    await refuse({ messageId: 'a b' }, 'events/1/messageId')
    await refuse({ key: '' }, 'events/1/key')
    await refuse({ kind: 'changed!' }, 'events/1/kind')
    await refuse({ at: 'yesterday' }, 'events/1/at')
    await refuse({ at: '2026-11-26T09:46:00+07:00' }, 'events/1/at')
    await refuse({ payload: [] }, 'events/1/payload')
    await refuse({ payload: { sheet: 0 } }, 'events/1/payload/sheet')
    await refuse({ payload: {} }, 'events/1/payload')
    await refuse({ payload: { sheet: 1, note: 'x'.repeat(65_536) } }, 'events/1/payload')
    await refuse({ payload: { sheet: 1, more: 12345678901234567890n.toString() }, more: 1 }, 'events/1/more')
    await refuse({ payload: { sheet: 1e300 } }, 'events/1/payload/sheet')
    await refuse({ payload: { sheet: 1, note: 'a\u0000b' } }, 'events/1/payload/note')
    await refuse({ payload: deep }, 'events/1/payload')
    assert.equal((await publish([])).statusCode, 400)
    assert.equal((await publish(Array.from({ length: 101 }, (_, index) => event(`f${index}`)))).statusCode, 400)
    await placeAll(world.context)
    assert.equal(await lastOf(), before)
  })

  test('a topic that was withdrawn takes nothing new, and is still read', async () => {
    await world.context.pool.query("update topics.topic set state = 'withdrawn' where code = 'parcels'")
    assert.equal((await publish([event('g1')])).json().code, 'topics.topic_withdrawn')
    assert.equal((await read('after=0&limit=1')).statusCode, 200)
  })
})
