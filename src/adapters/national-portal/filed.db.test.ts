import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { findDossierById, listAttachments } from '#modules/dossiers'
import {
  enterCodePair,
  type FiledPaper,
  type FiledSource,
  fetchFiledDossiers,
  findFiling,
  findTakenDossier,
  receiveFiledDossier,
  refuseFiling,
  retryFiling,
} from '#modules/filings'
import { listenOnLoopback } from '#platform/loopback'
import { useDemo } from '#test/demo'
import { somePdf } from '#test/paper-samples'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'
import type { FilingOffer, FilingPerson } from './stand-in-filing.ts'

const huong: FilingPerson = {
  personalId: '999000000017',
  fullName: 'LÒ THỊ MAI HƯƠNG',
  birthDate: '1997-03-14',
  phone: '0900000048',
  email: null,
}

const offer: FilingOffer = {
  procedure: '1.004873',
  name: 'Cấp Giấy xác nhận tình trạng hôn nhân',
  agencyCode: 'H18.137',
  answers: ({ fullName, personalId }) => ({
    person: { fullName, personalId, residence: 'Tổ 8, phường Điện Biên Phủ', status: 'single' },
    purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
    delivery: { phone: '0900000048', copies: 1, receiveBy: 'counter' },
  }),
  papers: [{ component: 'KQ.G15.000038', name: 'Giấy xác nhận đã cấp', bytes: somePdf() }],
}

const own = useDemo()
let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal({ offers: async () => [offer], people: [huong] })
})
after(() => standIn.stop())

const portal = (generation: 'classic' | 'json' = 'classic') =>
  openNationalPortal({ ...standIn.connection, generation, timeoutMs: 2000 })

test('what is filed at the portal is a dossier here, once, with its papers and under the code it has there', async () => {
  const { context } = own.demo
  const code = standIn.file(offer, huong)
  const [filed] = await portal().listFiled()
  assert.equal(filed?.code, code)
  const atOnce = [fetchFiledDossiers(context, portal()), fetchFiledDossiers(context, portal())]
  assert.deepEqual((await Promise.all(atOnce)).toSorted(), [0, 1])
  assert.equal(await fetchFiledDossiers(context, portal()), 0)
  assert.equal((await findFiling(context.db, { source: 'national_portal', code }))?.state, 'taken')
  const id = (await findTakenDossier(context.db, 'national_portal', code)) ?? ''
  const dossier = await findDossierById(context.db, id)
  assert.deepEqual(
    [dossier?.channel, dossier?.applicantName, dossier?.state, dossier?.applicantBirthOn],
    ['online', 'LÒ THỊ MAI HƯƠNG', 'registered', '1997-03-14'],
  )
  const attached = await listAttachments(context.db, id)
  assert.deepEqual(
    attached.map(({ componentKey, name }) => [componentKey, name]),
    [['earlier_certificate', 'Giấy xác nhận đã cấp.pdf']],
  )
  const origin = await context.db.selectFrom('filings.remote_origin').selectAll().execute()
  assert.deepEqual(
    origin.map((row) => [row.dossier_id, row.their_code, row.their_account]),
    [[id, code, 'T000017']],
  )
})

test('while the portal answers nonsense nothing is received, and what was filed comes afterwards', async () => {
  const { context } = own.demo
  standIn.file(offer, huong)
  standIn.setFault('garbage')
  assert.equal(await fetchFiledDossiers(context, portal()), 0)
  standIn.setFault(null)
  assert.equal(await fetchFiledDossiers(context, portal()), 1)
})

test('characters that no database keeps stop neither the one they came with nor the others', async () => {
  const { context } = own.demo
  const code = standIn.file(offer, { ...huong, fullName: 'LÒ THỊ\u0000 MAI HƯƠNG' })
  standIn.file(offer, huong)
  assert.equal(await fetchFiledDossiers(context, portal('json')), 2)
  assert.equal((await find(code))?.applicantName, 'LÒ THỊ MAI HƯƠNG')
})

const find = (code: string) => findFiling(own.demo.context.db, { source: 'national_portal', code })

