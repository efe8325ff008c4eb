import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { listAudit } from '#modules/audit'
import { fixedClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { useContext, withDemo } from '#test/app'
import { topicRights } from '#test/topics'
import { authenticateClient, issueClientToken } from './authenticate-client.ts'
import { changeVersionState } from './change-version-state.ts'
import { type EndScope, endSystem, loadEnding } from './end-system.ts'
import { findOffering, mayCall } from './find-offering.ts'
import { listMaintenanceFor } from './load-catalogue.ts'
import { enterOffering, enterSystem, issueKey } from './manage-registry.ts'
import { endAccessRight, grantRight } from './manage-rights.ts'
import { endMaintenance, planMaintenance } from './plan-maintenance.ts'
import { listRightsTo } from './repository.ts'
import { listEndedSubsystems, listSubsystems } from './repository-registry.ts'
import type { VersionState } from './rules/choose-version.ts'
import { standingAt } from './rules/maintenance.ts'

const world = useContext(withDemo)
const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const
const doing = (at?: string) => ({
  context: at === undefined ? world.context : { ...world.context, clock: fixedClock(at) },
  actor,
})
const code = 'GOV/H18.12/CIVIL/EXTRACTS'
const today = '2026-11-26'

const newSystem = (member: string, subsystem: string) =>
  enterSystem(doing(), {
    ...{ class: 'GOV', member, memberName: `Cơ quan ${member}`, subsystem, name: subsystem },
    ...{ contact: '0900 000 030', callsPerMinute: 60, callsPerDay: 1000 },
  })

/** A system of a member with one offering of one version. */
async function newProvider(member: string, subsystem = 'OWN') {
  const subsystemId = await newSystem(member, subsystem)
  const words = { code: 'EXTRACTS', title: 'Trích lục', summary: 'Trích lục', contact: '0900 000 031' }
  const where = {
    providerUrl: 'http://127.0.0.1:1',
    sandboxUrl: null,
    examplePath: '/v1/1',
    exampleAnswer: '{}',
  }
  const version = { version: 'v1', schemaText: '{"openapi":"3.0.0"}', timeoutMs: 1000, ...where }
  const id = await enterOffering(doing(), { subsystemId, ...words, version })
  const address = { instance: 'DBN', class: 'GOV', member, subsystem, offering: 'EXTRACTS' }
  const read = async () => (await findOffering(world.context, address)) ?? assert.fail('no offering')
  const versionId = (await read()).versions[0]?.id ?? ''
  return { subsystemId, id, versionId, read }
}
type Provider = Awaited<ReturnType<typeof newProvider>>

const callerOf = async (subsystemId: string) => {
  const key = await issueKey(doing(), { subsystemId, code: 'x', days: 30, sandboxOfferingId: null })
  const token = await issueClientToken(world.context, key)
  return { key, who: () => authenticateClient(world.context, `Bearer ${token?.accessToken}`) }
}

/** How many audit entries of this action the subject has. */
const entriesOf = async (kind: string, id: string, action: string) =>
  (await listAudit(world.context.db, { kind, id })).filter((entry) => entry.action === action)

before(() => world.ready)

describe('an access right', () => {
  let provider: Provider
  let subsystemId = ''
  const give = (fromOn: string | null, untilOn: string | null) =>
    grantRight(doing(), { subsystemId, offeringId: provider.id, basis: 'QĐ 12', code, fromOn, untilOn })
  const holdsOn = async (day: string) => {
    const { who } = await callerOf(subsystemId)
    const caller = (await who()) ?? assert.fail('no caller')
    return (await mayCall(world.context.db, caller, (await provider.read()).offering, day)).ok
  }
  before(async () => {
    provider = await newProvider('R1')
    subsystemId = await newSystem('R2', 'CALLS')
  })

  test('begins and ends on its days', async () => {
    assert.deepEqual(await give('2026-12-01', '2026-12-31'), { ok: true })
    const held = await Promise.all(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map(holdsOn))
    assert.deepEqual(held, [false, true, true, false])
    assert.deepEqual(await give('2026-12-31', null), { ok: false, code: 'has_right' })
    assert.deepEqual(await give('2026-11-25', '2026-11-30'), { ok: false, code: 'from_past' })
  })

  test('given by two at once is given once, and the other is told', async () => {
    const answers = await Promise.all([give('2027-02-01', null), give('2027-01-15', '2027-03-01')])
    assert.deepEqual(answers.map((answer) => (answer.ok ? 'given' : answer.code)).toSorted(), [
      'given',
      'has_right',
    ])
  })

  test('ended by two at once is ended once; it stays on record with its reason', async () => {
    const [right] = await listRightsTo(world.context.db, provider.id)
    assert.ok(right)
    const wish = { id: right.id, offeringId: provider.id, code, lastOn: null }
    const answers = await Promise.all(
      ['lý do một', 'lý do hai'].map((reason) => endAccessRight(doing(), { ...wish, reason })),
    )
    assert.deepEqual(answers.map((answer) => (answer.ok ? 'ended' : answer.code)).toSorted(), ['ended', 'over'])
    const kept = (await listRightsTo(world.context.db, provider.id)).find(({ id }) => id === right.id)
    assert.equal(kept?.ended?.name, actor.fullName)
    assert.match(kept?.ended?.reason ?? '', /^lý do (một|hai)$/)
    assert.equal((await entriesOf('access_right', right.id, 'exchange.end_right')).length, 1)
  })

  test('is ended on a day to come, then earlier, never later', async () => {
    const [right] = (await listRightsTo(world.context.db, provider.id)).filter(({ ended }) => !ended)
    assert.ok(right)
    const end = (lastOn: string | null) =>
      endAccessRight(doing(), { id: right.id, offeringId: provider.id, code, lastOn, reason: 'hết dự án' })
    assert.deepEqual(await end('2026-12-20'), { ok: true })
    assert.deepEqual(await end('2026-12-24'), { ok: false, code: 'not_earlier' })
    assert.deepEqual(await end('2026-12-10'), { ok: true })
    assert.equal(await holdsOn('2026-12-11'), false)
    assert.deepEqual(
      await endAccessRight(doing(), {
        ...{ id: right.id, offeringId: subsystemId, code },
        lastOn: null,
        reason: 'x',
      }),
      {
        ok: false,
        code: 'not_found',
      },
    )
  })
})

describe('a version', () => {
  test('is changed by itself; of two at once one wins and the other is told', async () => {
    const provider = await newProvider('V1')
    const change = (seen: VersionState, state: VersionState, notice: string | null) =>
      changeVersionState(doing(), {
        id: provider.versionId,
        offeringId: provider.id,
        code,
        seen,
        state,
        notice,
      })
    const answers = await Promise.all([
      change('in_force', 'withdrawn', 'dùng v2'),
      change('in_force', 'maintenance', 'đến 22 giờ'),
    ])
    assert.deepEqual(answers.filter(({ ok }) => ok).length, 1)
    assert.ok(answers.some((answer) => !answer.ok && answer.code === 'changed_meanwhile'))
    const [version] = (await provider.read()).versions
    assert.equal(version?.stateName, actor.fullName)
    const state = version?.state ?? assert.fail()
    assert.deepEqual(await change(state, 'in_force', null), { ok: true })
    assert.deepEqual(await change('in_force', 'in_force', null), { ok: false, code: 'stands_so' })
    const entries = await entriesOf('offering_version', provider.versionId, 'exchange.change_state')
    assert.deepEqual(new Set(entries.map(({ detail }) => detail?.state)), new Set([state, 'in_force']))
    assert.equal(entries.length, 2)
    assert.deepEqual(
      await changeVersionState(doing(), {
        ...{ id: provider.versionId, offeringId: provider.subsystemId, code },
        ...{ seen: 'in_force', state: 'withdrawn', notice: 'x' },
      }),
      { ok: false, code: 'not_found' },
    )
  })

  test('that is withdrawn is not changed before it is brought back', async () => {
    const { subsystemId, id, versionId, read } = await newProvider('V9')
    const words = { code: 'EXTRACTS', title: 'Đổi', summary: 'Đổi', contact: '0900 000 031' }
    const where = { providerUrl: 'http://127.0.0.1:2', sandboxUrl: null, timeoutMs: 1000 }
    const version = {
      ...{ version: 'v1', schemaText: '{"openapi":"3.0.1"}', examplePath: '/', exampleAnswer: '' },
      ...where,
    }
    const enter = () => enterOffering(doing(), { subsystemId, ...words, version })
    const known = { id: versionId, offeringId: id, code }
    const change = (seen: VersionState, state: VersionState) =>
      changeVersionState(doing(), { ...known, seen, state, notice: 'x' })
    const before = (await entriesOf('offering', id, 'exchange.enter_offering')).length
    assert.deepEqual(await change('in_force', 'withdrawn'), { ok: true })
    await assert.rejects(enter(), { code: 'exchange.version_withdrawn', status: 409 })
    const { offering, versions } = await read()
    assert.deepEqual(
      [offering.title, versions[0]?.providerUrl, versions[0]?.schemaText],
      ['Trích lục', 'http://127.0.0.1:1', '{"openapi":"3.0.0"}'],
    )
    assert.equal((await entriesOf('offering', id, 'exchange.enter_offering')).length, before)
    assert.deepEqual(await change('withdrawn', 'in_force'), { ok: true })
    await enter()
    assert.equal((await read()).versions[0]?.providerUrl, 'http://127.0.0.1:2')
  })

  test('that is withdrawn and changed at once is not changed after it was withdrawn', async () => {
    const { subsystemId, id, versionId, read } = await newProvider('V10')
    const words = { code: 'EXTRACTS', title: 'Đổi', summary: 'Đổi', contact: '0900 000 031' }
    const version = {
      ...{ version: 'v1', schemaText: '{"openapi":"3.0.1"}', examplePath: '/', exampleAnswer: '' },
      ...{ providerUrl: 'http://127.0.0.1:2', sandboxUrl: null, timeoutMs: 1000 },
    }
    const known = { id: versionId, offeringId: id, code, notice: 'x' }
    const [gone, changed] = await Promise.allSettled([
      changeVersionState(doing(), { ...known, seen: 'in_force', state: 'withdrawn' }),
      enterOffering(doing(), { subsystemId, ...words, version }),
    ])
    assert.equal(gone.status, 'fulfilled')
    const { state, providerUrl } = (await read()).versions[0] ?? assert.fail('no version')
    assert.equal(state, 'withdrawn')
    assert.equal(providerUrl, `http://127.0.0.1:${changed.status === 'fulfilled' ? 2 : 1}`)
  })
})

describe('maintenance that is announced', () => {
  const at = (text: string) => Temporal.Instant.from(`${text}+07:00`)
  let provider: Provider
  const plan = async (from: string, until: string, more: object = {}) =>
    await planMaintenance(doing(), {
      ...{
        offering: (await provider.read()).offering,
        versionId: null,
        code,
        fromAt: at(from),
        untilAt: at(until),
      },
      ...{ notice: 'Nâng cấp', knowsShort: false, ...more },
    })
  before(async () => {
    provider = await newProvider('M1')
  })

  test('seven working days ahead, told to who may call it, without anybody switching anything', async () => {
    assert.deepEqual(await plan('2026-12-08T22:00', '2026-12-09T02:00'), { ok: true, daysAhead: 7 })
    const subsystemId = await newSystem('M2', 'CALLS')
    assert.deepEqual(await listMaintenanceFor(world.context, subsystemId), [])
    const days = { fromOn: '2026-12-01', untilOn: null }
    await grantRight(doing(), { subsystemId, offeringId: provider.id, basis: 'QĐ 12', code, ...days })
    const told = await listMaintenanceFor(world.context, subsystemId)
    assert.deepEqual(
      told.map(({ version, planned, notice }) => [version, planned?.fromAt.toString(), notice]),
      [['v1', '2026-12-08T15:00:00Z', 'Nâng cấp']],
    )
    const [version] = (await provider.read()).versions
    assert.ok(version)
    const states = ['2026-12-08T21:59', '2026-12-08T22:00', '2026-12-09T02:00'].map(
      (moment) => standingAt(version, at(moment)).state,
    )
    assert.deepEqual(states, ['in_force', 'maintenance', 'in_force'])
  })

  test('on shorter notice is announced only by who says that it is known', async () => {
    const short = await plan('2026-12-04T22:00', '2026-12-05T02:00')
    assert.deepEqual(short, { ok: false, code: 'short_notice', daysAhead: 5, askedDays: 7 })
    const known = await plan('2026-12-04T22:00', '2026-12-05T02:00', { knowsShort: true })
    assert.deepEqual(known, { ok: true, daysAhead: 5 })
  })

  test('is called off by two at once, once; then it holds no more', async () => {
    const planned = (await provider.read()).versions[0]?.planned ?? []
    assert.equal(planned.length, 2)
    const [first] = planned
    assert.ok(first)
    const end = () => endMaintenance(doing(), { id: first.id, offeringId: provider.id, code })
    assert.deepEqual((await Promise.all([end(), end()])).toSorted(), [false, true])
    assert.equal((await entriesOf('planned_maintenance', first.id, 'exchange.end_maintenance')).length, 1)
    const [version] = (await provider.read()).versions
    assert.equal(version && standingAt(version, first.fromAt).state, 'in_force')
  })

  test('of a version that was withdrawn, or of another offering, is not announced', async () => {
    const other = await newProvider('M3')
    const of = (versionId: string) => plan('2026-12-20T22:00', '2026-12-21T02:00', { versionId })
    assert.equal((await of(provider.versionId)).ok, true)
    const strange = await of(other.versionId)
    assert.equal(!strange.ok && strange.code, 'no_version')
    const gone = { id: provider.versionId, offeringId: provider.id, code, seen: 'in_force' } as const
    await changeVersionState(doing(), { ...gone, state: 'withdrawn', notice: 'dùng v2' })
    const late = await of(provider.versionId)
    assert.equal(!late.ok && late.code, 'no_version')
    assert.deepEqual((await provider.read()).versions[0]?.planned, [])
  })
})

describe('a system that ends', () => {
  const ending = () => ({ ...doing(), topicRights })
  const show = async (scope: EndScope) =>
    (await loadEnding({ db: world.context.db, topicRights }, scope, world.context.clock.now())) ??
    assert.fail('nothing to end')
  const markOf = async (kind: EndScope['kind'], id: string) => (await show({ kind, id })).mark

  test('takes its keys, its rights, those others have to it, and what it offers with it', async () => {
    const provider = await newProvider('E1')
    const other = await newProvider('E2')
    await grantRight(doing(), {
      ...{ subsystemId: provider.subsystemId, offeringId: other.id },
      basis: 'QĐ',
      code,
    })
    await grantRight(doing(), {
      ...{ subsystemId: other.subsystemId, offeringId: provider.id },
      basis: 'QĐ',
      code,
    })
    const coming = { fromOn: '2027-01-01', untilOn: '2027-02-01' }
    const late = await newSystem('E2', 'LATE')
    await grantRight(doing(), { subsystemId: late, offeringId: provider.id, basis: 'QĐ', code, ...coming })
    const { key, who } = await callerOf(provider.subsystemId)
    assert.ok(await who())
    const scope = { kind: 'subsystem', id: provider.subsystemId } as const
    const { systems, keys, rights: ofThem, versions: offered, mark: seen } = await show(scope)
    assert.deepEqual([systems.length, keys.length, ofThem.length, offered.length], [1, 1, 3, 1])
    assert.deepEqual(await endSystem(ending(), scope, { reason: 'Sáp nhập', seen }), { ok: true })
    assert.equal(await who(), null)
    assert.equal(await issueClientToken(world.context, key), null)
    const { offering, versions } = await provider.read()
    assert.deepEqual([versions[0]?.state, versions[0]?.notice], ['withdrawn', 'Sáp nhập'])
    assert.ok(offering.endedAt)
    const rights = [
      ...(await listRightsTo(world.context.db, provider.id)),
      ...(await listRightsTo(world.context.db, other.id)),
    ]
    assert.equal(rights.length, 3)
    for (const right of rights) {
      assert.ok(right.untilOn !== null && right.untilOn < today === right.fromOn <= today)
      assert.equal(right.ended?.reason, 'Sáp nhập')
      assert.equal((await entriesOf('access_right', right.id, 'exchange.end_right')).length, 1)
    }
    assert.equal((await entriesOf('subsystem', provider.subsystemId, 'exchange.end_subsystem')).length, 1)
    assert.equal((await entriesOf('credential', key.clientId, 'exchange.revoke_key')).length, 1)
    const state = await entriesOf('offering_version', provider.versionId, 'exchange.change_state')
    assert.equal(state.length, 1)
  })

  test('gets nothing any more, and its code is not used again', async () => {
    const provider = await newProvider('E3')
    const caller = await newSystem('E4', 'CALLS')
    const id = provider.subsystemId
    await endSystem(ending(), { kind: 'subsystem', id }, { reason: 'x', seen: await markOf('subsystem', id) })
    const ended = (error: unknown) => error instanceof AppError && error.code === 'exchange.system_ended'
    await assert.rejects(newSystem('E3', 'OWN'), ended)
    await assert.rejects(newProvider('E3'), ended)
    await assert.rejects(issueKey(doing(), { subsystemId: id, code, days: 1, sandboxOfferingId: null }), ended)
    const right = { subsystemId: caller, offeringId: provider.id, basis: 'QĐ', code }
    assert.deepEqual(await grantRight(doing(), right), { ok: false, code: 'system_ended' })
    const back = { id: provider.versionId, offeringId: provider.id, code, seen: 'withdrawn' } as const
    const answer = await changeVersionState(doing(), { ...back, state: 'in_force', notice: null })
    assert.deepEqual(answer, { ok: false, code: 'provider_ended' })
    assert.ok(!(await listSubsystems(world.context.db)).some((one) => one.id === id))
    const kept = (await listEndedSubsystems(world.context.db)).find((one) => one.id === id)
    assert.deepEqual([kept?.endReason, kept?.endedName], ['x', actor.fullName])
    await newSystem('E3', 'ANOTHER')
  })

  test('what was confirmed is what was seen: a key that came meanwhile is not ended unseen', async () => {
    const id = await newSystem('E5', 'CALLS')
    const seen = await markOf('subsystem', id)
    const { who } = await callerOf(id)
    const answer = await endSystem(ending(), { kind: 'subsystem', id }, { reason: 'x', seen })
    assert.deepEqual(answer, { ok: false, code: 'changed_meanwhile' })
    assert.ok(await who())
  })

  test('ended by two at once ends once; a right given in the same moment does not survive it', async () => {
    const provider = await newProvider('E6')
    const caller = await newSystem('E7', 'CALLS')
    const scope = { kind: 'subsystem', id: caller } as const
    const seen = await markOf('subsystem', caller)
    const end = () => endSystem(ending(), scope, { reason: 'x', seen })
    const give = () => grantRight(doing(), { subsystemId: caller, offeringId: provider.id, basis: 'QĐ', code })
    const [one, right, two] = await Promise.all([end(), give(), end()])
    const ends = [one, two].map((answer) => (answer.ok ? 'ended' : answer.code))
    const isEnded = ends.includes('ended')
    assert.equal(right.ok, !isEnded, 'either the right came first and nothing ended, or it was refused')
    assert.ok(ends.filter((end) => end === 'ended').length <= 1)
    assert.equal(await isOpen(caller), !isEnded)
  })

  test('two systems with rights to one another end at once: each right is ended once', async () => {
    const [one, two] = [await newProvider('E9'), await newProvider('E10')]
    for (const [from, to] of [
      [one, two],
      [two, one],
    ] as const)
      await grantRight(doing(), { subsystemId: from.subsystemId, offeringId: to.id, basis: 'QĐ', code })
    const scopes = [one, two].map(({ subsystemId: id }) => ({ kind: 'subsystem', id }) as const)
    const marks = await Promise.all(scopes.map(({ kind, id }) => markOf(kind, id)))
    const end = (index: number) =>
      endSystem(ending(), scopes[index] ?? assert.fail(), {
        reason: `lý do ${index}`,
        seen: marks[index] ?? '',
      })
    const answers = await Promise.all([end(0), end(1)])
    assert.ok(answers.some(({ ok }) => ok))
    const rights = [
      ...(await listRightsTo(world.context.db, one.id)),
      ...(await listRightsTo(world.context.db, two.id)),
    ]
    for (const { id, ended } of rights) {
      const entries = await entriesOf('access_right', id, 'exchange.end_right')
      assert.deepEqual(
        entries.map(({ detail }) => detail?.reason),
        [ended?.reason],
      )
    }
  })

  const isOpen = async (id: string) => (await listSubsystems(world.context.db)).some((one) => one.id === id)

  test('a member ends with all of its systems, on the day it came too', async () => {
    const provider = await newProvider('E8')
    const second = await newSystem('E8', 'SECOND')
    const { who } = await callerOf(second)
    const memberId = (await listSubsystems(world.context.db)).find(({ id }) => id === second)?.memberId ?? ''
    const scope = { kind: 'member', id: memberId } as const
    const seen = await markOf('member', memberId)
    assert.deepEqual(await endSystem(ending(), scope, { reason: 'Giải thể', seen }), { ok: true })
    assert.equal(await who(), null)
    assert.deepEqual([await isOpen(second), await isOpen(provider.subsystemId)], [false, false])
    const again = await endSystem(ending(), scope, { reason: 'Giải thể', seen })
    assert.deepEqual(again, { ok: false, code: 'ended_before' })
    assert.equal((await entriesOf('member', memberId, 'exchange.end_member')).length, 1)
    await assert.rejects(newSystem('E8', 'THIRD'), AppError)
  })
})
