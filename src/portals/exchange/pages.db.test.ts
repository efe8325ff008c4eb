import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import {
  addTraffic,
  authenticateClient,
  findOffering,
  issueClientToken,
  mayCall,
  seedDemoExchange,
} from '#modules/exchange'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
let departments: StandInDepartments
const extracts = { class: 'GOV', member: 'H18.12', subsystem: 'CIVIL', offering: 'EXTRACTS' }

const get = async (account: string, url: string) =>
  await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
const post = async (url: string, fields: Readonly<Record<string, string>> = {}) =>
  await world.app.inject({
    method: 'POST',
    url,
    headers: {
      ...(await world.as('administrator')),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
    },
    payload: new URLSearchParams(fields).toString(),
  })
const getOffering = async () => {
  const found = await findOffering(world.context, { instance: 'DBN', ...extracts })
  assert.ok(found)
  return found
}
const pageOf = async () => `/officer/exchange/${(await getOffering()).offering.id}`
const idOfSystem = async (code: string): Promise<string> => {
  const { rows } = await world.context.pool.query('select id from exchange.subsystem where code = $1', [code])
  return rows[0].id
}

before(async () => {
  await world.ready
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
})
after(() => departments.close())

test('an officer finds what there is, how it is called and whom to ask, and nothing to change', async () => {
  const list = await get('reception', '/officer/exchange')
  assert.match(list.body, /Tra cứu trích lục hộ tịch/)
  assert.match(list.body, /Tra cứu thửa đất/)
  assert.deepEqual(await findMarkupErrors(list.body), [])
  const page = await get('reception', await pageOf())
  assert.match(page.body, /\/r1\/DBN\/GOV\/H18\.12\/CIVIL\/EXTRACTS/)
  assert.match(page.body, /Mào Thị Phương, 0900 000 031/)
  assert.match(page.body, /openapi/)
  assert.ok(!/<form[^>]+rights/.test(page.body))
  assert.deepEqual(await findMarkupErrors(page.body), [])
})

test('the connection is tried, and what was found is said', async () => {
  const url = `${await pageOf()}/test`
  const fine = await post(url)
  assert.match(fine.body, /Môi trường thật: Có trả lời: mã 200/)
  assert.match(fine.body, /Môi trường thử: Có trả lời: mã 200/)
  assert.deepEqual(
    new Set(departments.requests.slice(-2).map((request) => request.url)),
    new Set(['/extracts/v1/402', '/sandbox/extracts/v1/402']),
  )
  departments.setFault('down')
  assert.match((await post(url)).body, /Không kết nối được/)
  departments.setFault('error')
  assert.match((await post(url)).body, /Máy chủ của đơn vị cung cấp báo lỗi: mã 503/)
  departments.setFault('none')
})

test('a service that wants our certificate is tried with it, where there is one', async () => {
  const set = (shown: boolean, from: string, to: string) =>
    world.context.pool.query(
      `update exchange.offering_version set shows_certificate = $1, sandbox_url = replace(sandbox_url, $2, $3),
       provider_url = replace(provider_url, $2, $3)`,
      [shown, from, to],
    )
  await set(true, 'http:', 'https:')
  assert.match((await post(`${await pageOf()}/test`)).body, /Dịch vụ cần chứng thư số của nền tảng/)
  await set(false, 'https:', 'http:')
})

test('a sandbox key is made in one step: shown once, good for a token at once', async () => {
  const page = await post(`${await pageOf()}/sandbox-key`, { sandboxSystem: await idOfSystem('MOTCUA') })
  assert.equal(page.statusCode, 200)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const [, clientId = '', clientSecret = ''] = /-u (sandbox-[0-9a-f]+):([\w-]{43}) /.exec(page.body) ?? []
  assert.ok(await issueClientToken(world.context, { clientId, clientSecret }))
  assert.equal(await issueClientToken(world.context, { clientId, clientSecret: `${clientSecret}x` }), null)
  assert.ok(!(await get('administrator', '/admin/exchange')).body.includes(clientSecret))
  await post(`/admin/exchange/keys/${clientId}/revoke`, { reason: 'Thử xong' })
  assert.equal(await issueClientToken(world.context, { clientId, clientSecret }), null)
})

