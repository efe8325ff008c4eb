import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import fc from 'fast-check'
import { enterSystem, exchangeRoutes, issueKey } from '#modules/exchange'
import { findActor, guardRoutes } from '#modules/identity'
import {
  demoMinistry,
  enterMapping,
  findMirrored,
  listMirroredFor,
  listMirroredOf,
  mirrorRoutes,
  pullReports,
  readAgain,
  seedDemoMinistry,
} from '#modules/mirrors'
import type { Context } from '#platform/context'
import { openHttp } from '#platform/http'
import { maiHuong, useDemo } from '#test/demo'
import { type HandingOver, openMinistrySystem } from './client.ts'
import { type StandInMinistry, startStandInMinistry } from './stand-in.ts'
import { type MinistryFault, ministryFaults } from './stand-in-line.ts'
import { type StandInState, standInStates } from './stand-in-store.ts'

const own = useDemo()
const huong = { fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' }
let ministry: StandInMinistry
let close = async () => {}
let ticks = 0

let opened: Promise<void> | undefined
/** Opens the world with the first test: hooks know no database yet. */
const open = (): Promise<void> => {
  opened ??= openWorld()
  return opened
}

async function openWorld(): Promise<void> {
  const { context } = own.demo
  // The stand-in acts in the hour before now, a second later each time.
  const now = () => context.clock.now().subtract({ hours: 1 }).add({ seconds: ++ticks })
  ministry = await startStandInMinistry({ now })
  await seedDemoMinistry(context)
  const app = openHttp({ log: context.log, errorPage: () => null as never })
  await app.register(cookie)
  guardRoutes(app, findActor(context))
  for (const routes of [exchangeRoutes(context), mirrorRoutes(context)])
    await app.register(routes, { prefix: '/api/v1' })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  ministry.pushTo({ url, ...(await makeKey(context)) })
  close = async () => {
    await ministry.stop()
    await app.close()
  }
}
after(() => close())

async function makeKey(context: Context) {
  const actor = await own.demo.officer('administrator')
  const limits = { callsPerMinute: 600, callsPerDay: 100_000 }
  const words = { memberName: 'Bộ hư cấu', name: 'Đất đai', contact: '0900 000 031', ...limits }
  const id = { class: 'GOV', member: 'G99', subsystem: 'LAND' }
  const subsystemId = await enterSystem({ context, actor }, { ...id, ...words })
  return await issueKey(
    { context, actor },
    { subsystemId, code: demoMinistry.member, days: 30, sandboxOfferingId: null },
  )
}

/** Nothing of ours goes there in these tests. */
const nothing: HandingOver = {
  takes: async () => false,
  ledger: {
    find: async () => null,
    save: async () => {},
    listPapers: async () => new Map(),
    addPaper: async () => {},
  },
  translate: async () => ({ missing: '' }),
  readState: async () => null,
  readPaper: async () => new Uint8Array(),
}

const source = (timeoutMs = 5000) =>
  openMinistrySystem({ ...ministry.connection, code: demoMinistry.code, papers: 'link', timeoutMs }, nothing)

const national: Readonly<Record<string, number>> = {
  ...{ MOI: 1, TN: 2, TCTN: 3, DXL: 4, CBS: 5, CTT: 6, RUT: 7, DUNG: 8, XONG: 9, TRA: 10 },
}

/** What the mirror says of every dossier of the ministry is what the ministry says. */
async function assertMirrored(codes: readonly string[]) {
  for (const code of codes) {
    const last = ministry.store.find(code)?.reports.at(-1)
    const mirror = await findMirrored(own.demo.context.db, code)
    assert.deepEqual(
      [mirror?.report.sequence, mirror?.nationalState, mirror?.unreadState],
      [last?.SoThuTu, national[last?.TrangThai ?? ''], null],
      code,
    )
  }
}

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  pull: () => pullReports(own.demo.context, source()),
  push: () => ministry.push(),
}

