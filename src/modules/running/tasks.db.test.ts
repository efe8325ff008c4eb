import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { claimTask, completeTask, countWhereTheyStand, listOpenTasks, measureNodes } from '#modules/running'
import { fixedClock } from '#platform/clock'
import { accountOf } from '#test/consultations'
import { findOfficer } from '#test/demo'
import { buildPlan } from '#test/plan-builder'
import { startIn } from '#test/running'
import { useApp } from '#test/whole-app'
import { saveDefinition } from './load-definition.ts'
import { standingQuery } from './repository-moves.ts'
import { openTasksQuery } from './repository-tasks.ts'

const world = useApp()
const plan = buildPlan(
  { 'start s': {}, 'task work': { outcomes: ['yes', 'no'] }, 'end e': {} },
  's -> work -> e',
)
const account = (username: string) => accountOf(world.context, username)
const api = async (username: string, method: 'GET' | 'POST', url: string, payload?: object) => {
  const headers = await world.as(username)
  return await world.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) })
}

let definitionId = ''
before(async () => {
  await world.ready
  definitionId = await saveDefinition(world.context.db, { key: 'tasks', xml: '<definitions/>', plan })
})
const start = async () => {
  const { agencyId } = await findOfficer(world.context, 'case-officer')
  const { openTasks } = await startIn(world.context, definitionId, agencyId)
  return openTasks[0]?.id ?? ''
}

