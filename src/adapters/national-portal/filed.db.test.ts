import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findDossierById, listAttachments } from '#modules/dossiers'
import { fetchFiledDossiers, receiveFiledDossier } from '#modules/filings'
import { useDemo } from '#test/demo'
import { somePdf } from '#test/paper-samples'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'
import type { FilingOffer, FilingPerson } from './stand-in-filing.ts'

const huong: FilingPerson = {
  personalId: '999000000048',
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

const portal = () => openNationalPortal({ ...standIn.connection, timeoutMs: 2000 })

test('what is filed at the portal is a dossier here, once, with its papers and under the code it has there', async () => {
  const { context } = own.demo
  const code = standIn.file(offer, huong)
  const [filed] = await portal().listFiled()
  assert.equal(filed?.code, code)
  assert.equal(await fetchFiledDossiers(context, portal()), 1)
  assert.equal(await fetchFiledDossiers(context, portal()), 0)
  const again = filed && (await receiveFiledDossier(context, 'national_portal', filed))
  assert.equal(again?.outcome, 'known')
  const id = again?.outcome === 'known' ? again.dossierId : ''
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
    [[id, code, 'T000048']],
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

test('one that cannot be a dossier here is refused, and holds up none of the others', async () => {
  const { context } = own.demo
  standIn.file({ ...offer, procedure: '9.999999' }, huong)
  standIn.file({ ...offer, answers: () => ({ person: {} }) }, huong)
  standIn.file(offer, huong)
  assert.equal(await fetchFiledDossiers(context, portal()), 1)
})

test('a paper that is not what its hash says is not taken', async () => {
  const { context } = own.demo
  standIn.file(offer, huong)
  const filed = (await portal().listFiled()).at(-1) ?? assert.fail()
  const papers = filed.papers.map((paper) => ({ ...paper, fetch: async () => somePdf('khác') }))
  const given = { ...filed, papers: papers.map((paper) => ({ ...paper, sha256: 'ab'.repeat(32) })) }
  const received = await receiveFiledDossier(context, 'national_portal', given)
  assert.deepEqual(received, { outcome: 'refused', code: 'filings.paper_altered' })
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
