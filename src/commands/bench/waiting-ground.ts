import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import type { Plan, PlanNode, TaskOutcome } from '#modules/processes'
import { prepareStart, saveDefinition } from '#modules/running'
import type { Context } from '#platform/context'
import { openDb, openPool, refreshStatistics } from '#platform/db'
import { migrate } from '#platform/migrations'
import type { Ground } from './figure.ts'

/** A database of its own with so many processes that wait for an officer. */
export type WaitingGround = Readonly<{
  context: Context
  databaseUrl: string
  instances: number
  /** Of the n-th instance it is the one at n modulo their count. */
  agencyIds: readonly string[]
  close: () => Promise<void>
}>

const outcome = (key: string): TaskOutcome => ({
  key,
  name: key,
  nameEn: null,
  command: null,
  asksReason: false,
})
const common = { nameEn: null, parent: null, boundaries: [], forEach: null, defaultFlow: null }
const task = (id: string, role: string, said: object): PlanNode =>
  ({
    ...{ ...common, id, name: id, kind: 'user_task', role, agency: 'competent', instructions: null, notBy: [] },
    ...{ time: { amount: 2, unit: 'working_day' }, ...said },
  }) as object as PlanNode

/** Appraisal and approval, again and again: every step closes a task and opens one, four eyes and due times with it. */
const plan: Plan = {
  process: 'again',
  name: 'again',
  start: 'start',
  nodes: {
    start: { ...common, id: 'start', name: 'start', kind: 'start', incoming: [], outgoing: ['a'] },
    appraisal: task('appraisal', 'case_officer', {
      ...{ step: 'appraisal', incoming: ['a', 'd'], outgoing: ['b'], outcomes: [outcome('submit')] },
    }),
    approval: task('approval', 'signatory', {
      ...{
        step: 'approval',
        notBy: ['appraisal'],
        incoming: ['b'],
        outgoing: ['c'],
        outcomes: [outcome('approve'), outcome('return')],
      },
    }),
    which: {
      ...{ ...common, id: 'which', name: 'which', kind: 'exclusive_gateway', defaultFlow: 'd' },
      ...{ incoming: ['c'], outgoing: ['d', 'e'] },
    },
    end: { ...common, id: 'end', name: 'end', kind: 'end', incoming: ['e'], outgoing: [] },
  },
  flows: Object.fromEntries(
    [
      ['a', 'start', 'appraisal'],
      ['b', 'appraisal', 'approval'],
      ['c', 'approval', 'which'],
      ['d', 'which', 'appraisal'],
      ['e', 'which', 'end', 'outcome = "approve"'],
    ].map(([id = '', from = '', to = '', condition = null]) => [id, { id, name: null, from, to, condition }]),
  ),
}

const variables = {
  dossier: { channel: 'online', procedure: '1.001193', elsewhere: false },
  answers: { child: { fullName: 'LÒ MINH AN', sex: 'female', birthOn: '2026-11-09' }, copies: 2 },
}

/** The id of the n-th instance or task, so that it need not be looked up. */
export const numberedId = (kind: 'instance' | 'task', number: number): string =>
  `01a20000-0000-7000-${kind === 'instance' ? '8000' : '9000'}-${number.toString(16).padStart(12, '0')}`
const numbered = (kind: 'instance' | 'task'): string =>
  `('01a20000-0000-7000-${kind === 'instance' ? '8000' : '9000'}-' || lpad(to_hex(number), 12, '0'))::uuid`

/** Makes the database, and the processes as plain rows: what each would have after its first step. */
export async function openWaitingGround(
  ground: Ground,
  name: string,
  instances: number,
): Promise<WaitingGround> {
  const url = new URL(ground.databaseUrl)
  url.pathname = `/motcua_bench_${name}`
  await asOwner(ground.databaseUrl, `create database ${url.pathname.slice(1)}`)
  await migrate(url.href)
  const pool = openPool(url.href, { max: 32 })
  const context: Context = { ...ground.context, pool, db: openDb(pool) }
  await seedDemoProvince(context)
  await seedDemoAccounts(context)
  const agencyIds = await listAgencyIds(context)
  await insertWaiting(context, url.href, agencyIds, instances)
  const close = async () => {
    await context.db.destroy()
    await asOwner(ground.databaseUrl, `drop database ${url.pathname.slice(1)} with (force)`)
  }
  return { context, databaseUrl: url.href, instances, agencyIds, close }
}

async function listAgencyIds({ pool }: Context): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from organisations.agency order by code')
  return rows.map(({ id }) => id)
}