for (const generation of ['classic', 'json'] as const) {
  test(`${generation}: what cannot be a dossier is kept with why, told there, and holds up none of the others`, async () => {
    const { context } = own.demo
    standIn.handOnClassic(generation === 'classic')
    const unknown = standIn.file({ ...offer, procedure: '9.999999' }, huong)
    const wrong = standIn.file({ ...offer, answers: () => ({ person: { residence: 'Tổ 8' } }) }, huong)
    const empty = standIn.file({ ...offer, answers: () => ({}), papers: [] }, huong)
    const nowhere = standIn.file({ ...offer, agencyCode: 'H18.999' }, huong)
    const good = standIn.file(offer, huong)
    assert.equal(await fetchFiledDossiers(context, portal(generation)), 1)
    assert.equal((await find(good))?.state, 'taken')
    const reasons = await Promise.all([unknown, wrong, empty, nowhere].map(find))
    assert.deepEqual(
      reasons.map((filing) => [filing?.state, filing?.reason]),
      [
        ['held', 'procedures.not_found'],
        ['held', 'dossiers.answers_invalid'],
        ['held', 'filings.empty'],
        ['held', 'filings.agency_unknown'],
      ],
    )
    assert.equal((await find(empty))?.content.MaHoSo, empty)
    const told = standIn.store.find(empty)
    assert.equal(told?.state, '1')
    assert.match(String(told?.steps[0]?.NoiDungXuLy), /không có nội dung tờ khai/)
    await fetchFiledDossiers(context, portal(generation))
    assert.equal(standIn.store.find(empty)?.steps.length, 1)
    const officer = await own.demo.officer('reception')
    await refuseFiling(
      context,
      { source: 'national_portal', code: nowhere },
      { officer, reason: 'Gửi nhầm tỉnh.' },
    )
    const refused = await find(nowhere)
    assert.deepEqual(
      [refused?.state, refused?.forAgency],
      ['refused', ''],
      'who refused it is to see it afterwards',
    )
  })

  test(`${generation}: what was mended there is taken at once; what was mended here, when it is tried again`, async () => {
    const { context } = own.demo
    standIn.handOnClassic(generation === 'classic')
    const code = standIn.file({ ...offer, answers: () => ({}), papers: [] }, huong)
    const nowhere = standIn.file({ ...offer, agencyCode: `M-${generation}` }, huong)
    assert.equal(await fetchFiledDossiers(context, portal(generation)), 0)
    standIn.mend(code, (fields) => ({ ...fields, EformThongTinChiTiet: offer.answers(huong) }))
    assert.equal(await fetchFiledDossiers(context, portal(generation)), 1)
    const pair = { system: 'national_portal', kind: 'agency', ourCode: 'H18.137', theirCode: `M-${generation}` }
    await own.demo.context.db
      .transaction()
      .execute((tx) =>
        enterCodePair(
          tx,
          { ...pair, kind: 'agency', validFrom: '2026-01-01', enteredBy: 'x' },
          context.clock.now(),
        ),
      )
    await retryFiling(
      context,
      { source: 'national_portal', code: nowhere },
      await own.demo.officer('reception'),
    )
    assert.equal(await fetchFiledDossiers(context, portal(generation)), 1)
    const taken = await find(nowhere)
    assert.deepEqual(
      [taken?.state, taken?.agencyCode, taken?.ourAgencyCode, taken?.ourProcedureCode],
      ['taken', `M-${generation}`, 'H18.137', offer.procedure],
    )
  })

  test(`${generation}: an officer sends one back, and there it has that state and the reason`, async () => {
    const { context } = own.demo
    standIn.handOnClassic(generation === 'classic')
    const code = standIn.file({ ...offer, procedure: '9.999998' }, huong)
    await fetchFiledDossiers(context, portal(generation))
    const officer = await own.demo.officer('reception')
    const key = { source: 'national_portal', code }
    await refuseFiling(context, key, { officer, reason: 'Thủ tục không thuộc thẩm quyền của xã.' })
    standIn.setFault('down')
    await fetchFiledDossiers(context, portal(generation))
    assert.equal((await find(code))?.answeredAt, null)
    standIn.setFault(null)
    const clock = { now: () => context.clock.now().add({ minutes: 1 }) }
    await fetchFiledDossiers({ ...context, clock }, portal(generation))
    const there = standIn.store.find(code)
    assert.equal(there?.state, '3')
    assert.match(String(there?.steps.at(-1)?.NoiDungXuLy), /không thuộc thẩm quyền/)
    await assert.rejects(retryFiling(context, key, officer), { code: 'filings.not_open' })
  })
}

