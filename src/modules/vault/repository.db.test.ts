import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { refreshStatistics } from '#platform/db'
import { useDatabase } from '#test/db'
import { type PlanStep, planOf } from '#test/plans'
import { inForcePage, itemsPage } from './repository.ts'

const own = useDatabase()
const owners = 4000
const ownerId = '01a20000-0000-7000-8000-000000000017'

before(async () => {
  await own.ready
  await sql`
    insert into vault.owner (id, kind, number, name, opened_at)
    select case when n = 1 then ${ownerId}::uuid else gen_random_uuid() end, 'person', 'invented ' || n, 'Người ' || n, now()
    from generate_series(1, ${owners}) n`.execute(own.db)
  await sql`
    insert into vault.item (id, code, owner_id, type_code, title, issuer_name, source, source_key, paper_id, name,
      media_type, size_bytes, sha256, folded, kept_at)
    select gen_random_uuid(), o.id || ' ' || n, o.id, 'KQ.G15.0000' || 30 + n % 9, 'Giấy ' || n, 'UBND', 'own_result',
      'key ' || n, gen_random_uuid(), 'giay.pdf', 'application/pdf', 1, repeat('a', 64), 'giay ' || n, now()
    from vault.owner o, generate_series(1, case when o.id = ${ownerId}::uuid then 20000 else 10 end) n`.execute(
    own.db,
  )
  await refreshStatistics(own.url)
})

const assertCheap = (name: string, plan: readonly PlanStep[]) => {
  const nodes = plan.map((node) => node['Node Type'])
  assert.ok(!nodes.includes('Seq Scan'), `${name}: ${nodes}`)
  assert.ok(
    plan.some((node) => node['Index Name']?.startsWith('item_of_')),
    `${name}: ${JSON.stringify(plan)}`,
  )
}

test('a page of a vault costs a page, however much is in it', async () => {
  const before = '90000000-0000-4000-8000-000000000000'
  for (const more of [{}, { before }, { typeCode: 'KQ.G15.000031' }, { typeCode: 'KQ.G15.000031', before }]) {
    const plan = await planOf(own.db, itemsPage(own.db, { ownerId, limit: 21, ...more }))
    assertCheap(JSON.stringify(more), plan)
    assert.ok(!plan.some((node) => node['Node Type'] === 'Sort'), JSON.stringify(more))
    assert.ok(
      plan.every((node) => node['Actual Rows'] <= 21),
      JSON.stringify(more),
    )
  }
})

test('what is offered for a few kinds of paper is found by the index of kinds', async () => {
  const usual = await own.db
    .selectFrom('vault.owner')
    .select('id')
    .where('id', '!=', ownerId)
    .limit(1)
    .executeTakeFirstOrThrow()
  const typeCodes = ['KQ.G15.000031', 'KQ.G15.000032']
  const plan = await planOf(own.db, inForcePage(own.db, { ownerIds: [usual.id], typeCodes, limit: 60 }))
  assertCheap('offers', plan)
  assert.ok(
    plan.every((node) => node['Actual Rows'] <= 10),
    JSON.stringify(plan),
  )
})