test('the form of a system says beside its limits what is counted and what is not', async () => {
  const url = '/admin/exchange'
  const page = await get('administrator', url)
  assert.match(page.body, /Chỉ đếm lượt gọi dịch vụ; không đếm lượt đọc, gửi sự kiện và lượt đọc lịch bảo trì/)
  assert.match(page.body, /Đếm riêng ở mỗi tiến trình/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const headers = { ...(await world.as('administrator')), accept: 'text/html' }
  const english = await world.app.inject({ url, headers, cookies: { mc_language: 'en' } })
  assert.match(english.body, /Calls of offerings alone: those that read or publish events/)
})

test('a request for a token that is none is answered in the words of OAuth2', async () => {
  const url = '/api/v1/exchange/token'
  const whole = { grant_type: 'client_credentials', client_id: 'x', client_secret: 'x' }
  const { grant_type: _, ...nameless } = whole
  for (const payload of [nameless, { ...whole, client_id: 'x'.repeat(201) }, {}]) {
    const answer = await world.app.inject({ method: 'POST', url, payload })
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().error, 'invalid_request')
    assert.equal(answer.headers['cache-control'], 'no-store')
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const sent of [{ payload: '', headers: form }, {}]) {
    const empty = await world.app.inject({ method: 'POST', url, ...sent })
    assert.equal(empty.json().error, 'invalid_request')
  }
})

test('a right is granted with its ground, once, and ended at once with a reason', async () => {
  const entered = await post('/admin/exchange', {
    ...{ memberClass: 'GOV', memberCode: 'H18.16', memberName: 'Sở Xây dựng', systemCode: 'BUILDING' },
    ...{ systemName: 'Cấp phép xây dựng', contact: '0900 000 033', minuteLimit: '60', dayLimit: '1.000' },
  })
  assert.equal(entered.headers.location, '/admin/exchange?done=entered')
  const system = await idOfSystem('BUILDING')
  const here = await pageOf()
  const missing = await post(`${here}/rights`, { system })
  assert.equal(missing.statusCode, 422)
  assert.match(missing.body, /Nhập căn cứ cấp quyền/)
  const basis = 'QĐ 12/QĐ-UBND ngày 20/11/2026'
  assert.equal((await post(`${here}/rights`, { system, basis })).headers.location, `${here}?done=granted`)
  assert.match((await post(`${here}/rights`, { system, basis })).body, /đã có quyền/)
  const keyPage = await post(`/admin/exchange/${system}/keys`)
  const [, clientId = '', clientSecret = ''] = /-u (client-[0-9a-f]{16}):([\w-]{43}) /.exec(keyPage.body) ?? []
  const payload = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const url = '/api/v1/exchange/token'
  const { access_token: accessToken, ...rest } = (
    await world.app.inject({ method: 'POST', url, payload })
  ).json()
  assert.deepEqual(Object.keys(rest), ['token_type', 'expires_in', 'scope'])
  assert.deepEqual([rest.token_type, rest.scope], ['Bearer', 'default'])
  const { db } = world.context
  const caller = await authenticateClient(world.context, `Bearer ${accessToken}`)
  assert.ok(caller)
  const { offering } = await getOffering()
  assert.deepEqual(await mayCall(db, caller, offering, '2026-11-26'), { ok: true, sandbox: false })
  assert.deepEqual(await mayCall(db, caller, offering, '2026-11-25'), { ok: false, code: 'caller_ended' })
  const { rows } = await world.context.pool.query(
    'select id from exchange.access_right where subsystem_id = $1',
    [system],
  )
  const right: string = rows[0].id
  const unsaid = await post(`${here}/rights/end`, { right, lastOn: '31/11/2026' })
  assert.equal(unsaid.statusCode, 422)
  assert.match(unsaid.body, /Nhập ngày cuối được gọi, ví dụ/)
  assert.match(unsaid.body, /Nhập lý do\./)
  assert.match(unsaid.body, /value="31\/11\/2026"/)
  const ended = await post(`${here}/rights/end`, { right, endReason: 'Hết dự án' })
  assert.equal(ended.headers.location, `${here}?done=right_ended`)
  assert.match((await post(`${here}/rights/end`, { right, endReason: 'Hết dự án' })).body, /Quyền này đã hết/)
  assert.match((await get('reception', here)).body, /Quyền đã hết \(1\).*Hết dự án/s)
  assert.deepEqual(await mayCall(db, caller, offering, '2026-11-26'), { ok: false, code: 'no_right' })
})

