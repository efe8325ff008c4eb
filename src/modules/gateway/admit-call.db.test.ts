import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  enterOffering,
  enterSystem,
  findOffering,
  grantRight,
  issueClientToken,
  issueKey,
  planMaintenance,
} from '#modules/exchange'
import { fixedClock } from '#platform/clock'
import { useContext, withDemo } from '#test/app'
import { admitCall } from './admit-call.ts'

const world = useContext(withDemo)
const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const
const doing = () => ({ context: world.context, actor })
const address = { instance: 'DBN', class: 'GOV', member: 'A1', subsystem: 'OWN', offering: 'EXTRACTS' }
const noLimits = async () => null

let key = { clientId: '', clientSecret: '' }

/** How a call to a version is answered at a moment: admitted, or by which fault, with the seconds to wait. */
async function ask(moment: string, version: string): Promise<string> {
  const context = { ...world.context, clock: fixedClock(`${moment}+07:00`) }
  const token = await issueClientToken(context, key)
  const headers = { 'x-road-client': 'DBN/GOV/A1/OWN', authorization: `Bearer ${token?.accessToken}` }
  const target = `/r1/DBN/GOV/A1/OWN/EXTRACTS/${version}/402`
  const admission = await admitCall(context, noLimits, { method: 'GET', target, headers, certificate: null })
  return admission.ok ? 'admitted' : `${admission.fault.code} ${admission.fault.retryAfterSeconds ?? ''}`.trim()
}

before(async () => {
  await world.ready
  const subsystemId = await enterSystem(doing(), {
    ...{ class: 'GOV', member: 'A1', memberName: 'Cơ quan A1', subsystem: 'OWN', name: 'Hệ thống A1' },
    ...{ contact: '0900 000 030', callsPerMinute: 60, callsPerDay: 1000 },
  })
  const words = { code: 'EXTRACTS', title: 'Trích lục', summary: 'Trích lục', contact: '0900 000 031' }
  const where = { providerUrl: 'http://127.0.0.1:1', sandboxUrl: null, examplePath: '/v1/1' }
  let offeringId = ''
  for (const version of ['v1', 'v2']) {
    const described = { schemaText: '{"openapi":"3.0.0"}', exampleAnswer: '{}', timeoutMs: 1000 }
    offeringId = await enterOffering(doing(), {
      ...{ subsystemId, ...words },
      version: { version, ...where, ...described },
    })
  }
  const days = { fromOn: '2026-11-26', untilOn: '2026-12-10' }
  await grantRight(doing(), { subsystemId, offeringId, basis: 'thử', code: 'x', ...days })
  key = await issueKey(doing(), { subsystemId, code: 'x', days: 90, sandboxOfferingId: null })
  const { offering, versions } = (await findOffering(world.context, address)) ?? assert.fail('no offering')
  const [fromAt, untilAt] = ['2026-12-08T22:00', '2026-12-09T02:00'].map((text) =>
    Temporal.Instant.from(`${text}+07:00`),
  )
  const versionId = versions.find(({ version }) => version === 'v1')?.id ?? assert.fail('no v1')
  assert.ok(fromAt && untilAt)
  const wish = { offering, versionId, code: 'x', fromAt, untilAt, notice: 'Nâng cấp', knowsShort: false }
  assert.deepEqual(await planMaintenance(doing(), wish), { ok: true, daysAhead: 7 })
})

test('announced maintenance of one version is kept to the second, and the other version answers', async () => {
  assert.equal(await ask('2026-12-08T21:59:59', 'v1'), 'admitted')
  assert.equal(await ask('2026-12-08T22:00:00', 'v1'), 'maintenance 14400')
  assert.equal(await ask('2026-12-09T01:59:59', 'v1'), 'maintenance 1')
  assert.equal(await ask('2026-12-09T02:00:00', 'v1'), 'admitted')
  assert.equal(await ask('2026-12-08T23:00:00', 'v2'), 'admitted')
})

test('a right opens on its first day and on its last, in Việt Nam, and on none before or after', async () => {
  assert.equal(await ask('2026-11-26T00:00:00', 'v2'), 'admitted')
  assert.equal(await ask('2026-12-10T23:59:59', 'v2'), 'admitted')
  assert.equal(await ask('2026-12-11T00:00:00', 'v2'), 'no_right')
})
