import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeJobs } from '#app'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import { startWorker } from '#platform/jobs'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { openOtherSide } from '#test/sync'
import { noSigning, untilDone, useApp } from '#test/whole-app'
import { checkSync } from './check-lag.ts'
import { fillOutbox } from './fill-outbox.ts'
import { destinationName } from './messages.ts'

const other = openOtherSide('national_portal', async () => undefined)
const outside = { destinations: [other.destination] }
const world = useApp(async () => outside)

/** A dossier that is accepted at `instant`; nobody is told yet. */
async function acceptedAt(instant: string): Promise<string> {
  const context = { ...world.context, clock: fixedClock(instant) }
  const reference = await submitBirth(context, undefined, instant)
  const reception = await findOfficer(context, 'reception')
  const { code } = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  return code ?? assert.fail('it has no code')
}
const read = async (account: string, url: string) =>
  (await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })).body

const within = { timeout: 60_000 }
test(
  'what happened is told by the jobs of its event alone: nobody has to look whether something waits',
  within,
  async (t) => {
    const { context } = world
    const code = await acceptedAt('2026-11-26T09:38:00+07:00')
    const { pool, db, log } = context
    const jobs = makeJobs(context, { ...outside, signing: noSigning })
    const worker = await startWorker({ pool, db, log, services: context, jobs, schedules: [] })
    t.after(() => worker.stop())
    await untilDone(worker, 'sync.drain')
    assert.deepEqual(other.find(code)?.taken, ['1.0', '2.0'])
  },
)

test('the job of an event that waited counts as lag from the event on: metric, alarm, pages', async () => {
  const { context, app } = world
  const code = await acceptedAt('2026-11-26T09:10:00+07:00')
  const dossierId = (await findDossier(context.db, code))?.id ?? ''
  const fill = fillOutbox(outside.destinations)
  await context.db.transaction().execute((tx) => fill(tx, { dossierId, number: 2, type: 'accept' }))
  const watch = makeJobs(context, { ...outside, signing: noSigning }).find(
    ({ name }) => name === 'operations.watch',
  )
  await watch?.run({} as never, { ...context, attempt: 1 })
  const { body } = await app.inject({ url: '/metrics' })
  assert.match(body, /motcua_outside_alarm\{system="national_portal"\} 1/)
  assert.match(body, /motcua_sync_lag_seconds\{destination="national_portal"\} 1800/)
  const name = destinationName('national_portal', 'vi')
  assert.match(
    await read('administrator', '/admin/sync'),
    new RegExp(`${name}</a>(?:(?!<tr>).)*?Chậm quá 10 phút`, 's'),
  )
  assert.match(
    await read('administrator', '/admin/sync/national_portal'),
    /lâu nhất từ 9 giờ 10, thứ Năm 26\/11\/2026/,
  )
  assert.match(
    await read('reception', `/officer/dossiers/${code}`),
    /còn chờ gửi 2 tin, từ 9 giờ 10, thứ Năm 26\/11\/2026/,
  )
  const { warning } = await checkSync(context)(0)
  assert.equal(warning, 'national_portal behind: 2 wait, the oldest for 30 min')
})
