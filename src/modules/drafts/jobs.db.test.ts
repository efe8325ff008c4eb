import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { enqueue, startWorker } from '#platform/jobs'
import { useContext } from '#test/app'
import { draftJobs, draftSchedules, forgetExpired } from './jobs.ts'

const made = useContext()

/** Drafts whose references begin with `name`; it is 09:40 on 26/11/2026. */
async function keepDrafts(name: string, count: number, expiresAt: string, submitted: string | null = null) {
  await made.context.pool.query(
    `with draft as (
       insert into drafts.draft (id, reference, owner_id, procedure_code, procedure_version_id, typed, started_at,
         saved_at, expires_at, submitted_reference)
       select gen_random_uuid(), $1 || number, gen_random_uuid(), '1.001193', gen_random_uuid(), '{}', $2, $2, $2, $3
       from generate_series(1, $4::int) number returning id
     )
     insert into drafts.draft_paper select id, 'birth_certificate', gen_random_uuid(), $2 from draft`,
    [name, expiresAt, submitted, count],
  )
}

async function startDraftWorker() {
  const { context } = made
  const { pool, db, log } = context
  const jobs = draftJobs
  return await startWorker({ pool, db, log, services: context, jobs, schedules: draftSchedules })
}

test('a draft that expired more than a day ago is forgotten with its ties to papers; no other is', async () => {
  const { db, pool } = made.context
  await keepDrafts('old-', 1203, '2026-11-25T09:39:00+07:00')
  await keepDrafts('just-expired-', 1, '2026-11-26T09:39:00+07:00')
  await keepDrafts('unfinished-', 1, '2026-12-20T09:00:00+07:00')
  await keepDrafts('sent-', 1, '2026-10-01T09:00:00+07:00', 'MC-1')
  await db.transaction().execute((tx) => enqueue(tx, forgetExpired, {}))
  const worker = await startDraftWorker()
  await once(worker.events, 'job:success')
  await worker.stop()
  const { rows } = await pool.query('select reference from drafts.draft order by 1')
  assert.deepEqual(
    rows.map(({ reference }) => reference),
    ['just-expired-1', 'sent-1', 'unfinished-1'],
  )
  const { rows: ties } = await pool.query('select count(*)::int as left from drafts.draft_paper')
  assert.deepEqual(ties, [{ left: 3 }])
})

test('the worker knows that this is to be done every night', async () => {
  const worker = await startDraftWorker()
  await worker.stop()
  const { rows } = await made.context.pool.query(
    'select identifier from graphile_worker._private_known_crontabs',
  )
  assert.deepEqual(rows, [{ identifier: 'drafts.forget_expired' }])
})
