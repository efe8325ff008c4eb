import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { generateDossiers } from '#commands/generate-dossiers'
import {
  applyChange,
  type CalendarChange,
  changeCalendar,
  findChangedFrom,
  makeCalendar,
  readCalendarRecord,
  sourceFor,
} from '#modules/calendar'
import { dossierJobs, followCalendar } from '#modules/dossiers'
import type { Context } from '#platform/context'
import { useDemo } from '#test/demo'

const own = useDemo()
const [, recountDossiers] = dossierJobs()

const system = { kind: 'system' } as const
const holiday: CalendarChange = {
  decision: { number: '1234/TB-BNV', on: '2026-11-25', note: 'Nghỉ thêm ngày 30/11/2026' },
  days: [{ act: 'add', on: '2026-11-30', kind: 'holiday', name: 'Nghỉ theo quyết định' }],
}
const takenBack: CalendarChange = {
  decision: { number: '1235/TB-BNV', on: '2026-11-25', note: 'Bỏ ngày nghỉ 30/11/2026' },
  days: [{ act: 'remove', on: '2026-11-30' }],
}

type Row = Readonly<{
  id: string
  state: string
  due: string | null
  original: string | null
  revision: number
}>

async function readDossiers({ pool }: Context): Promise<Map<string, Row>> {
  const { rows } =
    await pool.query<Row>(`select id, state, due_at::text as due, original_due_at::text as original,
    revision from dossiers.dossier order by id`)
  return new Map(rows.map((row) => [row.id, row]))
}

async function count({ pool }: Context, sentence: string): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`select count(*)::int as n from ${sentence}`)
  return rows[0]?.n ?? -1
}

/** The database, of which the connection is lost when more than `count` transactions are begun. */
function losing(db: Context['db'], count: number): Context['db'] {
  let begun = 0
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction' && ++begun > count) throw new Error('the connection was lost')
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function decree(context: Context, change: CalendarChange): Promise<void> {
  const answer = await changeCalendar(context, change, system, { followers: followCalendar(context) })
  assert.ok(answer.ok, JSON.stringify(answer))
}

/** Does the recounts that are queued, as two workers would: both at once. */
async function work(context: Context): Promise<void> {
  const { rows } = await context.pool.query<{ id: string }>(
    'select id from dossiers.recount where finished_at is null order by requested_at',
  )
  for (const { id } of rows) {
    const run = (isSecond: boolean) =>
      recountDossiers.run({ recountId: id, isSecond }, { ...context, attempt: 1 })
    await Promise.all([run(false), run(false)])
    await run(true)
  }
}

describe('a decree of today for next week', () => {
  let start: Map<string, Row>
  before(async () => {
    await generateDossiers(own.demo.context, 2000, () => undefined)
    await generateDossiers(own.demo.context, 1200, () => undefined, 'open')
    start = await readDossiers(own.demo.context)
  })

  test('is previewed without writing anything', async () => {
    const { context } = own.demo
    const record = await readCalendarRecord(context.db)
    const changed = applyChange(record, holiday)
    const calendar = makeCalendar(sourceFor(changed, null))
    const changedFrom = findChangedFrom(record, holiday)
    assert.equal(changedFrom?.toString(), '2026-11-30')
    assert.ok(changedFrom)
    const preview = await followCalendar(context).preview(context, { changedFrom, calendarOf: () => calendar })
    assert.ok(preview.moved > 100 && preview.moved <= preview.looked && !preview.truncated)
    assert.equal(preview.examples.length, 20)
    for (const { before: was, after } of preview.examples)
      assert.ok(after.epochMilliseconds > was.epochMilliseconds)
    assert.deepEqual(await readDossiers(context), start)
  })

  test('goes on where it was when the connection is lost on the way', async () => {
    const { context } = own.demo
    await decree(context, holiday)
    const { rows } = await context.pool.query<{ id: string }>('select id from dossiers.recount')
    const lost = { ...context, db: losing(context.db, 2), attempt: 1 }
    await assert.rejects(recountDossiers.run({ recountId: rows[0]?.id ?? '' }, lost), /the connection was lost/)
    const [progress] = await followCalendar(context).progress(context.db)
    assert.equal(progress?.finishedAt, null)
    assert.ok(progress && progress.lookedAt > 0 && progress.lookedAt < progress.total)
  })

  test('moves the open dossiers that are due after it, each once, and rewrites nothing that is finished', async () => {
    const { context } = own.demo
    await work(context)
    const after = await readDossiers(context)
    const moved = [...after.values()].filter(({ id, due }) => due !== start.get(id)?.due)
    assert.ok(moved.length > 100)
    const finished = ['resolved', 'delivered', 'refused', 'withdrawn', 'stopped', 'registered']
    for (const row of after.values()) {
      const was = start.get(row.id)
      if (finished.includes(row.state)) assert.deepEqual(row, was)
      assert.equal(row.original, was?.original)
      if (row.due && was?.due && row.due !== was.due) {
        assert.ok(row.due > was.due && was.due >= '2026-11-30')
        assert.equal(row.revision, was.revision + 1)
      } else assert.equal(row.revision, was?.revision)
    }
    assert.equal(await count(context, `dossiers.dossier_event where type = 'recounted'`), moved.length)
    assert.equal(await count(context, `audit.entry where action = 'dossiers.recount'`), moved.length)
    assert.equal(
      await count(context, `graphile_worker.jobs where task_identifier = 'dossiers.tell_applicant'`),
      moved.length,
    )
    const [progress] = await followCalendar(context).progress(context.db)
    assert.ok(progress?.finishedAt)
    assert.deepEqual([progress.moved, progress.lookedAt], [moved.length, progress.total])
  })

  test('a recount that is done again finds nothing to do', async () => {
    const { context } = own.demo
    const before_ = await readDossiers(context)
    const { rows } = await context.pool.query<{ id: string }>('select id from dossiers.recount')
    for (const { id } of rows)
      await recountDossiers.run({ recountId: id, isSecond: true }, { ...context, attempt: 2 })
    assert.deepEqual(await readDossiers(context), before_)
  })

  test('taken back, every due time is again what it was: stable under folding again', async () => {
    const { context } = own.demo
    await decree(context, takenBack)
    await work(context)
    const after = await readDossiers(context)
    for (const row of after.values()) assert.equal(row.due, start.get(row.id)?.due)
  })
})
