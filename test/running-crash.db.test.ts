import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { buildPlan } from '#test/plan-builder'
import { useRunning } from '#test/running'

const own = useRunning()
const count = 500
const plan = buildPlan(
  {
    'start s': {},
    'service register': { result: 'register' },
    'task work': {},
    'and fork': {},
    'service announce': { result: 'announce' },
    'task file': {},
    'and join': {},
    'end e': {},
  },
  's -> register -> work -> fork -> announce -> join -> e\nfork -> file -> join',
)

const programs: ChildProcess[] = []
after(() => {
  for (const program of programs) program.kill('SIGKILL')
})

async function startProgram(url: string, agencyId: string): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./support/running-program.ts', import.meta.url))
  const words = ['--disable-warning=ExperimentalWarning', file, url, agencyId]
  const program = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  programs.push(program)
  await once(program.stdout, 'data')
  return program
}

test('a program killed in the middle of 500 running processes: all go on, no task is lost or doubled', async () => {
  const { world } = own
  const url = world.context.pool.options.connectionString ?? ''
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(
    'create table public.effect (key text primary key, node text, calls int not null default 0)',
  )
  await owner.query('grant all on public.effect to public')

  const { agencyId } = await world.officer('case-officer')
  const definitionId = await world.define(plan)
  for (let started = 0; started < count; started += 5)
    await Promise.all(Array.from({ length: 5 }, () => world.start(definitionId)))

  const ended = async (): Promise<number> => {
    const { rows } = await owner.query(
      'select count(*)::int as ended from running.instance where ended_at is not null',
    )
    return rows[0].ended
  }
  const until = async (isSo: () => Promise<boolean>) => {
    while (!(await isSo())) await setImmediate()
  }
  for (const portion of [count / 5, count / 2]) {
    const program = await startProgram(url, agencyId)
    await until(async () => (await ended()) >= portion)
    program.kill('SIGKILL')
    await once(program, 'exit')
    assert.ok((await ended()) < count, 'it was killed in the middle')
  }
  const last = await startProgram(url, agencyId)
  await until(async () => (await ended()) === count)
  last.kill('SIGTERM')
  await once(last, 'exit')

  const { rows: whole } = await owner.query(
    `select instance.status, instance.revision,
       (select count(*)::int from running.passage where instance_id = instance.id) as passages,
       (select string_agg(node || ' ' || state, ', ' order by node) from running.task where instance_id = instance.id) as tasks,
       (select count(*)::int from running.wait where instance_id = instance.id) as waits,
       (select string_agg(node, ', ' order by node) from public.effect where key like instance.id || '.%') as effects,
       count(*)::int as instances
     from running.instance instance group by 1, 2, 3, 4, 5, 6`,
  )
  assert.deepEqual(whole, [
    {
      ...{ status: 'ended', revision: 5, passages: 5, waits: 0, instances: count },
      ...{ tasks: 'file done, work done', effects: 'announce, register' },
    },
  ])
  const { rows: left } = await owner.query(
    `select (select count(*)::int from running.incident) as incidents,
       (select count(*)::int from graphile_worker._private_jobs job
        join graphile_worker._private_tasks task on task.id = job.task_id
        where task.identifier = 'running.run_service_task') as jobs`,
  )
  assert.deepEqual(left, [{ incidents: 0, jobs: 0 }])
  await owner.end()
})
