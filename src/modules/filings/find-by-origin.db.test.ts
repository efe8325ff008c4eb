import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { refreshStatistics } from '#platform/db'
import { makeId, makeReference } from '#platform/ids'
import { useDatabase } from '#test/db'
import { planOf } from '#test/plans'
import { findName, findPortalCode } from './find-by-origin.ts'

const own = useDatabase()
const id = makeId()
const theirs = 'G01.99-20261123-0000001'

before(async () => {
  await own.ready
  await sql`insert into filings.remote_origin (dossier_id, destination, their_code, recorded_at)
    select case when n = 1 then ${id}::uuid else gen_random_uuid() end, 'national_portal',
      'G01.99-20261123-' || lpad(n::text, 7, '0'), now() from generate_series(1, 20000) n`.execute(own.db)
  await refreshStatistics(own.url)
})

test('a code is asked for as it was typed or tidied; what the portal does not have is left as it is', async () => {
  assert.deepEqual(await findName(own.db, theirs), { typed: theirs, elsewhereId: id })
  const typed = ' g01.99 – 20261123 – 0000001 '
  assert.deepEqual(await findName(own.db, typed), { typed, elsewhereId: id })
  for (const other of ['G01.99-20261123-0020001', 'H18.137.01-261123-0002', makeReference(), 'x', ''])
    assert.equal(await findName(own.db, other), other)
  assert.deepEqual([await findPortalCode(own.db, id), await findPortalCode(own.db, makeId())], [theirs, null])
})

test('however many were filed there, a code and a dossier cost one look at an index each', async () => {
  const origins = own.db.selectFrom('filings.remote_origin').where('destination', '=', 'national_portal')
  for (const query of [
    origins.select('dossier_id').where('their_code', '=', theirs),
    origins.select('their_code').where('dossier_id', '=', id),
  ]) {
    const plan = await planOf(own.db, query)
    assert.ok(
      plan.every((step) => step['Index Name'] && step['Actual Rows'] <= 1),
      JSON.stringify(plan),
    )
  }
})
