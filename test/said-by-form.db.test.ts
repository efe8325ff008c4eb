import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeJobs } from '#app'
import { type Command, findDossier, findDossierById, listEvents, type StoredDossier } from '#modules/dossiers'
import { type FiledDossier, receiveFiledDossier } from '#modules/filings'
import { listShipments } from '#modules/shipments'
import { maiHuong } from '#test/demo'
import { readPdfText } from '#test/pdf-text'
import { noSigning, useApp } from '#test/whole-app'

const world = useApp()

/** A copy of an extract (2.000635): its form asks whom it is about, the telephone and how the copy comes back. */
const answers = {
  event: { kind: 'birth', personName: 'LÒ MINH AN', registeredAt: 'Xã Mường Phăng, huyện Điện Biên' },
  request: {
    requesterName: maiHuong.fullName,
    requesterPersonalId: maiHuong.personalId,
    relation: 'family',
  },
  delivery: {
    phone: '0900000017',
    copies: 2,
    receiveBy: 'post',
    postalAddress: 'Bản Co Mỵ, xã Thanh An, tỉnh Điện Biên',
  },
} as const
const copy = { procedure: '2.000635', channel: 'online', communeCode: '03127', answers, papers: [] }

async function ask(account: string, url: string, payload?: object) {
  const method = payload ? 'POST' : 'GET'
  const headers = await world.as(account)
  return await world.app.inject({ method, url, headers, ...(payload && { payload }) })
}

async function submit(account: string, body: object): Promise<StoredDossier> {
  const answer = await ask(account, '/api/v1/dossiers', body)
  assert.equal(answer.statusCode, 201, answer.body)
  return (await findDossier(world.context.db, answer.json().reference)) ?? assert.fail()
}

const chosen = ({ subject, applicantPhone, returnMethod }: StoredDossier) => [
  subject,
  applicantPhone,
  returnMethod,
]

/** What the worker does about each event of a dossier. */
async function follow({ id }: StoredDossier): Promise<void> {
  const { context } = world
  const tell = makeJobs(context, { signing: noSigning }).find(({ name }) => name === 'dossiers.tell_applicant')
  for (const { number } of await listEvents(context.db, id))
    await tell?.run({ dossierId: id, number } as never, { ...context, attempt: 1 })
}

test('what the form asks of the way back and the telephone is followed: receipt, messages, post', async () => {
  const { context } = world
  const dossier = await submit(maiHuong.personalId, copy)
  assert.deepEqual(chosen(dossier), ['LÒ MINH AN', '0900000017', 'post'])
  const give = async (who: string, command: Command) =>
    assert.equal((await ask(who, `/api/v1/dossiers/${dossier.reference}/commands`, command)).statusCode, 200)
  await give('reception', { type: 'accept' })
  const { code } = (await findDossierById(context.db, dossier.id)) ?? assert.fail()
  const receipt = await ask(maiHuong.personalId, `/my/dossiers/${code}/receipt.pdf`)
  assert.match(readPdfText(receipt.rawPayload).replace(/\s+/g, ' '), /Qua bưu chính/)
  await give('reception', { type: 'transfer' })
  await give('case-officer', { type: 'submit_for_approval', note: '' })
  await give('signatory', { type: 'approve', note: '' })
  await follow(dossier)
  const told = await context.pool.query('select phone, body from notifications.message where about_id = $1', [
    dossier.id,
  ])
  assert.ok(told.rows.length > 1)
  assert.deepEqual(new Set(told.rows.map(({ phone }) => phone)), new Set(['0900000017']))
  assert.ok(!told.rows.some(({ body }) => body.includes('tại quầy đã nộp')))
  const [shipment] = await listShipments(context.db, dossier.id)
  assert.deepEqual([shipment?.kind, shipment?.personPhone], ['deliver', '0900000017'])
})

test('what is given by itself wins over the form; what was left empty was not given', async () => {
  const { fullName, personalId } = maiHuong
  const applicant = { fullName, personalId, phone: '0900000018' }
  const given = { subject: 'Bản sao nộp hồ sơ học', returnMethod: 'electronic', applicant }
  const own = await submit(personalId, { ...copy, ...given })
  assert.deepEqual(chosen(own), ['Bản sao nộp hồ sơ học', '0900000018', 'electronic'])
  const empty = { subject: '', applicant: { fullName, personalId } }
  const atCounter = await submit('reception', { ...copy, ...empty, channel: 'counter' })
  assert.deepEqual(chosen(atCounter), ['LÒ MINH AN', '0900000017', 'post'])
})

test('the same body under the same key is the same dossier, and an answer that changed is another body', async () => {
  const headers = { ...(await world.as(maiHuong.personalId)), 'idempotency-key': 'a-copy-by-post' }
  const send = (payload: object) =>
    world.app.inject({ method: 'POST', url: '/api/v1/dossiers', headers, payload })
  const [one, other] = await Promise.all([send(copy), send(copy)])
  assert.deepEqual([one.statusCode, one.json()], [201, other.json()])
  const changed = { ...answers, delivery: { ...answers.delivery, receiveBy: 'counter' } }
  assert.equal((await send({ ...copy, answers: changed })).json().code, 'request.key_reused')
})

test('a dossier that was filed elsewhere comes back as its form says, too', async () => {
  const { fullName, personalId } = maiHuong
  const filed: FiledDossier = {
    ...{ code: 'G01.99-20261123-0000001', account: null, procedure: '2.000635', agencyCode: 'H18.137' },
    ...{ applicant: { fullName, personalId }, owner: null, answers, papers: [] },
  }
  const received = await receiveFiledDossier(world.context, 'national_portal', filed, async () => undefined)
  if (received.outcome === 'held') assert.fail(`${received.code} ${JSON.stringify(received.detail)}`)
  const dossier = await findDossierById(world.context.db, received.dossierId)
  assert.deepEqual(chosen(dossier ?? assert.fail()), ['LÒ MINH AN', '0900000017', 'post'])
})
