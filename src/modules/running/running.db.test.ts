import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { completeTask, findInstance, listPassages, stepIfWaiting, stepInTransaction } from '#modules/running'
import { buildPlan } from '#test/plan-builder'
import { useRunning, withNodes } from '#test/running'

const own = useRunning()
const refused = (code: string, because?: string) => (error: unknown) =>
  (error as { code?: string }).code === code &&
  (because === undefined || (error as { detail: { because?: string } }).detail.because === because)

const plan = withNodes(
  buildPlan(
    {
      'start s': {},
      'task check': { outcomes: ['good', 'bad'] },
      'task sign': { outcomes: ['signed', 'back'] },
      'xor x': {},
      'xor y': {},
      'end e': {},
    },
    `s -> check -> y -> sign [outcome = "good"] -> x -> e [outcome = "signed"]
     y -> e [default]
     x -> check [default]`,
  ),
  {
    check: { time: { amount: 1, unit: 'working_day' }, step: 'appraisal' },
    sign: { role: 'signatory', notBy: ['check'], step: 'approval' },
  },
)
describe('a process runs', () => {
  test('it opens its first task with its agency, its role and the end of its time', async () => {
    const { world } = own
    const { agencyId } = await world.officer('case-officer')
    const { openTasks, subjectId, status } = await world.start(await world.define(plan))
    assert.equal(status, 'running')
    assert.deepEqual(
      openTasks.map(({ node, role, dueAt, step }) => [node, role, dueAt?.toString(), step]),
      [['check', 'case_officer', '2026-11-27T02:40:00Z', 'appraisal']],
    )
    assert.equal(openTasks[0]?.agencyId, agencyId)
    const task = await world.task(subjectId)
    assert.deepEqual([task.id, task.dueAt?.toString()], [openTasks[0]?.id, '2026-11-27T02:40:00Z'])
  })

  test('a task that is done opens the next, with who did it barred; audit, passage and state tell the same', async () => {
    const { world } = own
    const { subjectId, instanceId, openTasks } = await world.start(await world.define(plan))
    const officer = await world.officer('case-officer')
    const done = { taskId: openTasks[0]?.id ?? '', outcome: 'good' }
    const change = await completeTask(world.context, done, officer)
    assert.deepEqual(
      change.openTasks.map(({ node, notBy }) => [node, notBy]),
      [['sign', [officer.accountId]]],
    )
    const instance = await findInstance(world.context.db, subjectId)
    assert.equal(instance?.revision, 2)
    assert.deepEqual(instance?.state.variables.tasks, { check: { outcome: 'good', by: officer.accountId } })
    const passages = await listPassages(world.context.db, instanceId)
    assert.deepEqual(
      passages.map(({ number, cause, actorName }) => [number, cause, actorName]),
      [
        [1, 'start', null],
        [2, 'complete', officer.fullName],
      ],
    )
    const [entry] = await listAudit(world.context.db, { kind: 'process', id: instanceId })
    assert.deepEqual([entry?.action, entry?.actor.accountId], ['running.step', officer.accountId])
  })

  test('it goes back, on, and ends; then nothing is open and nothing can happen', async () => {
    const { world } = own
    const officer = await world.officer('case-officer')
    const signatory = await world.officer('signatory')
    const { subjectId } = await world.start(await world.define(plan))
    const ways = [
      ['good', officer],
      ['back', signatory],
      ['good', officer],
      ['signed', signatory],
    ] as const
    for (const [outcome, actor] of ways)
      await completeTask(world.context, { taskId: (await world.task(subjectId)).id, outcome }, actor)
    const instance = await findInstance(world.context.db, subjectId)
    assert.deepEqual([instance?.state.status, instance?.revision], ['ended', 5])
    assert.notEqual(instance?.endedAt, null)
    assert.deepEqual(await world.open(subjectId), [])
    const step = {
      subjectId,
      happening: { type: 'message', message: 'withdrawn', variables: {} },
      actor: officer,
      at: world.context.clock.now(),
    } as const
    const { db } = world.context
    const late = await db.transaction().execute((tx) => stepIfWaiting(db, tx, step))
    assert.equal(late, null)
  })

  test('four eyes: who checked may not sign, whatever their roles; neither may another role or agency', async () => {
    const { world } = own
    const officer = await world.officer('case-officer')
    const both = { ...officer, roles: ['case_officer', 'signatory'] as const }
    const { subjectId } = await world.start(await world.define(plan))
    await completeTask(world.context, { taskId: (await world.task(subjectId)).id, outcome: 'good' }, officer)
    const done = { taskId: (await world.task(subjectId)).id, outcome: 'signed' }
    const attempts = [
      [both, 'four_eyes'],
      [await world.officer('reception'), 'wrong_role'],
      [await world.officer('signatory.muong-nhe'), 'wrong_agency'],
    ] as const
    for (const [actor, because] of attempts)
      await assert.rejects(completeTask(world.context, done, actor), refused('running.not_yours', because))
  })

  test('an outcome that is not there is refused with those that are', async () => {
    const { world } = own
    const { openTasks } = await world.start(await world.define(plan))
    const officer = await world.officer('case-officer')
    const taskId = openTasks[0]?.id ?? ''
    for (const outcome of ['signed', null])
      await assert.rejects(
        completeTask(world.context, { taskId, outcome }, officer),
        (error: { detail: unknown }) => {
          assert.deepEqual(error.detail, { outcomes: ['good', 'bad'] })
          return refused('running.outcome_unknown')(error)
        },
      )
  })
})

