import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useDatabase } from '#test/db'
import { checkJobs, jobGauges } from './check-jobs.ts'

const own = useDatabase()

test('jobs that were given up are told by name, and are no reason to send nobody here', async () => {
  const [gauge] = jobGauges(own)
  assert.deepEqual(await checkJobs(own)(0), {
    ...{ check: 'jobs', ok: true, found: 'no job given up', warning: null },
  })
  for (const name of ['a.job', 'b.job'])
    await own.pool.query('select graphile_worker.add_job($1, max_attempts => 1)', [name])
  await own.pool.query(
    "update graphile_worker._private_jobs set attempts = 1 where task_id in (select id from graphile_worker._private_tasks where identifier = 'b.job')",
  )
  assert.equal((await checkJobs(own)(0)).warning, '1 jobs given up: b.job')
  assert.equal(await gauge?.read(), 1)
})

test('a job that no worker takes is told after ten minutes: what follows an event does not wait unseen', async () => {
  const [, gauge] = jobGauges(own)
  await own.pool.query('delete from graphile_worker._private_jobs')
  const add = (minutes: number, queue: string | null) =>
    own.pool.query(
      "select graphile_worker.add_job('c.job', run_at => now() - make_interval(mins => $1), queue_name => $2)",
      [minutes, queue],
    )
  await add(40, 'behind another')
  await add(-5, null)
  await add(9, null)
  assert.equal((await checkJobs(own)(0)).warning, null)
  await add(30, null)
  assert.equal((await checkJobs(own)(0)).warning, 'no worker takes c.job, due for 30 min')
  assert.ok(((await gauge?.read()) as number) >= 1800)
})
