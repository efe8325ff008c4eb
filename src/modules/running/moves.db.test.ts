import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { completeTask, findInstance, findMove, migrateInstances, planMigration } from '#modules/running'
import { buildPlan } from '#test/plan-builder'
import { makeSubjects, useRunning, withNodes } from '#test/running'
import { moveInstances } from './move-instances.ts'
import { ringTimers } from './ring-timers.ts'
import { claimTask } from './work-on-task.ts'

const own = useRunning()
const ways = 's -> check -> sign -> e\nslow -> hurry -> e'
const old = withNodes(
  buildPlan(
    {
      ...{ 'start s': {}, 'task check': {}, 'task sign': {}, 'end e': {} },
      ...{ 'on-timer slow': { on: 'sign', interrupts: false }, 'task hurry': {} },
    },
    ways,
  ),
  { sign: { role: 'signatory', notBy: ['check'] } },
)
// The new version calls the check an appraisal, and has it looked at again before it is signed.
const now = withNodes(
  buildPlan(
    {
      ...{ 'start s': {}, 'task appraise': {}, 'task look': {}, 'task sign': {}, 'end e': {} },
      ...{
        'on-timer slow': { on: 'sign', interrupts: false },
        'task hurry': {},
        'on-timer idle': { on: 'appraise' },
      },
    },
    's -> appraise -> look -> sign -> e\nslow -> hurry -> e\nidle -> look',
  ),
  { sign: { role: 'signatory', notBy: ['appraise'] }, appraise: { name: 'Thẩm định' } },
)
const mapping = { check: 'appraise' }

async function twoVersions() {
  const { world } = own
  const key = `moved-${Math.random()}`
  return { fromDefinitionId: await world.define(old, key), toDefinitionId: await world.define(now, key) }
}

describe('moving running processes to another version', () => {
  test('a dry run says of every dossier where each token goes, or why it stays, and changes nothing', async () => {
    const { world } = own
    const { db } = world.context
    const pair = await twoVersions()
    const { subjectId } = await world.start(pair.fromDefinitionId)
    const [without] = await planMigration(db, { ...pair, mapping: {} })
    assert.deepEqual(
      [without?.subjectId, without?.goes, without?.tokens.map(({ node, because }) => [node, because])],
      [subjectId, false, [['check', 'node_gone']]],
    )
    const [wrongKind] = await planMigration(db, { ...pair, mapping: { check: 'e' } })
    assert.equal(wrongKind?.tokens[0]?.because, 'other_kind')
    const [mapped] = await planMigration(db, { ...pair, mapping })
    assert.deepEqual([mapped?.goes, mapped?.tokens.map(({ to }) => to)], [true, ['appraise']])
    assert.equal((await findInstance(db, subjectId))?.definitionId, pair.fromDefinitionId)
    const strangers = { code: 'running.mapping_invalid', detail: { nodes: ['nowhere', 'gone'] } }
    await assert.rejects(planMigration(db, { ...pair, mapping: { nowhere: 'gone' } }), strangers)
  })

  test('those that can go go, with claims and times; who cannot stays; old runs of the job change nothing', async () => {
    const { world } = own
    const { context } = world
    const pair = await twoVersions()
    const officer = await world.officer('case-officer')
    const goes = await world.start(pair.fromDefinitionId)
    await claimTask(context, goes.openTasks[0]?.id ?? '', officer)
    const subjects = makeSubjects()
    const id = await migrateInstances(context, { ...pair, mapping }, await world.officer('administrator'))
    const job = moveInstances(subjects)
    for (const _ of [1, 2]) await job.run({ id }, context)
    const progress = await findMove(context.db, id)
    assert.deepEqual([progress?.moved, progress?.kept], [1, 0])
    assert.notEqual(progress?.finishedAt, null)
    const task = await world.task(goes.subjectId)
    assert.deepEqual(
      [task.id, task.node, task.name, task.claimedBy, task.definitionId],
      [goes.openTasks[0]?.id, 'appraise', 'Thẩm định', officer.accountId, pair.toDefinitionId],
    )
    assert.deepEqual(
      subjects.told.map(({ cause, openTasks }) => [cause, openTasks.map(({ node }) => node)]),
      [['move', ['appraise']]],
    )
    const { rows } = await context.pool.query('select node from running.wait where instance_id = $1', [
      goes.instanceId,
    ])
    assert.deepEqual(rows, [{ node: 'idle' }])
    await completeTask(context, { taskId: task.id, outcome: null }, officer)
    assert.deepEqual(await world.open(goes.subjectId), ['look'])
  })

  test('who did a task under its old name may not do the one it is barred from under the new', async () => {
    const { world } = own
    const { context } = world
    const pair = await twoVersions()
    const officer = await world.officer('case-officer')
    const { subjectId } = await world.start(pair.fromDefinitionId)
    await completeTask(context, { taskId: (await world.task(subjectId)).id, outcome: null }, officer)
    const signing = await world.task(subjectId)
    assert.deepEqual(signing.notBy, [officer.accountId])
    const id = await migrateInstances(context, { ...pair, mapping }, await world.officer('administrator'))
    await moveInstances(makeSubjects()).run({ id }, context)
    const instance = await findInstance(context.db, subjectId)
    assert.deepEqual(instance?.renamed, mapping)
    assert.deepEqual(instance?.state.variables.tasks, { appraise: { outcome: null, by: officer.accountId } })
    assert.deepEqual((await world.task(subjectId)).notBy, [officer.accountId])
    assert.equal(await ringTimers(world.at('2026-12-30T10:00:00+07:00'), makeSubjects(), 100), 1)
    assert.ok((await world.open(subjectId)).includes('hurry'))
  })
})
