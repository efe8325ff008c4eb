import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { makeHealthChecks } from '#app'
import { listAudit } from '#modules/audit'
import { placeAll } from '#modules/events'
import { checkTopics, topicGauges } from '#modules/topics'
import { findMarkupErrors } from '#test/html-validity'
import { give, openSystem, openTopic, parcelSchema } from '#test/topics'
import { useApp } from '#test/whole-app'

type System = Awaited<ReturnType<typeof openSystem>>

const world = useApp()
const list = '/admin/exchange/topics'
let land: System
let tax: System

const get = async (url: string, account = 'administrator') =>
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
const ask = async (query: string) =>
  await world.app.inject({ url: `/api/v1/exchange/topics/parcels/events?${query}`, headers: tax.headers })

before(async () => {
  await world.ready
  const { context } = world
  land = await openSystem(context, 'LANDS')
  tax = await openSystem(context, 'TAXES')
  await openTopic(context, 'parcels')
  await give(context, { topic: 'parcels', subsystemId: land.id, act: 'publish' })
  await give(context, { topic: 'parcels', subsystemId: tax.id, act: 'subscribe' })
  const events = [1, 2, 3].map((number) => ({
    ...{ messageId: `p${number}`, key: '12/204', kind: 'changed', at: '2026-11-26T09:00:00+07:00' },
    payload: { sheet: number },
  }))
  const url = '/api/v1/exchange/topics/parcels/events'
  await world.app.inject({ method: 'POST', url, headers: land.headers, payload: { events } })
  await placeAll(context)
})

