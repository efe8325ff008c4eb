import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { useDatabase } from '#test/db'
import { placeAll } from './carry.ts'
import { publish, publishAll } from './publish.ts'
import { findFirstSince, listPlaced } from './repository.ts'
import type { NewEvent } from './rules/event.ts'

const database = useDatabase()
const at = Temporal.Instant.from('2026-11-22T08:00:00+07:00')
const event = (topic: string, key: string, messageId?: string): NewEvent => ({
  ...{ topic, key, kind: 'stepped', payload: { said: messageId ?? key }, at },
  ...(messageId !== undefined && { messageId }),
})
const publishTogether = (events: readonly NewEvent[]) =>
  database.db.transaction().execute((tx) => publishAll(tx, events))
const told = async (topic: string) => {
  await placeAll(database)
  return (await listPlaced(database.db, topic, 0, 1000)).map(({ payload }) => payload.said)
}
/** Comes back when so many transactions wait for others. */
async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity as activity using (pid)
      where not granted and activity.datname = current_database()`.execute(database.db)
    if (rows.length >= count) return
  }
}

before(async () => {
  await database.ready
  // A queue learns the name of a job with the first of it.
  await publishTogether([event('opened', 'a')])
})

test('events that are published together keep their order, and the same message stands there once', async () => {
  const ids = ['m3', 'm1', 'm2', 'm1']
  await publishTogether(ids.map((id, index) => event('together', `k${index % 2}`, id)))
  await publishTogether([])
  await publishTogether([event('together', 'k1', 'm2'), event('together', 'k1'), event('together', 'k0', 'm0')])
  assert.deepEqual(await told('together'), ['m3', 'm1', 'm2', 'k1', 'm0'])
})

test('two at once with the same messages in reverse order: the second waits for the first, neither is given up', async () => {
  const undone = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  // Both have begun to write, and wait behind one who took a message of theirs.
  const holder = database.db.transaction().execute(async (tx) => {
    await publish(tx, event('reverse', 'held', 'm'))
    begun.resolve()
    await undone.promise
    throw new Error('undone')
  })
  await begun.promise
  const both = Promise.all(
    [['a', 'm', 'z'] as const, ['z', 'm', 'a'] as const].map((ids, index) =>
      publishTogether(ids.map((id) => event('reverse', `k${index}`, id))),
    ),
  )
  await untilWaiting(2)
  undone.resolve()
  await assert.rejects(holder, /undone/)
  await both
  const steps = await told('reverse')
  assert.deepEqual([steps.length, new Set(steps)], [3, new Set(['a', 'm', 'z'])])
})

test('two at once about the same keys in reverse order: each is told whole', async () => {
  const begun = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  const holder = database.db.transaction().execute(async (tx) => {
    await publish(tx, event('keys', 'm'))
    begun.resolve()
    await done.promise
  })
  await begun.promise
  const both = Promise.all(
    [['a', 'm', 'z'] as const, ['z', 'm', 'a'] as const].map((keys) =>
      publishTogether(keys.map((key) => event('keys', key))),
    ),
  )
  await untilWaiting(2)
  done.resolve()
  await Promise.all([holder, both])
  const events = await told('keys')
  assert.equal(events[0], 'm')
  assert.match(events.slice(1).join(''), /^(amzzma|zmaamz)$/)
})

test('what happened first since a moment is found, also where moments do not grow', async () => {
  const hours = [3, 1, 5, 2]
  await publishTogether(hours.map((hour) => ({ ...event('moments', 'a'), at: at.add({ hours: hour }) })))
  await placeAll(database)
  const since = (hour: number) => findFirstSince(database.db, 'moments', at.add({ hours: hour }))
  assert.deepEqual(await Promise.all([-400_000, 3, 4, 5, 6].map(since)), [1, 1, 3, 3, null])
  assert.equal(await findFirstSince(database.db, 'empty', at), null)
})