async function insertWaiting(
  { db, clock }: Context,
  ownerUrl: string,
  agencyIds: readonly string[],
  instances: number,
): Promise<void> {
  const definitionId = await saveDefinition(db, { key: 'again', xml: '<definitions/>', plan })
  const agencies = { receiving: agencyIds[0] ?? '', competent: agencyIds[0] ?? '' }
  const { row } = await prepareStart(db, {
    ...{ subjectId: randomUUID(), subjectName: 'H18.137-261123-0001', definitionId, variables, agencies },
    ...{ actor: { kind: 'system' }, at: clock.now() },
  })
  const [first] = row.tasks
  const agency = '($1::uuid[])[1 + number % cardinality($1::uuid[])]'
  const series = `from generate_series(1, ${instances}) as number`
  await asOwner(
    ownerUrl,
    `insert into running.instance (id, definition_id, subject_id, subject_name, receiving_agency_id,
       competent_agency_id, status, state, revision, started_at)
     select ${numbered('instance')}, $2, ${numbered('instance')}, $3, ${agency}, ${agency}, 'running', $4, 1, $5 ${series}`,
    [agencyIds, definitionId, row.subject_name, JSON.stringify(row.state), row.at],
  )
  await asOwner(
    ownerUrl,
    `insert into running.task (id, instance_id, definition_id, subject_id, token, node, name, role, agency_id, step,
       opened_at, due_at, state, not_by, items)
     select ${numbered('task')}, ${numbered('instance')}, $2, ${numbered('instance')}, $3, $4, $4, $5, ${agency}, $6, $7,
       $8::timestamptz + make_interval(secs => number % 864000), 'open', '{}', '{}' ${series}`,
    [agencyIds, definitionId, first?.token, first?.node, first?.role, first?.step, row.at, first?.due_at],
  )
  await asOwner(
    ownerUrl,
    `insert into running.passage (instance_id, number, at, cause, path)
     select ${numbered('instance')}, 1, $1, 'start', $2 ${series}`,
    [row.at, JSON.stringify(row.path)],
  )
  await refreshStatistics(ownerUrl)
}

async function asOwner(url: string, statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement, [...values])
  } finally {
    await client.end()
  }
}

/**
 * What pgbench does: the rows of one step, of a random instance of this ground, as plain inserts and updates in one
 * statement: nothing is read, worked out or compared.
 */
export async function plainStep({ context, instances }: WaitingGround): Promise<string> {
  const { rows } = await context.pool.query<{ state: object; path: object[] }>(
    'select i.state, p.path from running.instance i join running.passage p on p.instance_id = i.id order by p.at desc limit 1',
  )
  const [sample] = rows
  return `with key as materialized (
      select ('01a20000-0000-7000-8000-' || lpad(to_hex(1 + floor(random() * ${instances})::int), 12, '0'))::uuid as id
    ), moved as (
      update running.instance set state = ${literal(sample?.state)}::jsonb, revision = revision + 1
      from key where instance.id = key.id
      returning instance.id, instance.definition_id, instance.subject_id, instance.competent_agency_id, revision
    ), closed as (
      update running.task set state = 'done', outcome = 'submit', done_by = gen_random_uuid(), done_name = 'Cà Thị Ngân',
        done_at = now()
      from moved where task.instance_id = moved.id and task.state = 'open'
    ), opened as (
      insert into running.task (id, instance_id, definition_id, subject_id, token, node, name, role, agency_id, step,
        opened_at, due_at, state, not_by, items)
      select gen_random_uuid(), id, definition_id, subject_id, 1000 + revision, 'appraisal', 'appraisal', 'case_officer',
        competent_agency_id, 'appraisal', now(), now(), 'open', '{}', '{}' from moved
    ), passed as (
      insert into running.passage (instance_id, number, at, cause, token, actor_id, actor_name, path)
      select id, 1000 + revision, now(), 'complete', 1, id, 'Cà Thị Ngân', ${literal(sample?.path)}::jsonb from moved
    ), entry as (
      insert into audit.entry (id, at, actor_kind, actor_id, action, subject_kind, subject_id, subject_code, detail)
      select gen_random_uuid(), now(), 'officer', id::text, 'running.step', 'process', id::text, 'H18.137-261123-0001', '{}'
      from moved
    ) select id from moved`
}

// pgbench reads `:name` as a variable of its own, so a colon is written as an escape.
const literal = (value: unknown): string =>
  `E'${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(':', '\\x3a')}'`