describe('what officers and administrators see', () => {
  test('an officer finds the topics, whom to ask and how they are read, and nothing to change', async () => {
    const page = await get('/officer/exchange/topics', 'reception')
    assert.deepEqual(await findMarkupErrors(page.body), [])
    assert.match(page.body, /Diễn biến hồ sơ thủ tục hành chính/)
    assert.match(page.body, /0900 000 032/)
    assert.match(page.body, /api\/v1\/exchange\/topics\/parcels\/events\?after=0/)
    assert.ok(!page.body.includes(list))
    assert.ok((await get('/officer/exchange/topics')).body.includes(list))
    assert.match((await get('/officer/exchange', 'reception')).body, /href="\/officer\/exchange\/topics"/)
    assert.match((await get('/admin/exchange')).body, /href="\/admin\/exchange\/topics"/)
  })

  test('the list says who publishes, who reads, how far behind and when each asked last', async () => {
    const before = await get(list)
    assert.deepEqual(await findMarkupErrors(before.body), [])
    assert.match(before.body, /GOV\/H18\.12\/LANDS/)
    assert.match(before.body, /chưa hỏi lần nào/)
    await ask('after=1')
    assert.match((await get(list)).body, /còn 2 sự kiện/)
    await ask('after=3')
    assert.match((await get(list)).body, /đã đọc hết/)
  })

  test('one topic shows its schema, its rights and its latest events, the newest first', async () => {
    const page = await get(`${list}/parcels`)
    assert.deepEqual(await findMarkupErrors(page.body), [])
    assert.match(page.body, /12\/204[\s\S]*changed/)
    assert.match(page.body, /&#34;sheet&#34;: 3[\s\S]*&#34;sheet&#34;: 1/)
    assert.match(page.body, /QĐ 12\/QĐ-UBND/)
    assert.equal((await get(`${list}/nothing`)).statusCode, 404)
  })

  test('a system that has not asked for a day while events wait is a warning, and measured', async () => {
    const { context } = world
    await ask('after=1')
    const [gauge] = topicGauges(context)
    assert.deepEqual(await gauge?.read(), { 'GOV/H18.12/TAXES parcels': 2 })
    assert.equal((await checkTopics(context)(0)).warning, null)
    const later = Temporal.Instant.from('2026-11-27T09:40:00+07:00')
    const tomorrow = { ...context, clock: { now: () => later } }
    const finding = await checkTopics(tomorrow)(0)
    assert.equal(finding.ok, true)
    assert.equal(finding.warning, 'GOV/H18.12/TAXES has not asked for parcels for a day: 2 wait')
    const found = await Promise.all(makeHealthChecks(tomorrow).map((check) => check(0)))
    assert.deepEqual(
      found.find(({ check }) => check === 'topics'),
      finding,
    )
    assert.match(
      (await world.app.inject({ url: '/metrics' })).body,
      /motcua_topic_lag_events\{reader="GOV\/H18\.12\/TAXES parcels"\} 2/,
    )
  })
})

describe('what administrators do', () => {
  const words = {
    ...{ code: 'permits', title: 'Giấy phép xây dựng', summary: 'Giấy phép nào đã cấp.' },
    ...{ contact: 'Tòng Thị Chía, 0900 000 032', schemaText: parcelSchema },
  }

  test('a topic is entered once; what was typed stays when it is refused', async () => {
    const wrong = { ...words, code: 'Permits', schemaText: '{"type": "object", "pattern": ' }
    const refused = await post(list, wrong)
    assert.equal(refused.statusCode, 422)
    assert.deepEqual(await findMarkupErrors(refused.body), [])
    assert.match(refused.body, /chữ thường không dấu/)
    assert.match(refused.body, /Dán một JSON Schema/)
    assert.match(refused.body, /value="Permits"/)
    assert.match(refused.body, /Giấy phép nào đã cấp\./)
    assert.match(refused.body, /&#34;pattern&#34;: /)
    const entered = await post(list, words)
    assert.equal(entered.headers.location, `${list}/permits?done=entered`)
    assert.match((await get(`${list}/permits?done=entered`)).body, /Đã lưu chủ đề/)
    const again = await post(list, words)
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /Đã có chủ đề mang mã này/)
  })

  test('its words are changed, and a schema that is none is not kept', async () => {
    const here = `${list}/permits`
    const { code: _, ...rest } = words
    const refused = await post(`${here}/words`, { ...rest, title: 'Giấy phép mới', schemaText: '[]' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /value="Giấy phép mới"/)
    const tooLong = JSON.stringify({ type: 'object', description: 'x'.repeat(50_000) })
    assert.match((await post(`${here}/words`, { ...rest, schemaText: tooLong })).body, /50\.000 ký tự/)
    const nonsense = '{"type": "object", "properties": {"sheet": {"type": "nonsense"}}}'
    assert.match(
      (await post(`${here}/words`, { ...rest, schemaText: nonsense })).body,
      /Lược đồ sai ở \/properties\/sheet\/type/,
    )
    await post(`${here}/words`, { ...rest, title: 'Giấy phép mới' })
    assert.match((await get(here)).body, /<h1>Giấy phép mới<\/h1>/)
  })

  test('a right is given from a day to a day, with its ground, not twice, and ended at once', async () => {
    const here = `${list}/permits`
    const wrong = await post(`${here}/rights`, { fromOn: '25/11/2026', untilOn: 'mai', basis: '' })
    assert.equal(wrong.statusCode, 422)
    assert.deepEqual(await findMarkupErrors(wrong.body), [])
    for (const sentence of ['Chọn một hệ thống', 'được đọc hay được phát', 'từ hôm nay trở đi', 'Nhập căn cứ'])
      assert.ok(wrong.body.includes(sentence), sentence)
    assert.match(wrong.body, /value="25\/11\/2026"/)
    assert.match(wrong.body, /value="mai"/)
    const right = {
      system: tax.id,
      act: 'subscribe',
      fromOn: '1/12/2026',
      untilOn: '31/12/2026',
      basis: 'QĐ 15',
    }
    assert.equal((await post(`${here}/rights`, right)).headers.location, `${here}?done=granted`)
    const page = await get(here)
    assert.match(page.body, /từ 01\/12\/2026 đến 31\/12\/2026/)
    assert.match(page.body, /chưa đến ngày/)
    const twice = await post(`${here}/rights`, { ...right, fromOn: '31/12/2026', untilOn: '' })
    assert.match(twice.body, /đã có quyền đó/)
    assert.match(twice.body, /QĐ 15/)
    await post(`${here}/rights`, { ...right, fromOn: '26/11/2026', untilOn: '30/11/2026' })
    const url = '/api/v1/exchange/topics/permits/events'
    const mayRead = async () => (await world.app.inject({ url, headers: tax.headers })).statusCode
    assert.equal(await mayRead(), 200)
    const links = [...(await get(here)).body.matchAll(/href="(\?right=([0-9a-f-]{36}))#end-right"/g)]
    const [[, query, now = ''] = [], [, , later = ''] = []] = links
    const opened = await get(`${here}${query}`)
    assert.match(opened.body, new RegExp(`<option value="${now}" selected>`))
    assert.deepEqual(await findMarkupErrors(opened.body), [])
    const unsaid = await post(`${here}/rights/end`, { right: now, lastOn: '31/11/2026' })
    assert.equal(unsaid.statusCode, 422)
    assert.match(unsaid.body, /Nhập ngày cuối của quyền.*Nhập lý do kết thúc quyền/s)
    assert.match(unsaid.body, /value="31\/11\/2026"/)
    const why = { endReason: 'QĐ 20/QĐ-UBND' }
    const past = await post(`${here}/rights/end`, { ...why, right: now, lastOn: '25/11/2026' })
    assert.match(past.body, /Ngày đó đã qua/)
    await post(`${here}/rights/end`, { ...why, right: now, lastOn: '27/11/2026' })
    assert.match((await get(here)).body, /từ 26\/11\/2026 đến 27\/11\/2026/)
    assert.equal(await mayRead(), 200)
    for (const ended of [now, later]) {
      const done = await post(`${here}/rights/end`, { ...why, right: ended })
      assert.equal(done.headers.location, `${here}?done=ended`)
    }
    assert.equal(await mayRead(), 404)
    const over = (await get(here)).body
    assert.match(over, /Chưa hệ thống nào được cấp quyền[\s\S]*Quyền đã hết \(2\)[\s\S]*chưa từng có hiệu lực/)
    assert.deepEqual(await findMarkupErrors(over), [])
    assert.match((await post(`${here}/rights/end`, { ...why, right: now })).body, /Quyền này đã hết/)
    const reasons = (await listAudit(world.context.db, { kind: 'topic', id: 'permits' }))
      .filter(({ action }) => action === 'topics.withdraw_right')
      .map(({ detail }) => detail?.reason)
    assert.deepEqual(reasons, Array(3).fill(why.endReason))
  })

  test('on a topic of this program nobody else is let publish', async () => {
    const page = await get(`${list}/dossiers`)
    assert.match(page.body, /hệ thống khác chỉ đọc/)
    assert.ok(!page.body.includes('/dossiers/stop'))
    assert.equal((await post(`${list}/dossiers/stop`)).statusCode, 404)
    const right = { system: tax.id, act: 'publish', fromOn: '26/11/2026', basis: 'QĐ 15' }
    const refused = await post(`${list}/dossiers/rights`, right)
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /không cấp quyền phát/)
  })

  test('a topic is stopped and resumed', async () => {
    await post(`${list}/parcels/stop`)
    assert.match((await get(`${list}/parcels`)).body, /Đã ngừng nhận sự kiện mới/)
    assert.match((await get('/officer/exchange/topics')).body, /Đã ngừng nhận sự kiện mới/)
    await post(`${list}/parcels/resume`)
    assert.ok(!(await get(`${list}/parcels`)).body.includes('Đã ngừng nhận sự kiện mới'))
  })

  test('in English too', async () => {
    const headers = { ...(await world.as('administrator')), accept: 'text/html', cookie: 'mc_language=en' }
    for (const url of [list, `${list}/parcels`, '/officer/exchange/topics']) {
      const page = await world.app.inject({ url, headers })
      assert.match(page.body, /Topics of events|What happened/)
      assert.deepEqual(await findMarkupErrors(page.body), [])
    }
  })
})