test('an offering is entered by a form, keeps what was typed when it is refused, and gets a second version', async () => {
  const form = '/admin/exchange/offerings'
  const empty = await get('administrator', form)
  assert.deepEqual(await findMarkupErrors(empty.body), [])
  const fields = {
    ...{
      provider: await idOfSystem('LAND'),
      code: 'PRICES',
      title: 'Bảng giá đất',
      summary: 'Giá đất theo tuyến đường.',
    },
    ...{ contact: 'Tòng Thị Chía, 0900 000 032', version: 'v1', providerUrl: 'http://127.0.0.1:1/prices' },
    ...{ patience: '2,5', keepBytes: '4.096', schemaText: '{"openapi":"3.0.0"}', examplePath: '/v1/12' },
  }
  const refused = await post(form, { ...fields, schemaText: 'openapi: 3', showsCertificate: 'yes' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Dán mô tả OpenAPI 3/)
  assert.match(refused.body, /phải là https:/)
  assert.match(refused.body, /Giá đất theo tuyến đường\./)
  assert.deepEqual(await findMarkupErrors(refused.body), [])
  for (const wrong of [{ examplePath: '/v2/12' }, { exampleAnswer: '{"price": ' }, { keepBytes: '1.048.577' }])
    assert.equal((await post(form, { ...fields, ...wrong })).statusCode, 422)
  const saved = await post(form, fields)
  assert.equal(saved.statusCode, 303, saved.body)
  await post(form, {
    ...fields,
    version: 'v2',
    examplePath: '/v2/12',
    providerUrl: 'https://gia-dat.example',
    showsCertificate: 'yes',
  })
  const found = await findOffering(world.context, {
    instance: 'DBN',
    class: 'GOV',
    member: 'H18.15',
    subsystem: 'LAND',
    offering: 'PRICES',
  })
  const kept = found?.versions.map(({ version, timeoutMs, keepBodyBytes, showsCertificate }) => ({
    version,
    timeoutMs,
    keepBodyBytes,
    showsCertificate,
  }))
  assert.deepEqual(kept, [
    { version: 'v2', timeoutMs: 2500, keepBodyBytes: 4096, showsCertificate: true },
    { version: 'v1', timeoutMs: 2500, keepBodyBytes: 4096, showsCertificate: false },
  ])
  const again = await get('administrator', `${form}?of=${found?.offering.id}`)
  assert.match(again.body, /value="v2"/)
  const another = (await get('administrator', `${form}?of=${found?.offering.id}&version=v1`)).body
  assert.match(another, /value="http:\/\/127\.0\.0\.1:1\/prices"/)
  const next = (await get('administrator', `${form}?of=${found?.offering.id}&version=new`)).body
  assert.match(next, /value="v3"/)
  assert.match(next, /value="\/v3\/12"/)
  assert.match(next, /value="https:\/\/gia-dat\.example"/)

  const here = `/officer/exchange/${found?.offering.id}`
  const first = found?.versions.find(({ version }) => version === 'v1')?.id
  const withdrawn = { version: `${first} in_force`, state: 'withdrawn', notice: 'Dùng v2' }
  assert.match((await get('administrator', here)).body, />Sửa v1</)
  assert.equal((await post(`${here}/state`, withdrawn)).headers.location, `${here}?done=state`)
  const shown = await get('administrator', here)
  assert.doesNotMatch(shown.body, />Sửa v1</)
  assert.match(shown.body, />Sửa v2</)
  const gone = await post(form, { ...fields, title: 'Giá đất mới' })
  assert.equal(gone.statusCode, 422)
  assert.match(gone.body, /Phiên bản này đã ngừng cung cấp nên không sửa được/)
  assert.match(gone.body, /value="Giá đất mới"/)
  assert.deepEqual(await findMarkupErrors(gone.body), [])
  assert.doesNotMatch((await get('administrator', here)).body, /Giá đất mới/)
})

test('of calls that were all refused no time is told, and what is withdrawn is not tried', async () => {
  const { context } = world
  const id = await idOfSystem('LAND')
  const { rows } = await context.pool.query('select id from exchange.offering where code = $1', ['PARCELS'])
  const here = `/officer/exchange/${rows[0].id}`
  const none = { failures: 0, slowCalls: 0, durationMsSum: 0, durationMsLongest: 0, bytesIn: 0, bytesOut: 0 }
  const refused = {
    minuteAt: context.clock.now(),
    subsystemId: id,
    offeringId: rows[0].id,
    calls: 1,
    refusals: 1,
  }
  await addTraffic(context.db, [{ ...none, ...refused }])
  assert.doesNotMatch((await get('leader', here)).body, /\b0 ms/)
  await context.pool.query(
    "update exchange.offering_version set state = 'withdrawn', notice = 'Hết' where offering_id = $1",
    [rows[0].id],
  )
  const page = await get('administrator', here)
  assert.match(page.body, /không có gì để thử/)
  assert.ok(!page.body.includes(`${here}/test`))
  assert.equal((await post(`${here}/test`)).headers.location, `${here}#test`)
})

test('a version is taken into maintenance with a notice by itself, and brought back', async () => {
  const here = await pageOf()
  const [first] = (await getOffering()).versions
  const version = `${first?.id} in_force`
  const wordless = await post(`${here}/state`, { version, state: 'maintenance' })
  assert.equal(wordless.statusCode, 422)
  assert.match(wordless.body, /Nhập thông báo/)
  assert.deepEqual(await findMarkupErrors(wordless.body), [])
  const notice = 'Nâng cấp đến 22 giờ.'
  const done = await post(`${here}/state`, { version, state: 'maintenance', notice })
  assert.equal(done.headers.location, `${here}?done=state`)
  assert.match((await get('reception', here)).body, /Nâng cấp đến 22 giờ\./)
  assert.equal((await getOffering()).versions[0]?.state, 'maintenance')
  const stale = await post(`${here}/state`, { version, state: 'withdrawn', notice: 'Dùng v2.' })
  assert.equal(stale.statusCode, 422)
  assert.match(stale.body, /Người khác vừa chuyển tình trạng/)
  assert.match(stale.body, /Dùng v2\./)
  await post(`${here}/state`, { version: `${first?.id} maintenance`, state: 'in_force' })
  assert.equal((await getOffering()).versions[0]?.state, 'in_force')
})

test('everybody sees the figures: the sums of minutes, written twice, counted once', async () => {
  const { context } = world
  const { offering } = await getOffering()
  const minute = {
    ...{ minuteAt: context.clock.now(), subsystemId: await idOfSystem('MOTCUA'), offeringId: offering.id },
    ...{ calls: 60, failures: 1, refusals: 10, slowCalls: 2, durationMsSum: 1000, durationMsLongest: 300 },
    ...{ bytesIn: 0, bytesOut: 1_048_576 },
  }
  await addTraffic(context.db, [minute])
  await addTraffic(context.db, [{ ...minute, durationMsLongest: 200 }])
  const page = await world.app.inject({ url: '/exchange', headers: { accept: 'text/html' } })
  assert.match(page.body, /98 %/)
  assert.match((await world.app.inject({ url: '/verify' })).body, /<a href="\/exchange">/)
  assert.match(page.body, /20 ms/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const own = await get('leader', await pageOf())
  assert.match(own.body, /300 ms/)
})