for (const [way, bring] of Object.entries(ways)) {
  test(`reports that come by ${way} are mirrored: state, days, agency, results; the same again changes nothing`, async () => {
    await open()
    const { db } = own.demo.context
    const code = ministry.openFor(huong)
    ministry.store.move(code, 'DXL', { NgayTiepNhan: '25/11/2026 09:30:00', NoiDungYKien: 'Đang đo đạc' })
    await bring()
    const first = await findMirrored(db, code)
    assert.deepEqual(
      [first?.nationalState, first?.agencyCode, first?.report.agency.name, first?.report.acceptedAt],
      [4, null, 'Văn phòng Đăng ký đất đai (hư cấu)', '2026-11-25T02:30:00Z'],
    )
    const results = [{ TenGiayTo: 'Giấy chứng nhận', SoKyHieu: 'CS 00123', NgayBanHanh: '2026-11-26' }]
    ministry.store.move(code, 'XONG', { DanhSachGiayToKetQua: results })
    await Promise.all([bring(), bring()])
    await bring()
    const mirror = await findMirrored(db, code)
    assert.deepEqual([mirror?.nationalState, mirror?.isDisputed], [9, false])
    assert.deepEqual(mirror?.report.results, [
      { name: 'Giấy chứng nhận', number: 'CS 00123', issuedOn: '2026-11-26' },
    ])
    assert.ok((await listMirroredOf(db, huong.personalId)).some((one) => one.code === code))
  })
}

test('who acts for a body sees what is processed for it, if VNeID says that they may, and not what is their own', async () => {
  await open()
  const { db } = own.demo.context
  const body = { kind: 'organisation', number: '0109999010', name: 'HỢP TÁC XÃ HƯ CẤU THANH NƯA' } as const
  const [ofBody, ofPerson] = [
    ministry.openFor({ fullName: body.name, personalId: body.number }),
    ministry.openFor(huong),
  ]
  await pullReports(own.demo.context, source())
  const seen = async (isProven: boolean | null) => {
    const acting = {
      ...body,
      representationId: 'any',
      ground: 'organisation_account',
      isProven: isProven === true,
    }
    const actingFor = isProven === null ? null : ({ ...acting } as const)
    const mirrors = await listMirroredFor(db, { ...maiHuong, actingFor } as typeof maiHuong)
    return [ofBody, ofPerson].filter((code) => mirrors.some((one) => one.code === code))
  }
  assert.deepEqual(await seen(true), [ofBody])
  assert.deepEqual(await seen(false), [])
  assert.deepEqual(await seen(null), [ofPerson])
})

test('a ministry that is away, slow or answers nonsense is said so and asked again; nothing is lost or believed', async () => {
  await open()
  const { context } = own.demo
  const code = ministry.openFor(huong, 'TN')
  const said: Partial<Record<MinistryFault, RegExp>> = {
    down: /did not answer/,
    slow: /in time/,
    drip: /in time/,
    garbage: /gives no token/,
    huge: /longer than 8000000 bytes/,
    expired: /takes no token/,
  }
  for (const [fault, words] of Object.entries(said)) {
    ministry.setFault(fault as MinistryFault)
    assert.equal(await pullReports(context, source(fault === 'huge' ? 5000 : 300)), 0)
    const { last_error: error } = await context.db
      .selectFrom('mirrors.ministry_system')
      .select('last_error')
      .executeTakeFirstOrThrow()
    assert.match(error ?? '', words, fault)
  }
  ministry.setFault(null)
  assert.equal(await findMirrored(context.db, code), null)
  await pullReports(context, source())
  await assertMirrored([code])
})

const state = fc.constantFrom(...(Object.keys(standInStates) as StandInState[]))
const step = fc.record({
  moves: fc.array(fc.record({ which: fc.nat(2), state }), { maxLength: 4 }),
  way: fc.constantFrom('pull', 'push', 'none'),
  fault: fc.option(fc.constantFrom(...ministryFaults.filter((one) => !['slow', 'drip', 'huge'].includes(one)))),
})

