import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { makeId } from '#platform/ids'
import { useDatabase } from '#test/db'
import { type AuditEntry, appendAudit, listAudit } from './repository.ts'

const database = useDatabase()

const entryAbout = (subjectId: string, minute: number): AuditEntry => ({
  at: Temporal.Instant.from('2026-11-26T09:40:00+07:00').add({ minutes: minute }),
  actor: { kind: 'officer', accountId: 'a1', fullName: 'Vàng A Súa', agencyCode: 'H18.137' },
  action: 'dossiers.read',
  subjectKind: 'dossier',
  subjectId,
  subjectCode: 'H18.137.01-261126-0047',
  detail: { purpose: 'processing' },
})

test('an entry comes back as it was appended, the newest first, page by page', async () => {
  const { db } = database
  await db.transaction().execute(async (tx) => {
    for (const minute of [0, 1, 2]) await appendAudit(tx, entryAbout('d1', minute))
  })
  const [newest, second] = await listAudit(db, { kind: 'dossier', id: 'd1', limit: 2 })
  assert.deepEqual({ ...newest, id: '' }, { ...entryAbout('d1', 2), id: '' })
  const rest = await listAudit(db, { kind: 'dossier', id: 'd1', before: second?.id })
  assert.equal(rest.length, 1)
})

test('an act that is undone leaves no entry', async () => {
  const { db } = database
  const undone = db.transaction().execute(async (tx) => {
    await appendAudit(tx, entryAbout('d2', 0))
    throw new Error('the act failed')
  })
  await assert.rejects(undone)
  assert.deepEqual(await listAudit(db, { kind: 'dossier', id: 'd2' }), [])
})

test('nobody can change or remove an entry', async () => {
  const { pool } = database
  await assert.rejects(pool.query("update audit.entry set action = 'x.y'"), { code: '42501' })
  await assert.rejects(pool.query('delete from audit.entry'), { code: '42501' })
  await assert.rejects(pool.query('truncate audit.entry'), { code: '42501' })
})

test('a single statement appends by the function of the database', async () => {
  const { db, pool } = database
  await pool.query(
    `with act as (select 'd3' as id)
     select audit.append_entry($1, now(), 'citizen', 'c1', 'dossiers.submit', 'dossier', act.id, null, null) from act`,
    [makeId()],
  )
  const [entry] = await listAudit(db, { kind: 'dossier', id: 'd3' })
  assert.deepEqual([entry?.action, entry?.actor.accountId, entry?.detail], ['dossiers.submit', 'c1', {}])
})
