import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { refreshStatistics } from '#platform/db'
import { useDatabase } from '#test/db'
import { planOf } from '#test/plans'
import { listMirrored, type MirrorQuery, mirrorsQuery } from './repository-mirror.ts'

const own = useDatabase()
const perAgency = 100
const systems = 4

/** A hundred agencies, the last not mapped; four systems, of which one processes next to nothing. */
before(async () => {
  await own.ready
  await sql`
    insert into mirrors.ministry_system (code, name, ordered_by)
    select 'system_' || n, 'system ' || n, 'sequence' from generate_series(1, ${systems}) n`.execute(own.db)
  await sql`
    insert into mirrors.mirrored_dossier (system, their_code, report_id, reported_at, their_state, their_procedure,
      their_agency, agency_code, owner_personal_id, content)
    select case when n = 1 then 'system_4' else 'system_' || n % 3 + 1 end, 'DD-' || n, gen_random_uuid(),
      timestamptz '2026-01-01' + n * interval '1 minute', 'DXL', 'DD.01', 'UB.' || n % 100,
      case when n % 100 > 0 then 'H18.' || n % 100 end, '999000000017', '{}'
    from generate_series(1, ${perAgency} * 100) n`.execute(own.db)
  await refreshStatistics(own.url)
})

const first: MirrorQuery = { system: null, code: null, agencyCode: null, before: null, limit: 51 }

test('a page of what others process costs a page, for whomever and of whichever system: indexes carry the order', async () => {
  const place = { at: '2026-01-05T00:00:00.000000Z', id: 'DD-1' }
  for (const agencyCode of [null, 'H18.7', 'H18.999'])
    for (const asked of [
      {},
      { before: place },
      { system: 'system_1' },
      { system: 'system_4', before: place },
      { code: 'DD-7' },
    ]) {
      const plan = await planOf(own.db, mirrorsQuery(own.db, { ...first, agencyCode, ...asked }))
      const said = `${agencyCode} ${JSON.stringify(asked)}: ${JSON.stringify(plan)}`
      const scans = plan.filter((step) => step['Index Name']?.startsWith('mirrored_dossier_'))
      assert.equal(scans.length, 1, said)
      const wanted = agencyCode === null ? 'mirrored_dossier_system_index' : 'mirrored_dossier_agency_index'
      if (!('code' in asked)) assert.equal(scans[0]?.['Index Name'], wanted, said)
      assert.ok(
        plan.every((step) => step['Actual Rows'] <= 51 * systems),
        said,
      )
    }
})

test('page by page all of an agency is read, the newest first, and nothing of others', async () => {
  const query = { ...first, agencyCode: 'H18.7' }
  const read = []
  for (let page = await listMirrored(own.db, query); page.length > 0; ) {
    read.push(...page)
    const { reportedAt, code } = page.at(-1) ?? assert.fail()
    page = await listMirrored(own.db, { ...query, before: { at: reportedAt.toString(), id: code } })
  }
  assert.equal(read.length, perAgency)
  assert.deepEqual(new Set(read.map(({ agencyCode }) => agencyCode)), new Set(['H18.7']))
  const times = read.map(({ reportedAt }) => reportedAt.epochMilliseconds)
  assert.deepEqual(
    times,
    times.toSorted((one, other) => other - one),
  )
})
