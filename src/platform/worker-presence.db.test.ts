import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useDatabase } from '#test/db'
import { openLog } from './log.ts'
import { releaseDeadWorkers, showPresence } from './worker-presence.ts'

const own = useDatabase()

/** A job that a worker has in its hands for so many seconds. */
async function heldJob(worker: string, seconds: number): Promise<void> {
  await own.pool.query("select graphile_worker.add_job('a.job', json_build_object('worker', $1::text))", [
    worker,
  ])
  await own.pool.query(
    `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - make_interval(secs => $2)
     where payload ->> 'worker' = $1`,
    [worker, seconds],
  )
}

const listHeld = async (): Promise<string[]> => {
  const { rows } = await own.pool.query<{ locked_by: string }>(
    'select locked_by from graphile_worker._private_jobs where locked_by is not null order by 1',
  )
  return rows.map(({ locked_by }) => locked_by)
}

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((next) => setImmediate(next))
}
const isSeen = async (): Promise<boolean> =>
  (await own.pool.query("select from pg_locks where locktype = 'advisory' and granted")).rowCount === 2

test('the jobs of a killed worker go back to the queue, those of a living one stay in its hands', async () => {
  const presence = showPresence(own.pool, ['living', 'living-too'], openLog('silent'))
  await until(isSeen)
  await heldJob('living', 60)
  await heldJob('living-too', 60)
  await heldJob('dead', 60)
  await heldJob('just-started', 0)
  await releaseDeadWorkers(own.pool)
  assert.deepEqual(await listHeld(), ['just-started', 'living', 'living-too'])
  await presence.leave()
  await releaseDeadWorkers(own.pool)
  assert.deepEqual(await listHeld(), ['just-started'])
})
