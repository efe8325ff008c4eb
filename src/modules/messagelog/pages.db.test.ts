import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Frame } from '#components/frame'
import { makeToken, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { Html, html } from '#platform/html'
import type { HttpApp } from '#platform/http'
import { useContext } from '#test/app'
import { findMarkupErrors } from '#test/html-validity'
import { openSignInApp } from '#test/sign-in-app'
import { absentProvider } from '#test/whole-app'
import { checkLog, messagelogPages, messagelogRoutes, recordMessage, stampBatches } from './index.ts'

const world = useContext()
const url = '/officer/exchange/messages'
let app: HttpApp
const signing: { trustAnchors: Uint8Array[] } = { trustAnchors: [] }

before(async () => {
  await world.ready
  const { context } = world
  await seedDemoProvince(context)
  await seedDemoAccounts(context)
  const frame: Frame = (_request, { title, main }) =>
    html`${new Html('<!doctype html>')}<html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`
  app = await openSignInApp(context, absentProvider, (one) => {
    void one.register(messagelogPages(context, frame, signing))
    void one.register(messagelogRoutes(null)(context), { prefix: '/api/v1' })
  })
})
after(() => app.close())

const record = (messageId: string) =>
  recordMessage(world.context, {
    ...{ messageId, direction: 'in', kind: 'request', headers: {} },
    ...{ client: 'DIENBIEN/GOV/H18.9/mot-cua', target: 'DIENBIEN/GOV/H18/dan-cu/tra-cuu/v1' },
    body: { sha256: createHash('sha256').update(messageId).digest('hex'), sizeBytes: 1_234_567 },
    at: world.context.clock.now(),
  })

async function send(
  address: string,
  account = 'auditor',
  method: 'GET' | 'POST' = 'GET',
  accept = 'text/html',
) {
  const authorization = `Bearer ${await makeToken(world.context, { account })}`
  return await app.inject({ url: address, method, headers: { authorization, accept } })
}

async function read(address: string): Promise<string> {
  const { statusCode, body } = await send(address)
  assert.equal(statusCode, 200, body)
  assert.deepEqual(await findMarkupErrors(body), [])
  return body
}

test('an empty log says so; a full one is walked page by page, and searched by message id', async () => {
  assert.match(await read(url), /Chưa có thông điệp nào qua nền tảng/)
  const ids = Array.from({ length: 45 }, () => randomUUID())
  for (const id of ids) await record(id)
  await stampBatches(world.context, null)
  await checkLog(world.context)
  const first = await read(url)
  assert.ok(first.includes(ids[44] ?? '-') && !first.includes(ids[3] ?? '-'))
  assert.match(first, /chưa cấu hình nơi cấp dấu thời gian/)
  assert.match(first, /Nguyên vẹn/)
  assert.match(first, /1,2 MB/)
  assert.match(first, /chưa xét dấu thời gian do nơi nào cấp/)
  signing.trustAnchors.push(new Uint8Array([0x30, 0]))
  assert.doesNotMatch(await read(url), /chưa xét dấu thời gian do nơi nào cấp/)
  const next = await read(`${url}?before=6`)
  assert.ok(next.includes(ids[3] ?? '-') && !next.includes(ids[44] ?? '-'))
  const found = await read(`${url}?q=${ids[10]}`)
  assert.ok(found.includes(`Thông điệp có mã ${ids[10]}`) && !found.includes(ids[11] ?? '-'))
  assert.match(await read(`${url}?q=khong-co`), /Nhật ký không có thông điệp mang mã “khong-co”/)
})

test('the log is read by auditors and administrators, and by nobody else', async () => {
  assert.equal((await send(url, 'administrator')).statusCode, 200)
  assert.equal((await send(url, 'reception')).statusCode, 403)
  const { id } = await record(randomUUID())
  const address = `/api/v1/exchange/messages/${id}/package`
  assert.equal((await send(address, 'leader', 'GET', 'application/json')).statusCode, 403)
  const given = await send(address, 'administrator', 'GET', 'application/json')
  assert.equal(given.statusCode, 200)
  assert.equal(given.json().content.records[0].entry.id, id)
  const missing = await send(`/api/v1/exchange/messages/${randomUUID()}/package`)
  assert.equal(missing.statusCode, 404)
})

test('the API lists messages by cursor, and gives the public keys to anybody', async () => {
  const page = (await send('/api/v1/exchange/messages?limit=2')).json()
  assert.equal(page.messages.length, 2)
  const next = (await send(`/api/v1/exchange/messages?limit=2&cursor=${page.nextCursor}`)).json()
  assert.equal(next.messages[0].number, page.nextCursor - 1)
  const { keys } = (await app.inject('/api/v1/exchange/keys')).json()
  assert.match(keys[0].publicKeyPem, /^-----BEGIN PUBLIC KEY-----/)
})

test('a check that is asked for is queued, and the page says so', async () => {
  const { statusCode, headers } = await send(`${url}/check`, 'auditor', 'POST')
  assert.equal(statusCode, 303)
  assert.match(await read(String(headers.location)), /Đã đưa việc kiểm tra vào hàng đợi/)
})
