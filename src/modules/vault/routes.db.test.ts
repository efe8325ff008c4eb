import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { listVaultPapers } from '#modules/vault'
import { maiHuong } from '#test/demo'
import { citizen, submitBirth } from '#test/dossiers'
import { keepPaper } from '#test/vault'
import { useApp } from '#test/whole-app'

const world = useApp()
const account = citizen('17', 'LÒ THỊ MAI HƯƠNG')
let reference = ''

before(async () => {
  await world.ready
  reference = await submitBirth(world.context, account)
})

let count = 0
const keep = () => {
  count += 1
  return keepPaper(world.context, { key: `api-${count}` })
}
const ask = async (url: string, who: string) => {
  const answer = await world.app.inject({ url, headers: await world.as(who) })
  return { status: answer.statusCode, body: answer.json() }
}
const post = async (url: string, who: string, payload: object) => {
  const answer = await world.app.inject({ method: 'POST', url, headers: await world.as(who), payload })
  return { status: answer.statusCode, body: answer.json() }
}

test('a person lists the own vault, takes a paper out of it, and shares one', async () => {
  const item = await keep()
  const { body } = await ask('/api/v1/vault/papers?limit=100', '999000000017')
  const found = body.papers.find(({ code }: { code: string }) => code === item.code)
  assert.deepEqual([found.validity, found.typeCode, found.validTo], ['valid', 'KQ.G15.000038', '2026-12-01'])
  const wanted = { purpose: 'Nộp hồ sơ', key: 'script-1' }
  const first = await post(`/api/v1/vault/papers/${item.code}/take`, '999000000017', wanted)
  const second = await post(`/api/v1/vault/papers/${item.code}/take`, '999000000017', wanted)
  assert.deepEqual([first.status, first.body.origin, first.body.id], [201, 'vault', second.body.id])
  const terms = { purpose: 'Xin việc', recipient: 'Công ty', time: '1h', mostOpenings: 1 }
  const shared = await post(`/api/v1/vault/papers/${item.code}/shares`, '999000000017', terms)
  assert.equal(shared.status, 201)
  assert.match(shared.body.address, /\/shared\/[\w-]{43}$/)
})

test('an officer looks for a dossier that is theirs to read, and says what for', async () => {
  const item = await keep()
  const about = (dossier: string, purpose: string) =>
    `/api/v1/vault/papers?dossier=${dossier}&purpose=${encodeURIComponent(purpose)}`
  const found = await ask(about(reference, 'Đối chiếu tình trạng hôn nhân'), 'reception')
  assert.equal(found.status, 200, JSON.stringify(found.body))
  assert.ok(found.body.papers.some(({ code }: { code: string }) => code === item.code))
  const foreign = await ask(about(reference, 'Đối chiếu'), 'reception.muong-nhe')
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'vault.dossier_unknown'])
  assert.equal((await ask('/api/v1/vault/papers?purpose=Xem%20thử', 'reception')).status, 404)
  assert.equal((await ask(`/api/v1/vault/papers?dossier=${reference}`, 'reception')).status, 422)
  assert.equal((await ask('/api/v1/vault/papers', 'administrator')).status, 403)
})

test('an officer takes for that dossier only, and its owner sees who it was', async () => {
  const item = await keep()
  const wanted = { purpose: 'Bổ sung hồ sơ khai sinh', key: 'counter-1', dossier: reference }
  const taken = await post(`/api/v1/vault/papers/${item.code}/take`, 'reception', wanted)
  assert.equal(taken.status, 201, JSON.stringify(taken.body))
  const { dossier: _, ...without } = wanted
  const refused = await post(`/api/v1/vault/papers/${item.code}/take`, 'reception', without)
  assert.equal(refused.body.code, 'vault.dossier_unknown')
  const owner = { kind: 'person', number: '999000000024', name: 'QUÀNG VĂN THÀNH' } as const
  const theirs = await keepPaper(world.context, { key: 'theirs', owner })
  const strange = await post(`/api/v1/vault/papers/${theirs.code}/take`, 'reception', wanted)
  assert.equal(strange.body.code, 'vault.not_found')
  const { items } = await listVaultPapers(world.context, maiHuong)
  assert.ok(items.some(({ code }) => code === item.code))
  const page = await world.app.inject({
    url: `/my/papers/${item.code}`,
    headers: { ...(await world.as('999000000017')), accept: 'text/html' },
  })
  assert.match(page.body, /Bổ sung hồ sơ khai sinh/)
  assert.match(page.body, /Vàng A Súa lấy lúc/)
})
