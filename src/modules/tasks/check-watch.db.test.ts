import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { doctor } from '#commands/doctor'
import { awaitingDossier } from '#test/alarms'
import { startJobs, untilDone, useApp } from '#test/whole-app'
import { checkReminders } from './check-watch.ts'
import { watchDeadlines } from './jobs.ts'

const world = useApp()
const query = async (text: string) => (await world.context.pool.query(text)).rows
const readiness = async () => {
  const answer = await world.app.inject('/readyz')
  return [answer.statusCode, answer.json().check ?? answer.json().status]
}
const run = () => watchDeadlines.run({}, { ...world.context, attempt: 1 })

describe('whether reminders really ring', () => {
  test('a rule exists and its job did not run: the system is not ready and says why; after a run it is', async () => {
    assert.deepEqual(await readiness(), [200, 'ready'])
    await awaitingDossier(world.context, {
      stepDueAt: '2026-11-26T09:00:00+07:00',
      alarmAt: '2026-11-26T09:24:00+07:00',
    })
    assert.deepEqual(await readiness(), [503, 'reminders'])
    const answer = await world.app.inject('/readyz')
    assert.equal(answer.json().code, 'not_ready')
    assert.match(answer.json().found, /^9 rules, an alarm waits for 16 min, the watch never ran$/)
    await run()
    assert.deepEqual(await readiness(), [200, 'ready'])
  })

  test('a watch that is silent is seen by a process that has been up as long', async () => {
    await query("update tasks.watch_run set ran_at = now() - interval '16 minutes'")
    const look = checkReminders(world.context)
    assert.equal((await look(60)).ok, true)
    assert.equal((await look(60 * 60)).ok, false)
    await run()
    assert.equal((await look(60 * 60)).ok, true)
  })

  test('with every rule switched off nothing is to ring', async () => {
    await awaitingDossier(world.context, { alarmAt: '2026-11-26T09:00:00+07:00' })
    assert.deepEqual(await readiness(), [503, 'reminders'])
    await query(
      `insert into tasks.alarm_rule select name, 2, '2026-11-01', measured_from, step, offset_minutes, recipient, kind,
         false, basis, decided_by, now() from tasks.alarm_rule`,
    )
    assert.deepEqual(await readiness(), [200, 'ready'])
    await run()
    await query(
      `insert into tasks.alarm_rule select name, 3, '2026-11-01', measured_from, step, offset_minutes, recipient, kind,
         true, basis, decided_by, now() from tasks.alarm_rule where number = 1`,
    )
  })

  test('the metrics say how long an alarm waits, and how much has rung', async () => {
    await awaitingDossier(world.context, { alarmAt: '2026-11-26T09:39:00+07:00' })
    const { body } = await world.app.inject('/metrics')
    assert.match(body, /^motcua_alarm_waiting_seconds 60$/m)
    assert.match(body, /^motcua_alarms_rung_total\{kind="escalation"\} 1$/m)
    await run()
    assert.match((await world.app.inject('/metrics')).body, /^motcua_alarm_waiting_seconds 0$/m)
  })

  test('the worker lets alarms ring by itself', async () => {
    await awaitingDossier(world.context, { stepDueAt: '2026-11-26T09:00:00+07:00' })
    await query(`select graphile_worker.add_job('${watchDeadlines.name}')`)
    const worker = await startJobs(world.context)
    await untilDone(worker, watchDeadlines.name)
    await worker.stop()
    const [{ rung }] = await query('select count(*)::int as rung from tasks.alarm')
    assert.equal(rung, 4)
    const known = await query(
      `select identifier from graphile_worker._private_known_crontabs where identifier = '${watchDeadlines.name}'`,
    )
    assert.equal(known.length, 1)
  })

  test('doctor says that it looks', () => assert.match(doctor.summary, /whether reminders ring/))
})
