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
