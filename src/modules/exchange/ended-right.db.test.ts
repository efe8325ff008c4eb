import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { useContext, withDemo } from '#test/app'
import { enterOffering, enterSystem } from './manage-registry.ts'
import { endAccessRight, grantRight } from './manage-rights.ts'
import { listOfferingsFor, listRightsTo } from './repository.ts'

const world = useContext(withDemo)

before(() => world.ready)

test('a right that was ended before it began is not among what a system may call', async () => {
  const { context } = world
  const doing = { context, actor: { kind: 'officer', fullName: 'Quàng Văn Hưởng' } } as const
  const words = {
    memberName: 'Sở thử',
    name: 'Thử',
    contact: '0900 000 030',
    callsPerMinute: 60,
    callsPerDay: 100,
  }
  const provider = await enterSystem(doing, { class: 'GOV', member: 'R3', subsystem: 'OWN', ...words })
  const subsystemId = await enterSystem(doing, { class: 'GOV', member: 'R4', subsystem: 'CALLS', ...words })
  const offeringId = await enterOffering(doing, {
    ...{ subsystemId: provider, code: 'TRIAL', title: 'Thử', summary: 'Thử', contact: '0900 000 031' },
    version: {
      ...{ version: 'v1', providerUrl: 'http://127.0.0.1:1', sandboxUrl: null, schemaText: '{}' },
      ...{ examplePath: '/', exampleAnswer: '', timeoutMs: 1000 },
    },
  })
  const right = { offeringId, code: 'GOV/R3/OWN/TRIAL' }
  await grantRight(doing, { ...right, subsystemId, basis: 'QĐ 12', fromOn: '2026-12-20' })
  const listed = async () => (await listOfferingsFor(context.db, subsystemId, '2026-11-26')).map(({ id }) => id)
  assert.deepEqual(await listed(), [offeringId])
  const [given] = await listRightsTo(context.db, offeringId)
  const end = { ...right, id: given?.id ?? '', lastOn: null, reason: 'thôi dự án' }
  assert.deepEqual(await endAccessRight(doing, end), { ok: true })
  assert.deepEqual(await listed(), [])
})
