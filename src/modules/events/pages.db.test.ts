import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { listAudit } from '#modules/audit'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { carryEvents } from './carry.ts'
import { checkEvents, eventGauges } from './check-events.ts'
import { deliverPortion } from './deliver.ts'
import type { Subscriber } from './ports.ts'
import { openPostgresBus } from './postgres-bus.ts'
import { publish } from './publish.ts'
import { listSubscribers } from './repository-subscribers.ts'
import { retryKey } from './retry.ts'
import { mostAttempts } from './rules/retry.ts'

const world = useApp()
const send = async (method: 'GET' | 'POST', url: string, form?: Readonly<Record<string, string>>) =>
  await world.app.inject({
    method,
    url,
    headers: {
      ...(await world.as('administrator')),
      accept: 'text/html',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { payload: new URLSearchParams(form).toString() }),
  })

/** Takes what says `good`; everything else it cannot take. */
const told: string[] = []
const picky: Subscriber = {
  name: 'picky',
  topic: 'samples',
  handle: async (_, { key, payload }) => {
    if (payload.good !== true) throw new Error('nothing good in it')
    told.push(`${key}${payload.step}`)
  },
}
let now = '2026-11-26T02:40:00Z'
const clock = { now: () => Temporal.Instant.from(now) }

async function passAndRetry(): Promise<void> {
  now = clock.now().add({ hours: 2 }).toString()
  for (const key of ['a', 'b']) await retryKey({ ...world.context, clock }, picky, key)
}

describe('events for the administrator', () => {
  before(async () => {
    await world.ready
    const { db } = world.context
    const samples = [
      ['a', 1, true],
      ['a', 2, false],
      ['b', 1, true],
      ['a', 3, true],
      ['b', 2, false],
      ['b', 3, true],
    ] as const
    for (const [key, step, good] of samples)
      await db
        .transaction()
        .execute((tx) =>
          publish(tx, { topic: 'samples', key, kind: 'sampled', payload: { step, good }, at: clock.now() }),
        )
    const bus = openPostgresBus(db)
    await carryEvents({ db }, bus)
    await deliverPortion({ db, clock }, bus, picky)
  })

  test('what cannot be taken holds up its key and no other; after the last try it is dead', async () => {
    assert.deepEqual(told, ['a1', 'b1'])
    const [waiting] = await listSubscribers(world.context.db, 'picky')
    assert.deepEqual([waiting?.position, waiting?.waiting, waiting?.dead], [6, 4, 0])
    for (let tries = 1; tries < mostAttempts; tries++) await passAndRetry()
    assert.deepEqual(told, ['a1', 'b1'])
    const [dead] = await listSubscribers(world.context.db, 'picky')
    assert.deepEqual([dead?.waiting, dead?.dead], [2, 2])
  })

  test('dead events are a warning, never a reason to take a server out of rotation, and are measured', async () => {
    const found = await checkEvents({ ...world.context, clock })(60)
    assert.equal(found.ok, true)
    assert.match(found.warning ?? '', /2 events dead/)
    const ready = await send('GET', '/readyz')
    assert.equal(ready.statusCode, 200)
    assert.match(ready.body, /2 events dead/)
    const [lag, dead] = await Promise.all(eventGauges({ ...world.context, clock }).map(({ read }) => read()))
    assert.equal((lag as Record<string, number>).picky, 10 * 3600)
    assert.deepEqual(dead, { picky: 2 })
  })

  test('the page shows subscribers, cursor and lag, and the dead with their reason', async () => {
    const page = await send('GET', '/admin/events')
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /picky/)
    assert.match(page.body, /6 \/ 6/)
    assert.match(page.body, /nothing good in it/)
    assert.deepEqual(await findMarkupErrors(page.body), [])
    const held = await send('GET', '/admin/events/held/picky/2')
    assert.match(held.body, /&#34;step&#34;: 2/)
    assert.deepEqual(await findMarkupErrors(held.body), [])
    assert.equal((await send('GET', '/admin/events/held/picky/99')).statusCode, 404)
  })

  test('one is fixed and replayed: the original stays, what waited behind it follows in order', async () => {
    const wrong = await send('POST', '/admin/events/held/picky/2/replay', { payload: '{"step": 2,' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /đối tượng JSON/)
    const right = await send('POST', '/admin/events/held/picky/2/replay', {
      payload: '{"step": 2, "good": true}',
    })
    assert.equal(right.statusCode, 303)
    const page = await send('GET', '/admin/events/held/picky/2')
    assert.match(page.body, /Nội dung đã phát[\s\S]*false[\s\S]*Nội dung đã sửa[\s\S]*true/)
    await passAndRetry()
    assert.deepEqual(told, ['a1', 'b1', 'a2', 'a3'])
    const again = await send('POST', '/admin/events/held/picky/2/replay', { payload: '{}' })
    assert.equal(again.statusCode, 409)
  })

  test('one is set aside with a reason, and what waited behind it goes on', async () => {
    assert.equal((await send('POST', '/admin/events/held/picky/5/set-aside', { why: ' ' })).statusCode, 422)
    const done = await send('POST', '/admin/events/held/picky/5/set-aside', { why: 'bản ghi thử' })
    assert.equal(done.statusCode, 303)
    await passAndRetry()
    assert.deepEqual(told, ['a1', 'b1', 'a2', 'a3', 'b3'])
    assert.equal((await checkEvents({ ...world.context, clock })(60)).ok, true)
  })

  test('a subscriber is told again from a moment on, on record', async () => {
    const url = '/admin/events/subscribers/picky'
    assert.deepEqual(await findMarkupErrors((await send('GET', url)).body), [])
    const wrong = await send('POST', `${url}/replay`, { day: '31/02/2026', time: '25:00' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /Nhập giờ/)
    const future = await send('POST', `${url}/replay`, { day: '26/11/2027', time: '08:00' })
    assert.match(future.body, /không có gì để gửi lại/)
    const back = await send('POST', `${url}/replay`, { day: '26/11/2026', time: '09:40' })
    assert.equal(back.headers.location, `${url}?done=1`)
    told.length = 0
    const { db } = world.context
    await deliverPortion({ db, clock }, openPostgresBus(db), picky)
    await passAndRetry()
    assert.deepEqual(told.slice(0, 2), ['a1', 'b1'])
    const entries = await listAudit(db, { kind: 'subscriber', id: 'picky' })
    assert.equal(entries[0]?.action, 'events.replay_since')
  })
})