describe('whose a task is', () => {
  test('who claims it has it; others are told whose it is, until it is given back', async () => {
    const id = await start()
    const claimed = await api('case-officer', 'POST', `/process-tasks/${id}/claim`)
    assert.equal(claimed.statusCode, 200, claimed.body)
    assert.deepEqual([claimed.json().claimedByMe, claimed.json().outcomes.length], [true, 2])
    const other = { ...(await account('case-officer')), accountId: '01a20000-0000-7000-8000-0000000000aa' }
    const told = { code: 'running.not_yours', detail: { because: 'claimed_by_other' } }
    await assert.rejects(claimTask(world.context, id, other), told)
    await assert.rejects(completeTask(world.context, { taskId: id, outcome: 'yes' }, other), told)
    assert.equal((await api('case-officer', 'POST', `/process-tasks/${id}/claim`)).statusCode, 200)
    const back = await api('case-officer', 'POST', `/process-tasks/${id}/release`)
    assert.equal(back.json().claimedBy, null)
    assert.equal((await claimTask(world.context, id, other)).claimedBy, other.accountId)
    const released = await api('leader', 'POST', `/process-tasks/${id}/release`)
    assert.deepEqual([released.statusCode, released.json().claimedBy], [200, null])
  })

  test('two claim it at once: one has it', async () => {
    const id = await start()
    const officer = await account('case-officer')
    const others = ['a', 'b', 'c'].map((letter) => ({
      ...officer,
      accountId: `01a20000-0000-7000-8000-00000000000${letter}`,
    }))
    const ends = await Promise.allSettled(others.map((one) => claimTask(world.context, id, one)))
    assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('it is put into the hand of who may do it, and of nobody else', async () => {
    const id = await start()
    const wrong = { account: (await account('signatory')).accountId }
    const refused = await api('leader', 'POST', `/process-tasks/${id}/reassign`, wrong)
    assert.deepEqual([refused.statusCode, refused.json().because], [403, 'wrong_role'])
    const given = await api('leader', 'POST', `/process-tasks/${id}/reassign`, {
      account: (await account('case-officer')).accountId,
    })
    assert.equal(given.json().claimedBy, (await account('case-officer')).fullName)
    const unknown = await api('leader', 'POST', `/process-tasks/${id}/reassign`, {
      account: '01a20000-0000-7000-8000-0000000000ff',
    })
    assert.equal(unknown.json().code, 'running.officer_unknown')
  })

  test('half-done work is kept with it; other agencies see neither it nor the task', async () => {
    const id = await start()
    const draft = { note: 'Đã đối chiếu bản chính', page: 2 }
    assert.equal((await api('case-officer', 'POST', `/process-tasks/${id}/draft`, { draft })).statusCode, 204)
    assert.deepEqual((await api('case-officer', 'GET', `/process-tasks/${id}`)).json().draft, draft)
    const elsewhere = await api('case-officer.muong-nhe', 'GET', `/process-tasks/${id}`)
    assert.equal(elsewhere.json().code, 'running.not_yours')
    await completeTask(world.context, { taskId: id, outcome: 'yes' }, await account('case-officer'))
    const late = await api('case-officer', 'POST', `/process-tasks/${id}/draft`, { draft })
    assert.deepEqual([late.statusCode, late.json().code], [409, 'running.task_closed'])
    const tooLarge = { draft: 'x'.repeat(200_000) }
    assert.equal((await api('case-officer', 'POST', `/process-tasks/${id}/draft`, tooLarge)).statusCode, 413)
  })
})

describe('on leave', () => {
  test('the tasks are on the worklist of who stands in, who does them, and both are known', async () => {
    const id = await start()
    const away = await account('case-officer')
    const given = {
      delegate: (await account('cashier')).accountId,
      fromOn: '2026-11-26',
      untilOn: '2026-11-27',
    }
    const cashier = await account('cashier')
    const before = await completeTask(world.context, { taskId: id, outcome: 'yes' }, cashier).catch(
      (error: { code: string }) => error.code,
    )
    assert.equal(before, 'running.not_yours')
    const made = await api('case-officer', 'POST', '/delegations', { ...given, reason: 'Nghỉ phép năm' })
    assert.equal(made.statusCode, 201, made.body)
    const worklist = await api('cashier', 'GET', '/process-tasks?limit=200')
    assert.ok(worklist.json().tasks.some((task: { id: string }) => task.id === id))
    const [listed] = (await api('cashier', 'GET', '/delegations')).json().delegations
    assert.deepEqual([listed.account, listed.given, listed.untilOn], [away.fullName, false, '2026-11-27'])
    const dayAfter = { ...world.context, clock: fixedClock('2026-11-28T09:00:00+07:00') }
    const done = { taskId: id, outcome: 'yes' }
    await assert.rejects(completeTask(dayAfter, done, cashier), { code: 'running.not_yours' })
    await completeTask(world.context, done, cashier)
    const { rows } = await world.context.pool.query(
      'select done_by, done_for from running.task where id = $1',
      [id],
    )
    assert.deepEqual(rows, [{ done_by: cashier.accountId, done_for: away.accountId }])
    const ended = await api('cashier', 'POST', `/delegations/${made.json().id}/end`)
    assert.equal(ended.statusCode, 204)
    assert.deepEqual((await api('cashier', 'GET', '/delegations')).json().delegations, [])
  })

  test('days that are none, an account that is none, and tasks of another agency are refused', async () => {
    const delegate = (await account('cashier')).accountId
    const given = { delegate, fromOn: '2026-11-26', untilOn: '2026-11-27', reason: 'Nghỉ' }
    const wrong = [
      [{ untilOn: '2026-11-25' }, 'running.days_invalid'],
      [{ fromOn: '2026-02-30' }, 'running.days_invalid'],
      [{ untilOn: '2028-11-27' }, 'running.days_invalid'],
      [{ delegate: '01a20000-0000-7000-8000-0000000000ff' }, 'running.officer_unknown'],
      [{ account: (await account('case-officer.muong-nhe')).accountId }, 'running.not_yours'],
    ] as const
    for (const [change, code] of wrong) {
      const answer = await api('case-officer', 'POST', '/delegations', { ...given, ...change })
      assert.equal(answer.json().code, code, JSON.stringify(change))
    }
  })
})

test('the worklist goes on page by page, without gap or repeat', async () => {
  await Promise.all(Array.from({ length: 7 }, start))
  const seen: string[] = []
  let after = ''
  do {
    const page = (
      await api('case-officer', 'GET', `/process-tasks?limit=3${after && `&cursor=${after}`}`)
    ).json()
    seen.push(...page.tasks.map(({ id }: { id: string }) => id))
    after = page.nextCursor ?? ''
  } while (after)
  assert.ok(seen.length >= 7)
  assert.equal(new Set(seen).size, seen.length)
})

test('where they stand and how long it takes is counted without reading the tables', async () => {
  const { db } = world.context
  const later = { ...world.context, clock: fixedClock('2026-11-26T11:40:00+07:00') }
  const done = [await start(), await start()]
  for (const taskId of done) await completeTask(later, { taskId, outcome: 'no' }, await account('case-officer'))
  const [standing] = await countWhereTheyStand(db, 'tasks')
  const open = await listOpenTasks(db, {
    seats: [{ agencyId: (await account('case-officer')).agencyId, role: 'case_officer' }],
    ...{ accountId: (await account('case-officer')).accountId, limit: 200 },
  })
  assert.deepEqual(standing, { node: 'work', count: open.length })
  const [time] = await measureNodes(db, 'tasks')
  assert.equal(time?.node, 'work')
  assert.ok((time?.count ?? 0) >= 2)
})

test('the hot reads are scans of the partial indexes, whatever the tables hold', async () => {
  const { pool } = world.context
  const client = await pool.connect()
  try {
    await client.query('set enable_seqscan = off')
    const explain = async ({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => {
      const { rows } = await client.query(`explain ${sql}`, [...parameters])
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    const nobody = '01a20000-0000-7000-8000-000000000001'
    const list = { seats: [{ agencyId: nobody, role: 'case_officer' }], accountId: nobody, limit: 50 }
    const worklist = await explain(openTasksQuery(list))
    assert.match(worklist, /Limit [^\n]*\n *-> {2}Index Scan using task_open_index/)
    const standing = await explain(standingQuery([nobody], ['work'], 1000))
    assert.match(standing, /task_standing_index/)
    assert.match(standing, /wait_standing_index/)
  } finally {
    client.release(true)
  }
})