test('what an officer refuses while its papers are fetched becomes no dossier', async () => {
  const { context } = own.demo
  standIn.handOnClassic(false)
  const officer = await own.demo.officer('reception')
  const key = { source: 'national_portal', code: standIn.file(offer, huong) }
  const reason = 'Đã nộp ở xã khác.'
  const refusing: FiledSource = {
    ...portal(),
    readFiled: (content) => {
      const read = portal().readFiled(content)
      if ('unreadable' in read) return read
      const fetchAfter = (paper: FiledPaper) => async () => {
        await refuseFiling(context, key, { officer, reason })
        return await paper.fetch()
      }
      return { ...read, papers: read.papers.map((paper) => ({ ...paper, fetch: fetchAfter(paper) })) }
    },
  }
  assert.equal(await fetchFiledDossiers(context, refusing), 0)
  const kept = await findFiling(context.db, key)
  assert.deepEqual([kept?.state, kept?.answer, kept?.dossierId], ['refused', reason, null])
  assert.equal(await findTakenDossier(context.db, key.source, key.code), null)
})

test('a paper is fetched from the portal and from where the settings say, and no redirect leads elsewhere', async () => {
  const { context } = own.demo
  let asked = 0
  const inside = await listenOnLoopback(
    createServer((request, response) => {
      asked += 1
      if (request.url === '/away') response.writeHead(302, { location: `${standIn.url}/` })
      response.end(somePdf())
    }),
  )
  const lieAt = (address: string) => (fields: Readonly<Record<string, unknown>>) =>
    JSON.parse(
      JSON.stringify(fields).replaceAll(/"DuongDan":"[^"]*"/g, `"DuongDan":"${address}"`),
    ) as typeof fields
  for (const [generation, isClassic] of [
    ['classic', true],
    ['json', false],
  ] as const) {
    standIn.handOnClassic(isClassic)
    for (const address of [
      `${inside.url}/a.pdf`,
      'http://127.0.0.1:1/',
      'file:///etc/hostname',
      'không phải',
    ]) {
      const code = standIn.file(offer, huong)
      standIn.mend(code, lieAt(address))
      await fetchFiledDossiers(context, portal(generation))
      const held = await find(code)
      assert.deepEqual([held?.state, held?.reason], ['held', 'filings.paper_elsewhere'], address)
      assert.match(held?.answer ?? '', /Tệp “Giấy xác nhận đã cấp.*” được ghi là nằm tại/)
    }
    assert.equal(asked, 0)
    const allowing = openNationalPortal({ ...standIn.connection, generation, paperOrigins: [inside.url] })
    const code = standIn.file(offer, huong)
    standIn.mend(code, lieAt(`${inside.url}/away`))
    await fetchFiledDossiers(context, allowing)
    assert.deepEqual([(await find(code))?.state, asked], ['waiting', 1])
    standIn.mend(code, lieAt(`${inside.url}/a.pdf`))
    await fetchFiledDossiers(context, allowing)
    assert.equal((await find(code))?.state, 'taken')
    asked = 0
  }
  await inside.stop()
})

test('a paper that is not what its hash says is not taken', async () => {
  const { context } = own.demo
  standIn.handOnClassic(false)
  const code = standIn.file(offer, huong)
  const { content } = (await portal().listFiled()).find((one) => one.code === code) ?? assert.fail()
  const filed = portal().readFiled(content)
  if ('unreadable' in filed) assert.fail(filed.unreadable)
  const papers = filed.papers.map((paper) => ({ ...paper, fetch: async () => somePdf('khác') }))
  const given = { ...filed, papers: papers.map((paper) => ({ ...paper, sha256: 'ab'.repeat(32) })) }
  const received = await receiveFiledDossier(context, 'national_portal', given, async () => undefined)
  assert.equal(received.outcome === 'held' && received.code, 'filings.paper_altered')
})

test('on the page of the portal a person files a dossier and sees how it stands', async () => {
  const form = await (await fetch(`${standIn.url}/file`)).text()
  assert.match(form, /Cấp Giấy xác nhận tình trạng hôn nhân/)
  const body = new URLSearchParams({ person: huong.personalId, offer: '0' })
  const sent = await fetch(`${standIn.url}/file`, { method: 'POST', body })
  assert.match(await sent.text(), /data-state="1"/)
  await fetch(`${standIn.url}/faults`, { method: 'POST', body: new URLSearchParams({ fault: 'down' }) })
  assert.equal(standIn.fault(), 'down')
  await fetch(`${standIn.url}/faults`, { method: 'POST', body: new URLSearchParams({ fault: 'none' }) })
  assert.equal(standIn.fault(), null)
})
