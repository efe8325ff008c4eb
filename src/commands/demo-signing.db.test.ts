import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { seedDemoAccounts } from '#modules/identity'
import { findAgencyByCode, listDemoOfficers, seedDemoProvince } from '#modules/organisations'
import { listSeals, listSigners } from '#modules/signing'
import { useContext } from '#test/app'
import { demoSeals, demoSigners, seedDemoSigning } from './demo-signing.ts'

describe('the demo signs', () => {
  const world = useContext()
  before(async () => {
    await seedDemoProvince(world.context)
    await seedDemoAccounts(world.context)
    await seedDemoSigning(world.context)
  })

  test('every account belongs to an officer of that name: nobody signs for another', async () => {
    const officers = new Map(
      (await listDemoOfficers(world.context.db)).map(({ username, officer }) => [username, officer.fullName]),
    )
    assert.deepEqual(
      demoSigners.map(({ username }) => officers.get(username)),
      demoSigners.map(({ fullName }) => fullName),
    )
    assert.equal(new Set(demoSigners.map(({ account }) => account)).size, demoSigners.length)
  })

  test('every seal belongs to an agency of that name, and is entered once however often the demo starts', async () => {
    const { db } = world.context
    const names = await Promise.all(
      demoSeals.map(async ({ agencyCode }) => (await findAgencyByCode(db, agencyCode))?.name),
    )
    assert.deepEqual(
      names,
      demoSeals.map(({ agencyName }) => agencyName),
    )
    await seedDemoSigning(world.context)
    assert.equal((await listSeals(db)).length, demoSeals.length)
  })

  test('an account is entered once, however often the demo starts', async () => {
    const { db } = world.context
    const rows = await db.selectFrom('signing.signer').select(['account_id', 'provider']).execute()
    assert.equal(rows.length, demoSigners.length)
    const [first] = rows
    assert.equal((await listSigners(db, first?.account_id ?? '')).length, 1)
  })
})
