import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { advanceDossier, type Command, findDossierById, nationalStates } from '#modules/dossiers'
import { fetchFiledDossiers, findTakenDossier } from '#modules/filings'
import { drain, fillOutbox } from '#modules/sync'
import { useDemo } from '#test/demo'
import { noSources } from '#test/sync'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'
import type { FilingOffer, FilingPerson } from './stand-in-filing.ts'
import { type PortalFault, portalFaults } from './stand-in-line.ts'
import { writeTime } from './wire-time.ts'

const huong: FilingPerson = {
  ...{ personalId: '999000000017', fullName: 'LÒ THỊ MAI HƯƠNG', birthDate: '1997-03-14' },
  ...{ phone: '0900000017', email: null },
}

const offer: FilingOffer = {
  procedure: '1.004873',
  name: 'Xác nhận tình trạng hôn nhân',
  agencyCode: 'H18.137',
  answers: ({ fullName, personalId }) => ({
    person: { fullName, personalId, residence: 'Tổ 8, phường Điện Biên Phủ', status: 'single' },
    purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
    delivery: { phone: '0900000017', copies: 1, receiveBy: 'counter' },
  }),
  papers: [],
}

const life: readonly (readonly [Command, string])[] = [
  [{ type: 'accept' }, 'reception'],
  [{ type: 'transfer' }, 'reception'],
  [{ type: 'submit_for_approval', note: '' }, 'case-officer'],
  [{ type: 'approve', note: '' }, 'signatory'],
  [{ type: 'deliver' }, 'reception'],
]

const own = useDemo()
let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal()
})
after(() => standIn.stop())

/** The portal as our system has it, with an outbox whose waiting the test shortens. */
function openWorld() {
  const { context } = own.demo
  const portal = openNationalPortal({ ...standIn.connection, timeoutMs: 1500 })
  let now = context.clock.now()
  const sender = { context, sources: noSources, pace: { now: () => now, chance: () => 0.5 } }
  const send = async () => {
    await drain(sender, portal)
    now = now.add({ minutes: 6 })
  }
  const follow = async (dossierId: string) => {
    const fill = fillOutbox([portal])
    await context.db.transaction().execute((tx) => fill(tx, { dossierId, number: 1, type: 'submitted' }))
  }
  const receive = async (filedAt?: string): Promise<string> => {
    const code = standIn.file(offer, huong)
    if (filedAt) standIn.mend(code, (fields) => ({ ...fields, NgayNop: filedAt }))
    await fetchFiledDossiers(context, portal)
    const id = await findTakenDossier(context.db, portal.code, code)
    assert.ok(id)
    await follow(id)
    return id
  }
  /** The next thing an officer does, put into the outbox. */
  const advance = async (id: string, [command, officer]: (typeof life)[number]) => {
    const dossier = await findDossierById(context.db, id)
    await advanceDossier(
      context,
      dossier?.reference ?? '',
      { command, papers: [] },
      await own.demo.officer(officer),
    )
    await follow(id)
  }
  /** The state here, and what the portal's own page says. */
  const compare = async (id: string) => {
    const dossier = await findDossierById(context.db, id)
    const row = await context.db
      .selectFrom('filings.remote_origin')
      .select('their_code')
      .where('dossier_id', '=', id)
      .executeTakeFirstOrThrow()
    const page = await (await fetch(`${standIn.url}/dossiers/${row.their_code}`)).text()
    const shown = page.match(/data-state="(\d+)"/)?.[1]
    return { ours: dossier && nationalStates[dossier.state], theirs: Number(shown), code: row.their_code }
  }
  return { send, receive, advance, compare }
}

test('filed at the portal, received, processed, delivered: its own page says the same at each step', async () => {
  const world = openWorld()
  const id = await world.receive()
  await world.send()
  const seen: number[] = []
  for (const step of life) {
    await world.advance(id, step)
    await world.send()
    const { ours, theirs } = await world.compare(id)
    assert.equal(theirs, ours)
    seen.push(theirs)
  }
  assert.deepEqual(seen, [2, 4, 4, 9, 10])
})

test('what was filed at the portal keeps the time of filing it has there; ours begins when it comes', async () => {
  const world = openWorld()
  const { db, clock } = own.demo.context
  const filedAt = clock.now().subtract({ hours: 30 })
  const id = await world.receive(writeTime(filedAt))
  await world.advance(id, life[0] ?? assert.fail())
  await world.send()
  const { code } = await world.compare(id)
  const told = standIn.store.find(code)?.fields
  assert.deepEqual([told?.NgayNopHoSo, told?.TrangThaiHoSo], [writeTime(filedAt), '2'])
  const { submittedAt } = (await findDossierById(db, id)) ?? assert.fail()
  assert.ok(submittedAt.epochMilliseconds > filedAt.epochMilliseconds)
})

test('the same while the portal is broken in every way for a while: nothing lost, nothing twice, never backwards', async () => {
  const world = openWorld()
  const id = await world.receive()
  const faults: readonly PortalFault[] = portalFaults.filter((fault) => fault !== 'huge')
  const backwards = standIn.store.tally().backwards
  for (const [index, step] of life.entries()) {
    await world.advance(id, step)
    for (const fault of faults.slice(index * 2, index * 2 + 2)) {
      standIn.setFault(fault)
      await world.send()
    }
    standIn.setFault(null)
    await world.send()
    await world.send()
    const { ours, theirs } = await world.compare(id)
    assert.equal(theirs, ours)
  }
  const { code } = await world.compare(id)
  const { steps = [] } = standIn.store.find(code) ?? {}
  const times = steps.map(({ ThoiDiemXuLy, NoiDungXuLy }) => `${ThoiDiemXuLy} ${NoiDungXuLy}`)
  assert.equal(new Set(times).size, times.length)
  assert.equal(standIn.store.tally().backwards, backwards)
})
