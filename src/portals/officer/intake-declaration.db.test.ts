import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { useApp } from '#test/whole-app'

const world = useApp()

const family = {
  fullName: 'CÀ VĂN PHƯƠNG',
  personalId: '999000000055',
  phone: '0900000055',
  'owner-foundedBy': 'family',
}
const member = {
  'family-members.0.fullName': 'Quàng Thị Bình',
  'family-members.0.personalId': '999 000 000 048',
  'family-members.0.relation': 'vợ',
}
const business = {
  'business-name': 'Quán Mai',
  'business-province': '11',
  'business-commune': '03127',
  'business-address': 'Số 12',
  'business-line': 'Ăn uống',
  'business-conditional': 'no',
  'business-capitalVnd': '50.000.000',
  'delivery-receiveBy': 'post',
  'delivery-postalAddress': 'Số 5',
}

async function send(page: string, given: Record<string, string>, papers: readonly string[] = []) {
  const files = papers.map((field) => ({ field, name: 'giấy.pdf', content: somePdf() }))
  const { headers, payload } = multipartForm({ ...fieldsOfPage(page), ...given }, files)
  return await world.app.inject({
    method: 'POST',
    url: '/officer/intake',
    headers: { ...headers, ...(await world.as('reception')), accept: 'text/html' },
    payload,
  })
}

async function choose(procedure: string): Promise<string> {
  const headers = { ...(await world.as('reception')), accept: 'text/html' }
  const page = await world.app.inject({ url: '/officer/intake', headers })
  return (await send(page.body, { procedure, v: 'procedure' })).body
}

test('the counter asks what the answers ask for: rows with their buttons, places, what is reckoned', async () => {
  const page = await choose('1.001612')
  assert.doesNotMatch(page, /family-members|delivery-postalAddress/)
  const asked = await send(page, { ...family, 'business-province': '11', refresh: '1' })
  assert.equal(asked.statusCode, 200)
  assert.match(asked.body, /name="family-members.0.fullName"/)
  assert.match(asked.body, /<option value="03127">Phường Điện Biên Phủ/)
  assert.deepEqual(await findMarkupErrors(asked.body), [])
  const added = await send(asked.body, { ...member, add: 'family-members' })
  assert.equal(fieldsOfPage(added.body)['family-members'], '2')
  assert.match(added.body, /mc-reckoned__value">3</)
  const wrong = await send(added.body, { v: 'accept' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /<a href="#f-family-members-1-fullName">/)
  const removed = await send(wrong.body, { remove: 'family-members.1' })
  assert.equal(fieldsOfPage(removed.body)['family-members'], '1')
  assert.equal(fieldsOfPage(removed.body)['family-members.0.fullName'], 'Quàng Thị Bình')
})

test('a dossier of the counter has its rows, and the officer reads them with the names of places', async () => {
  const asked = await send(await choose('1.001612'), { ...family, 'delivery-receiveBy': 'post' })
  const needed = [
    ...asked.body.matchAll(/type="file"[^>]*name="(file\.[^"]+)"|name="(file\.[^"]+)"[^>]*type="file"/g),
  ]
  const papers = needed.map(([, first, second]) => first ?? second ?? '')
  const ready = await send(asked.body, { ...member, ...business }, papers)
  const accepted = await send(ready.body, { v: 'accept' })
  assert.equal(accepted.statusCode, 303, accepted.body)
  const code = String(accepted.headers.location).split('done=')[1] ?? ''
  const dossier = await findDossier(world.context.db, code)
  const members = [{ fullName: 'Quàng Thị Bình', personalId: '999000000048', relation: 'vợ' }]
  assert.deepEqual(dossier?.answers.family, { members, people: 2 })
  const headers = { ...(await world.as('reception')), accept: 'text/html' }
  const { body } = await world.app.inject({ url: `/officer/dossiers/${code}`, headers })
  assert.match(body, /Thành viên 1/)
  assert.match(body, /Phường Điện Biên Phủ, Tỉnh Điện Biên/)
  assert.deepEqual(await findMarkupErrors(body), [])
})