test('whatever reports are lost, doubled or out of order, by either way: in the end the mirror says what the ministry says', async () => {
  await open()
  let gone: number[] = []
  const play = async (steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
    const codes = [1, 2, 3].map(() => ministry.openFor(huong))
    for (const { moves, way, fault } of steps) {
      for (const { which, state: next } of moves) ministry.store.move(codes[which] ?? '', next)
      ministry.setFault(fault)
      const before = await listSequences(codes)
      await ways[way]?.().catch(() => {})
      const after = await listSequences(codes)
      gone = after.filter((sequence, index) => sequence < (before[index] ?? 0))
      assert.deepEqual(gone, [])
    }
    ministry.setFault(null)
    await ways.pull?.()
    await assertMirrored(codes)
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 6 }), play), { numRuns: 8 })
})

async function listSequences(codes: readonly string[]): Promise<number[]> {
  const mirrors = await Promise.all(codes.map((code) => findMirrored(own.demo.context.db, code)))
  return mirrors.map((mirror) => mirror?.report.sequence ?? 0)
}

test('a state that nobody has mapped is kept and shown as unread; when it is mapped the mirror goes on', async () => {
  await open()
  const { context } = own.demo
  const code = ministry.openFor(huong, 'DXL')
  ministry.store.move(code, 'TDBS' as StandInState)
  await pullReports(context, source())
  const waiting = await findMirrored(context.db, code)
  assert.deepEqual([waiting?.nationalState, waiting?.unreadState], [4, 'TDBS'])
  const actor = await own.demo.officer('administrator')
  const mapping = {
    ...({ kind: 'state', theirCode: 'TDBS', ourCode: '4', fromOn: '2026-11-01', untilOn: null } as const),
    decision: 'CV 12/VP',
  }
  assert.equal(await enterMapping(context, demoMinistry.code, mapping, actor), 'entered')
  assert.equal(await enterMapping(context, demoMinistry.code, mapping, actor), 'overlap')
  await readAgain(context, demoMinistry.code, mapping)
  const read = await findMirrored(context.db, code)
  assert.deepEqual([read?.nationalState, read?.unreadState, read?.report.state], [4, null, 'TDBS'])
})

test('a report that is wrong is refused with its field and kept; two of one number that differ are shown as disputed', async () => {
  await open()
  const { context } = own.demo
  const wrong = ministry.openFor({ fullName: 'KHÔNG SỐ', personalId: '12345' })
  const code = ministry.openFor(huong, 'DXL')
  const last = ministry.store.find(code)?.reports.at(-1) ?? assert.fail()
  Object.assign(ministry.store.feed, [...ministry.store.feed, { ...last, TrangThai: 'CBS' }])
  await pullReports(context, source())
  assert.equal(await findMirrored(context.db, wrong), null)
  const refused = await context.db.selectFrom('mirrors.refused_report').selectAll().execute()
  assert.deepEqual(
    refused.map(({ their_code, problem }) => [their_code, problem.split(':')[0]]),
    [[wrong, 'owner.personalId']],
  )
  assert.equal((await findMirrored(context.db, code))?.isDisputed, true)
})

test('nobody pushes but a member of the exchange for whom a ministry system is entered', async () => {
  await open()
  const { context } = own.demo
  ministry.setFault('expired')
  await assert.rejects(ministry.push(), /answered 401/)
  ministry.setFault(null)
  await context.db.updateTable('mirrors.ministry_system').set({ member: 'GOV/G98/LAND' }).execute()
  await assert.rejects(ministry.push(), /answered 403/)
})

test('a character that no database keeps stops neither the report it stands in nor those after it', async () => {
  await open()
  const { db } = own.demo.context
  const codes = [huong.fullName.replace(' ', '\u0000 '), huong.fullName].map((fullName) =>
    ministry.openFor({ ...huong, fullName }),
  )
  await pullReports(own.demo.context, source())
  const mirrors = await Promise.all(codes.map((code) => findMirrored(db, code)))
  assert.deepEqual(
    mirrors.map((mirror) => mirror?.report.owner?.name),
    [huong.fullName, huong.fullName],
  )
})
