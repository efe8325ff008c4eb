import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { useDatabase } from '#test/db'
import { defineJob, startWorker } from './jobs.ts'
import { openLog } from './log.ts'

const database = useDatabase()

function openRecordedLog() {
  const lines: string[] = []
  const log = openLog('info', { write: (line) => lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

async function failWith(statement: string, values: unknown[] = []): Promise<unknown> {
  return await database.pool.query(statement, values).then(
    () => assert.fail('the database took it'),
    (error) => error,
  )
}

const statementThatFails = `insert into drafts.draft (id, reference, owner_id, procedure_code, procedure_version_id,
  started_at, saved_at, expires_at) select null, $1, null, '1.001193', null, now(), now(), now()`

test('what PostgreSQL says of a row stays out of the log; what leads to the fault stays in', async () => {
  const { log, lines, last } = openRecordedLog()
  const error = await failWith(statementThatFails, ['Lò Minh An'])
  assert.match((error as { detail: string }).detail, /Lò Minh An/)
  log.error({ err: new Error('not saved', { cause: error }) }, 'failed')
  log.child({ reqId: 'R' }).error(error)
  const { type, code, table, column, schema, stack } = last().err
  assert.deepEqual(
    { type, code, table, column, schema },
    { type: 'DatabaseError', code: '23502', table: 'draft', column: 'id', schema: 'drafts' },
  )
  assert.match(stack, /null value in column/)
  assert.equal(JSON.parse(lines[0] ?? '').err.cause.code, '23502')
  assert.doesNotMatch(lines.join(''), /Lò Minh An/)
})

test('a value that PostgreSQL could not read is cut from its message', async () => {
  const { log, lines, last } = openRecordedLog()
  log.error({ err: await failWith('select $1::uuid', ['Lò "Minh" An']) })
  assert.equal(last().err.message, 'invalid input syntax for type uuid: "[hidden]"')
  assert.doesNotMatch(lines.join(''), /Minh/)
})

test('a job that fails is logged without the row it failed on', async () => {
  const { log, lines } = openRecordedLog()
  const { db, pool } = database
  const job = defineJob('drafts.fail', async () => {
    throw await failWith(statementThatFails, ['Lò Minh An'])
  })
  const worker = await startWorker({ pool, db, log, services: {}, jobs: [job] })
  const failed = once(worker.events, 'job:error')
  await pool.query("select graphile_worker.add_job('drafts.fail')")
  await failed
  await worker.stop()
  assert.equal(lines.length, 1)
  assert.match(lines[0] ?? '', /"job":"drafts.fail".*job failed/)
  assert.doesNotMatch(lines.join(''), /Lò Minh An/)
})

test('what was thrown and is no error is logged as it is', () => {
  const { log, last } = openRecordedLog()
  log.error({ err: 'stopped' })
  assert.equal(last().err, 'stopped')
})
