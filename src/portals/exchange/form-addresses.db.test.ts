import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import { findOffering, seedDemoExchange } from '#modules/exchange'
import { useApp } from '#test/whole-app'

const world = useApp()
let departments: StandInDepartments
let offering: string

const ask = async (method: 'GET' | 'POST', url: string, fields: Readonly<Record<string, string>> = {}) => {
  const headers = { ...(await world.as('administrator')), accept: 'text/html' }
  if (method === 'GET') return await world.app.inject({ url, headers })
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  return await world.app.inject({ method, url, headers: form, payload: new URLSearchParams(fields).toString() })
}

before(async () => {
  await world.ready
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
  const extracts = { class: 'GOV', member: 'H18.12', subsystem: 'CIVIL', offering: 'EXTRACTS' }
  const found = await findOffering(world.context, { instance: 'DBN', ...extracts })
  offering = `/officer/exchange/${found?.offering.id}`
})
after(() => departments.close())

/** Where an address leads in the end, opened from the history. */
async function openedAt(url: string): Promise<string> {
  const { statusCode, headers } = await ask('GET', url)
  return statusCode === 303 ? await openedAt(headers.location ?? '') : `${statusCode} ${url}`
}

test('the address of a form leads to the page the form stands on', async () => {
  const ofOffering = ['maintenance', 'rights', 'rights/end', 'state', 'test', 'sandbox-key']
  for (const one of ofOffering) assert.equal(await openedAt(`${offering}/${one}`), `200 ${offering}`)
  const ofKeys = '/admin/exchange/00000000-0000-4000-8000-000000000000/keys'
  for (const url of ['/admin/exchange/certificates', ofKeys])
    assert.equal(await openedAt(url), '200 /admin/exchange')
  const topic = '/admin/exchange/topics/dossiers'
  for (const one of ['words', 'rights', 'stop']) assert.equal(await openedAt(`${topic}/${one}`), `200 ${topic}`)
  const headers = { ...(await world.as('cashier')), accept: 'text/html' }
  const days = await world.app.inject({ url: '/officer/payments/days', headers })
  assert.equal(days.headers.location, '/officer/payments')
  const stranger = await world.app.inject({ url: `${offering}/state`, headers: { accept: 'text/html' } })
  assert.match(stranger.headers.location ?? '', /sign-in/)
})

test('the other language on a page that answers a form leads back to the page of the form, not to the front page', async () => {
  const refused = await ask('POST', `${offering}/state`)
  assert.equal(refused.statusCode, 422)
  const [, back = ''] =
    /class="mc-language"[^>]*><input type="hidden" name="back" value="([^"]+)"/.exec(refused.body) ?? []
  assert.equal(await openedAt(back), `200 ${offering}`)
})

test('a page that shows a key once offers no form that would lose it', async () => {
  const { rows } = await world.context.pool.query("select id from exchange.subsystem where code = 'CIVIL'")
  const pages = [
    await ask('POST', `/admin/exchange/${rows[0].id}/keys`),
    await ask('POST', `${offering}/sandbox-key`, { sandboxSystem: rows[0].id }),
  ]
  for (const { body } of pages) {
    assert.match(body, /Khóa chỉ hiện một lần này/)
    assert.ok(!body.includes('action="/display"'))
  }
  assert.ok((await ask('GET', offering)).body.includes('action="/display"'))
})
