import assert from 'node:assert/strict'
import { on } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { useDatabase } from '#test/db'
import { defineJob, enqueue, startWorker } from './jobs.ts'
import { openLog } from './log.ts'
import { listenOnLoopback, type OnLoopback } from './loopback.ts'

const own = useDatabase()
const silent = createServer()
let outside: OnLoopback
before(async () => {
  outside = await listenOnLoopback(silent)
})
after(() => outside.stop())

const options = () => ({ pool: own.pool, db: own.db, log: openLog('silent'), services: {} })
const queue = (name: string, key?: string): Promise<void> =>
  own.db.transaction().execute((tx) => enqueue(tx, { name }, {}, key === undefined ? {} : { key }))

async function untilOver(
  { events }: Awaited<ReturnType<typeof startWorker>>,
  name: string,
  times = 1,
): Promise<void> {
  let left = times
  for await (const [{ job }] of on(events, 'job:success')) {
    if (job.task_identifier === name) left -= 1
    if (left === 0) return
  }
}

test('a system that never answers takes none of the slots of our own work', async () => {
  const work = defineJob('own.work', async () => undefined)
  const ask = defineJob('outside.ask', async () => {
    await fetch(outside.url).catch(() => undefined)
  })
  const worker = await startWorker({ ...options(), jobs: [work, ask], outside: [ask.name] })
  let asked = 0
  const manyAsked = new Promise<void>((resolve) =>
    silent.on('request', () => {
      asked += 1
      if (asked === 6) resolve()
    }),
  )
  const done = untilOver(worker, work.name)
  for (let count = 0; count < 6; count += 1) await queue(ask.name)
  await manyAsked
  await queue(work.name)
  await done
  silent.closeAllConnections()
  await worker.stop()
})

test('what is queued under its own name waits until the run before has ended, and takes no slot meanwhile', async () => {
  let [runs, atOnce, mostAtOnce] = [0, 0, 0]
  const begun = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const long = defineJob('own.long', async () => {
    runs += 1
    atOnce += 1
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    begun.resolve()
    await released.promise
    atOnce -= 1
  })
  const work = defineJob('own.work', async () => undefined)
  const worker = await startWorker({ ...options(), jobs: [long, work] })
  await queue(long.name, long.name)
  await begun.promise
  await queue(long.name, long.name)
  const worked = untilOver(worker, work.name)
  await queue(work.name)
  await worked
  assert.equal(mostAtOnce, 1)
  const again = untilOver(worker, long.name, 2)
  released.resolve()
  await again
  await worker.stop()
  assert.deepEqual([runs, mostAtOnce], [2, 1])
})
