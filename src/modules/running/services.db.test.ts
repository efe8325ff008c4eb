import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkTimers,
  findInstance,
  listIncidents,
  type ServiceTaskCall,
  ServiceTaskError,
  settleIncident,
  stepInTransaction,
} from '#modules/running'
import { buildPlan } from '#test/plan-builder'
import { makeSubjects, useRunning, withNodes } from '#test/running'
import { serviceTries } from './plan-step.ts'
import { ringTimers } from './ring-timers.ts'
import { runServiceTask, sendMessage } from './run-service-task.ts'

const own = useRunning()
const plan = withNodes(
  buildPlan(
    {
      'start s': {},
      'service look_up': { result: 'register' },
      'xor x': {},
      'task work': {},
      'tell told': {},
      'end e': {},
      'on-error absent': { on: 'look_up', error: 'absent' },
      'task by_hand': {},
    },
    `s -> look_up -> x -> work [register.known = true] -> told
     x -> e [default]
     absent -> by_hand -> e`,
  ),
  { look_up: { input: 'answers.id' } },
)

const listCalls = async (instanceId: string) => {
  const { rows } = await own.world.context.pool.query<{
    task: string
    payload: { token: number; node: string }
  }>(
    `select task.identifier as task, job.payload from graphile_worker._private_jobs job
     join graphile_worker._private_tasks task on task.id = job.task_id
     where job.payload ->> 'instanceId' = $1 order by job.id`,
    [instanceId],
  )
  return rows
}

describe('a service', () => {
  test('is queued with the step, hears its input and one key, and its answer is the variable it names', async () => {
    const { world } = own
    const subjects = makeSubjects()
    const { subjectId, instanceId, openTasks } = await world.start(await world.define(plan), {
      answers: { id: 'A-7' },
    })
    assert.deepEqual(openTasks, [])
    const [queued, ...more] = await listCalls(instanceId)
    assert.deepEqual([queued?.task, more], ['running.run_service_task', []])
    const heard: ServiceTaskCall[] = []
    const services = {
      look_up: async (_: unknown, call: ServiceTaskCall) => {
        heard.push(call)
        return { known: true }
      },
    }
    const called = { instanceId, token: queued?.payload.token ?? 0 }
    for (const _ of [1, 2]) await runServiceTask(world.context, { services, subjects }, called)
    assert.deepEqual(
      heard.map(({ key, input, node }) => [key, input, node]),
      [[`${instanceId}.${called.token}`, 'A-7', 'look_up']],
    )
    assert.deepEqual((await findInstance(world.context.db, subjectId))?.state.variables.register, {
      known: true,
    })
    assert.deepEqual(
      subjects.told.map(({ cause, openTasks }) => [cause, openTasks.map(({ node }) => node)]),
      [['complete', ['work']]],
    )
  })

  test('two workers run it at once: one answer counts', async () => {
    const { world } = own
    const subjects = makeSubjects()
    const { instanceId } = await world.start(await world.define(plan))
    const services = { look_up: async () => ({ known: true }) }
    const token = (await listCalls(instanceId))[0]?.payload.token ?? 0
    const both = [1, 2].map(() => runServiceTask(world.context, { services, subjects }, { instanceId, token }))
    await Promise.all(both)
    assert.equal(subjects.told.length, 1)
  })

  test('what it refuses for good is caught by the boundary error event of that code', async () => {
    const { world } = own
    const { subjectId, instanceId } = await world.start(await world.define(plan))
    const services = {
      look_up: async () => {
        throw new ServiceTaskError('absent')
      },
    }
    const token = (await listCalls(instanceId))[0]?.payload.token ?? 0
    await runServiceTask(world.context, { services, subjects: makeSubjects() }, { instanceId, token })
    assert.deepEqual(await world.open(subjectId), ['by_hand'])
  })

  test('a fault is tried again; after the last try, with nobody to catch it, it is an incident that a person settles', async () => {
    const { world } = own
    const { subjectId, instanceId } = await world.start(await world.define(plan))
    const services = {
      look_up: async () => {
        throw new Error('no connection')
      },
    }
    const tools = { services, subjects: makeSubjects() }
    const called = { instanceId, token: (await listCalls(instanceId))[0]?.payload.token ?? 0 }
    await assert.rejects(runServiceTask(world.context, tools, called), /no connection/)
    const last = { ...world.context, attempt: serviceTries }
    for (const _ of [1, 2]) await runServiceTask(last, tools, called)
    const { db } = world.context
    const find = async () =>
      (await listIncidents(db, { after: null, limit: 50 })).filter((one) => one.instanceId === instanceId)
    const [incident, ...more] = await find()
    assert.deepEqual([incident?.kind, incident?.reason, more], ['service', 'unavailable', []])
    assert.equal((await findInstance(db, subjectId))?.state.status, 'running')
    const before = await listCalls(instanceId)
    await settleIncident(world.context, incident?.id ?? '', await world.officer('administrator'))
    assert.deepEqual(await find(), [])
    assert.ok((await listCalls(instanceId)).length > before.length)
    const again = settleIncident(world.context, incident?.id ?? '', await world.officer('administrator'))
    await assert.rejects(again, { code: 'running.incident_settled' })
  })

  test('a message end tells the outside once it is passed', async () => {
    const { world } = own
    const { db, clock } = world.context
    const officer = await world.officer('case-officer')
    const { subjectId, instanceId } = await world.start(await world.define(plan))
    const services = { look_up: async () => ({ known: true }), told: async () => ({}) }
    const token = (await listCalls(instanceId))[0]?.payload.token ?? 0
    await runServiceTask(world.context, { services, subjects: makeSubjects() }, { instanceId, token })
    const happening = { type: 'task_done', taskId: (await world.task(subjectId)).id, outcome: null } as const
    await db
      .transaction()
      .execute((tx) => stepInTransaction(db, tx, { subjectId, happening, actor: officer, at: clock.now() }))
    const message = (await listCalls(instanceId)).find(({ task }) => task === 'running.send_message')
    assert.equal(message?.payload.node, 'told')
    await sendMessage(world.context, services, { instanceId, ...message.payload })
    await sendMessage(world.context, {}, { instanceId, ...message.payload })
    const incidents = await listIncidents(db, { after: null, limit: 50 })
    const own_ = incidents.filter((one) => one.instanceId === instanceId)
    assert.deepEqual(
      own_.map(({ node, reason }) => [node, reason]),
      [['told', 'unknown_service']],
    )
  })
})

