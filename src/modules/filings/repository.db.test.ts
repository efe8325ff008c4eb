import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { refreshStatistics } from '#platform/db'
import { useDatabase } from '#test/db'
import { planOf } from '#test/plans'
import { type FilingQuery, type FilingState, filingsQuery, listFilings } from './repository.ts'

const own = useDatabase()
const perAgency = 200
const states: readonly FilingState[] = ['held', 'waiting', 'taken', 'refused']

/** A hundred agencies, one of them without a code that is known; one filing of ten is no dossier. */
before(async () => {
  await own.ready
  await sql`
    insert into filings.filing (source, their_code, content, content_sha256, state, reason, dossier_id, decided_at,
      decided_by, received_at, changed_at, agency_code, our_agency_code, for_agency)
    select 'national_portal', 'G22-' || n, '{}', repeat('a', 64), state,
      case when state in ('held', 'refused') then 'filings.empty' end,
      case when state = 'taken' then gen_random_uuid() end, case when state = 'refused' then now() end,
      case when state = 'refused' then 'invented' end, timestamptz '2026-01-01' + n * interval '1 minute', now(),
      'H18.' || n % 100, 'H18.' || n % 100, case when n % 100 = 0 then '' else 'H18.' || n % 100 end
    from generate_series(1, ${perAgency} * 100) n,
      lateral (select case when n / 100 % 10 > 0 then 'taken'
        else (array['held', 'waiting', 'refused'])[n / 1000 % 3 + 1] end as state)`.execute(own.db)
  await refreshStatistics(own.url)
})

const first: FilingQuery = { states, agencyCode: null, before: null, limit: 51 }
const nobody = 'H18.999'

test('a page of the filings costs a page, for whomever and of whatever states: indexes carry the order', async () => {
  const place = { at: '2026-01-05T00:00:00.000000Z', id: 'G22-1' }
  for (const agencyCode of [null, 'H18.7', nobody])
    for (const asked of [{}, { before: place }, { states: ['held'] }, { states: ['taken'], before: place }]) {
      const query = { ...first, agencyCode, ...asked } as FilingQuery
      const plan = await planOf(own.db, filingsQuery(own.db, query))
      const named = `${agencyCode} ${JSON.stringify(asked)}: ${JSON.stringify(plan)}`
      assert.ok(!plan.some((step) => step['Node Type'] === 'Seq Scan'), named)
      assert.ok(
        plan.every((step) => step['Actual Rows'] <= 51 * 8),
        named,
      )
    }
})

test('page by page every filing of the own agency is read, and those of none that is known, the newest first', async () => {
  const query = { ...first, agencyCode: 'H18.7' }
  const read = []
  for (let page = await listFilings(own.db, query); page.length > 0; ) {
    read.push(...page)
    const { receivedAt, code } = page.at(-1) ?? assert.fail()
    page = await listFilings(own.db, { ...query, before: { at: receivedAt.toString(), id: code } })
  }
  assert.equal(read.length, 2 * perAgency)
  assert.deepEqual(new Set(read.map(({ forAgency }) => forAgency)), new Set(['', 'H18.7']))
  const times = read.map(({ receivedAt }) => receivedAt.epochMilliseconds)
  assert.deepEqual(
    times,
    times.toSorted((one, other) => other - one),
  )
})