test('two officers complete the same task at once: one wins, the other is told', async () => {
  const { world } = own
  const officer = await world.officer('case-officer')
  const definition = await world.define(plan)
  const race = async (): Promise<void> => {
    const { subjectId, openTasks } = await world.start(definition)
    const taskId = openTasks[0]?.id ?? ''
    const ends = await Promise.allSettled([
      completeTask(world.context, { taskId, outcome: 'good' }, officer),
      completeTask(world.context, { taskId, outcome: 'bad' }, officer),
    ])
    const told = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    assert.equal(told.length, 1)
    assert.ok(refused('running.task_closed')(told[0]), String(told[0]))
    const instance = await findInstance(world.context.db, subjectId)
    assert.equal(instance?.revision, 2)
    const chosen = JSON.stringify(instance?.state.variables.tasks).includes('good')
    assert.deepEqual(await world.open(subjectId), chosen ? ['sign'] : [])
  }
  await Promise.all(Array.from({ length: 20 }, race))
})

test('the one who comes by the transaction of the dossier and the one who comes alone do not both win', async () => {
  const { world } = own
  const { db, clock } = world.context
  const officer = await world.officer('case-officer')
  const { subjectId, openTasks } = await world.start(await world.define(plan))
  const taskId = openTasks[0]?.id ?? ''
  const happening = { type: 'task_done', taskId, outcome: 'good' } as const
  const ends = await Promise.allSettled([
    db
      .transaction()
      .execute((tx) => stepInTransaction(db, tx, { subjectId, happening, actor: officer, at: clock.now() })),
    completeTask(world.context, { taskId, outcome: 'good' }, officer),
  ])
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await findInstance(db, subjectId))?.revision, 2)
})

test('each of many agencies is asked at once; what its own expression names gets the task', async () => {
  const { world } = own
  const asked = withNodes(
    buildPlan(
      {
        'start s': {},
        'task opinion': { forEach: { collection: 'agencies', item: 'asked', results: 'opinions' } },
        'end e': {},
      },
      's -> opinion -> e',
    ),
    { opinion: { agency: '=asked' } },
  )
  const { subjectId } = await world.start(await world.define(asked), {
    agencies: ['so_xay_dung', 'so_tu_phap', 'so_khong_co'],
  })
  const { rows } = await world.context.pool.query(
    `select items ->> 'asked' as asked, coalesce(a.department_key, a.code) as has
     from running.task t join organisations.agency a on a.id = t.agency_id where t.subject_id = $1 order by token`,
    [subjectId],
  )
  assert.deepEqual(rows, [
    { asked: 'so_xay_dung', has: 'so_xay_dung' },
    { asked: 'so_tu_phap', has: 'so_tu_phap' },
    { asked: 'so_khong_co', has: 'H18.137' },
  ])
  const incidents = await world.context.pool.query('select kind, reason from running.incident')
  assert.deepEqual(incidents.rows, [
    { kind: 'agency', reason: 'no agency is =asked: the competent agency has it' },
  ])
})