describe('a timer', () => {
  const timed = buildPlan(
    {
      'start s': {},
      'task wait': {},
      'on-timer slow': { on: 'wait', interrupts: false },
      'task hurry': {},
      'end e': {},
    },
    's -> wait -> e\nslow -> hurry -> e',
  )
  const friday = '2026-11-27T16:00:00+07:00'

  test('rings after one working day, not over the weekend; rung twice it rings once', async () => {
    const { world } = own
    const subjects = makeSubjects()
    const { subjectId } = await world.start(await world.define(timed), {}, friday)
    assert.equal(await ringTimers(world.at('2026-11-30T15:00:00+07:00'), subjects, 100), 0)
    const monday = world.at('2026-11-30T16:00:00+07:00')
    const rung = await Promise.all([ringTimers(monday, subjects, 100), ringTimers(monday, subjects, 100)])
    assert.ok(rung.every((count) => count <= 1))
    assert.deepEqual(await world.open(subjectId), ['wait', 'hurry'])
    assert.equal(subjects.told.length, 1)
    assert.equal(await ringTimers(monday, subjects, 100), 0)
  })

  test('that nobody rings is noticed', async () => {
    const { world } = own
    await world.start(await world.define(timed), {}, friday)
    const readyAt = async (instant: string) => (await checkTimers(world.at(instant))(3600)).ok
    assert.equal(await readyAt('2026-11-30T16:10:00+07:00'), true)
    assert.equal(await readyAt('2026-11-30T16:20:00+07:00'), false)
    await ringTimers(world.at('2026-11-30T16:20:00+07:00'), makeSubjects(), 100)
    assert.equal(await readyAt('2026-11-30T16:20:00+07:00'), true)
  })

  test('of a task that is done no longer rings', async () => {
    const { world } = own
    const { db, clock } = world.context
    const { subjectId } = await world.start(await world.define(timed), {}, friday)
    const actor = await world.officer('case-officer')
    const happening = { type: 'task_done', taskId: (await world.task(subjectId)).id, outcome: null } as const
    await db
      .transaction()
      .execute((tx) => stepInTransaction(db, tx, { subjectId, happening, actor, at: clock.now() }))
    assert.equal(await ringTimers(world.at('2026-12-30T16:00:00+07:00'), makeSubjects(), 100), 0)
  })

  test('whose subject cannot be told rings later and does not silence the others', async () => {
    const { world } = own
    const definition = await world.define(timed)
    const bad = await world.start(definition, {}, friday)
    const good = await world.start(definition, {}, friday)
    const later = world.at('2026-12-03T16:00:00+07:00')
    const subjects = {
      lock: async () => undefined,
      moved: async (_: unknown, subjectId: string) => {
        if (subjectId === bad.subjectId) throw new Error('the subject is broken')
      },
    }
    assert.equal(await ringTimers(later, subjects, 100), 2)
    assert.deepEqual(await world.open(good.subjectId), ['wait', 'hurry'])
    assert.deepEqual(await world.open(bad.subjectId), ['wait'])
    assert.equal(await ringTimers(later, subjects, 100), 0)
    assert.equal(await ringTimers(world.at('2026-12-03T16:10:00+07:00'), makeSubjects(), 100), 1)
  })
})
