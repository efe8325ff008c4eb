import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { advanceDossier, type Command, findDossier } from '#modules/dossiers'
import { compare, listDrifts } from '#modules/drift'
import {
  besideOurs,
  dayOf,
  demoMinistry,
  enterMapping,
  enterRule,
  findMirrored,
  isHandedOver,
  openLedger,
  pullReports,
  readTheirState,
  seedDemoMinistry,
  translateFacts,
} from '#modules/mirrors'
import { drain, fillOutbox, listDead } from '#modules/sync'
import { listenOnLoopback } from '#platform/loopback'
import { useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { somePdf } from '#test/paper-samples'
import { noSources } from '#test/sync'
import { type HandingOver, openMinistrySystem } from './client.ts'
import { type StandInMinistry, startStandInMinistry } from './stand-in.ts'
import type { MinistryFault } from './stand-in-line.ts'

const own = useDemo()
const system = demoMinistry.code
let ministry: StandInMinistry
before(async () => {
  let ticks = 0
  const now = () => own.demo.context.clock.now().subtract({ hours: 1 }).add({ seconds: ++ticks })
  ministry = await startStandInMinistry({ now })
})
after(() => ministry.stop())

/** Our side of the line, with an outbox whose waiting the test shortens. */
async function openWorld(url = ministry.url) {
  const { context } = own.demo
  await seedDemoMinistry(context)
  const ours: HandingOver = {
    takes: (tx, dossier) => isHandedOver(tx, system, dossier),
    ledger: openLedger(context, system),
    translate: (facts) => translateFacts(context, system, facts),
    readState: (state, at) => readTheirState(context.db, system, state, dayOf(at)),
    readPaper: async () => somePdf(),
  }
  const line = openMinistrySystem(
    { ...ministry.connection, url, code: system, papers: 'content', timeoutMs: 2000 },
    ours,
  )
  let now = context.clock.now()
  const sender = { context, sources: noSources, pace: { now: () => now, chance: () => 0.5 } }
  const follow = async (reference: string) => {
    const id = (await findDossier(context.db, reference))?.id ?? ''
    const fill = fillOutbox([line])
    await context.db.transaction().execute((tx) => fill(tx, { dossierId: id, number: 1, type: 'submit' }))
    return id
  }
  return {
    context,
    line,
    follow,
    send: async () => {
      await drain(sender, line)
      now = now.add({ minutes: 6 })
    },
    act: async (reference: string, command: Command, officer: string) => {
      await advanceDossier(context, reference, { command, papers: [] }, await own.demo.officer(officer))
      return await follow(reference)
    },
  }
}

test('a dossier whose procedure goes to a ministry system is handed over once: code, papers, answers, steps, state; and what they say stands beside ours', async () => {
  const { context, line, send, act } = await openWorld()
  const { db } = context
  const actor = await own.demo.officer('administrator')
  const days = { fromOn: '2026-11-01', untilOn: null, decision: 'QĐ 412 (hư cấu)' }
  const fields = { HoTenCon: 'child.fullName', SoBan: 'delivery.copies' }
  const before = await submitBirth(context)
  await act(before, { type: 'accept' }, 'reception')
  assert.deepEqual(await db.selectFrom('sync.delivery').selectAll().execute(), [])
  const rule = { ...days, system, procedureCode: '1.001193', fields }
  assert.equal(await enterRule(context, rule, actor), 'entered')

  const reference = await submitBirth(context)
  const id = await act(reference, { type: 'accept' }, 'reception')
  await send()
  const [dead] = await listDead(db, system)
  assert.match(dead?.lastError ?? '', /^mirrors\.code_unmapped: procedure 1\.001193$/)
  assert.equal(ministry.store.list().length, 0)
  const missing = await db.selectFrom('mirrors.missing_code').select('our_code').execute()
  assert.deepEqual(missing, [{ our_code: '1.001193' }])
  const mapping = { kind: 'procedure', theirCode: 'HT.01', ourCode: '1.001193', ...days } as const
  assert.equal(await enterMapping(context, system, mapping, actor), 'entered')

  for (const fault of [
    'wrong_hash',
    'down',
    'expired',
    'garbage',
    'lossy',
    'lossy',
    'duplicate',
  ] as MinistryFault[]) {
    ministry.setFault(fault)
    await send()
  }
  await act(reference, { type: 'transfer' }, 'reception')
  ministry.setFault('lossy')
  await send()
  ministry.setFault(null)
  for (let rounds = 0; rounds < 3; rounds += 1) await send()
  const waiting = await db
    .selectFrom('sync.delivery')
    .select('state')
    .where('state', 'in', ['waiting', 'refused', 'dead'])
    .execute()
  assert.deepEqual(waiting, [])
  const [there, ...more] = ministry.store.list()
  assert.ok(there)
  assert.equal(more.length, 0)
  const handed = there.handedOver as Record<string, unknown>
  assert.deepEqual(handed.EformThongTinChiTiet, { HoTenCon: 'LÒ MINH AN', SoBan: '' })
  assert.equal(handed.MaTTHC, 'HT.01')
  const papers = JSON.stringify(handed.ThanhPhanHoSo)
  assert.ok(papers.includes('"MaKetQua":""'))
  assert.ok(papers.includes(createHash('sha256').update(somePdf()).digest('hex')))
  const ours = await findDossier(db, reference)
  const steps = there.steps.map((step) => step.NoiDungXuLy)
  assert.equal(steps.length, 3)
  assert.equal(there.reports.at(-1)?.TrangThai, 'DXL')

  assert.equal((await compare(context, line, null)).differing, 0)
  ministry.store.move(there.code, 'CBS', { NoiDungYKien: 'Thiếu bản sao' })
  await pullReports(context, line)
  assert.equal(await findMirrored(db, there.code), null)
  assert.equal((await findDossier(db, reference))?.state, ours?.state)
  const shown = await besideOurs(db, ours ?? assert.fail(), true, 'vi')
  assert.match(shown?.text ?? '', /Chờ bổ sung giấy tờ/)
  assert.match(shown?.text ?? '', /Thiếu bản sao/)
  assert.equal((await compare(context, line, null)).differing, 1)
  const [drift] = await listDrifts(db, system)
  assert.deepEqual([drift?.dossierId, drift?.ours, drift?.theirs], [id, 4, 5])
})

/** A line to the ministry on which the first answer to each call is lost, after the call was taken. */
async function openForgetfulLine() {
  const taken = new Set<string>()
  const server = createServer(async (request, response) => {
    const [path, { authorization = '' }, body] = [request.url ?? '', request.headers, await buffer(request)]
    const answer = await fetch(ministry.url + path, { method: 'POST', headers: { authorization }, body })
    const call = `${path} ${body}`
    if (taken.has(call)) return void response.writeHead(answer.status).end(await answer.text())
    taken.add(call)
    response.destroy()
  })
  return await listenOnLoopback(server)
}

test('the answer to each call is lost once: what the ministry has already is done, and no step that was answered is told again', async (t) => {
  const forgetful = await openForgetfulLine()
  t.after(() => forgetful.stop())
  const { context, send, act } = await openWorld(forgetful.url)
  const { db } = context
  const actor = await own.demo.officer('administrator')
  const days = { fromOn: '2026-11-01', untilOn: null, decision: 'QĐ 412 (hư cấu)' }
  await enterRule(context, { ...days, system, procedureCode: '1.001193', fields: {} }, actor)
  const mapping = { kind: 'procedure', theirCode: 'HT.01', ourCode: '1.001193', ...days } as const
  await enterMapping(context, system, mapping, actor)
  const before = ministry.store.tally
  const [created, repeated] = [before.created, before.repeatedSteps]

  const reference = await submitBirth(context)
  await act(reference, { type: 'accept' }, 'reception')
  const id = await act(reference, { type: 'transfer' }, 'reception')
  for (let rounds = 0; rounds < 20; rounds += 1) await send()
  const told = await db.selectFrom('sync.delivery').select('state').where('dossier_id', '=', id).execute()
  assert.deepEqual(
    told.map(({ state }) => state),
    ['delivered', 'delivered', 'delivered'],
  )
  const steps = ministry.store.list().at(-1)?.steps ?? []
  assert.equal(new Set(steps.map((step) => step.NoiDungXuLy)).size, 3)
  const { tally } = ministry.store
  assert.deepEqual([tally.created - created, steps.length, tally.repeatedSteps - repeated], [1, 3, 3])
})
