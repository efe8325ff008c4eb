import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as openRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import {
  changeVersionState,
  endMaintenance,
  endSystem,
  enterSystem,
  findOffering,
  grantRight,
  type IssuedKey,
  issueKey,
  loadEnding,
  planMaintenance,
  seedDemoExchange,
} from '#modules/exchange'
import { findMarkupErrors } from '#test/html-validity'
import { topicRights } from '#test/topics'
import { useApp } from '#test/whole-app'

const world = useApp()
const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const
const address = '/r1/DBN/GOV/H18.12/CIVIL/EXTRACTS'
const clientName = 'DBN/GOV/H18/TESTS'

let departments: StandInDepartments
let gatewayUrl = ''
let subsystemId = ''
let offeringId = ''
let token = ''

async function takeToken({ clientId, clientSecret }: IssuedKey): Promise<string> {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/v1/exchange/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    payload: 'grant_type=client_credentials',
  })
  assert.equal(answer.statusCode, 200, answer.body)
  assert.equal(answer.headers['cache-control'], 'no-store')
  return answer.json().access_token
}

const newSystem = (subsystem: string, callsPerMinute = 10_000, callsPerDay = 100_000) =>
  enterSystem(
    { context: world.context, actor },
    {
      ...{ class: 'GOV', member: 'H18', memberName: 'UBND tỉnh Điện Biên', subsystem, name: subsystem },
      ...{ contact: '0900 000 030', callsPerMinute, callsPerDay },
    },
  )

const grant = (id: string) =>
  grantRight({ context: world.context, actor }, { subsystemId: id, offeringId, basis: 'thử', code: 'x' })

const newKey = (id: string, sandboxOfferingId: string | null = null) =>
  issueKey({ context: world.context, actor }, { subsystemId: id, code: 'x', days: 1, sandboxOfferingId })

type Sent = Readonly<{ headers?: Record<string, string>; method?: string; body?: Readable | Buffer }>

/** Sends raw, as a careless or hostile system would: no client of Node rewrites the address. */
async function call(target: string, { headers = {}, method = 'GET', body }: Sent = {}) {
  const { hostname, port } = new URL(gatewayUrl)
  const sent = { 'x-road-client': clientName, authorization: `Bearer ${token}`, ...headers }
  const request = openRequest({ hostname, port, path: target, method, headers: sent, agent: false })
  if (body instanceof Readable) body.pipe(request)
  else request.end(body)
  const [answer] = await once(request, 'response')
  const hash = createHash('sha256')
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    hash.update(piece)
    size += piece.length
    if (size < 100_000) pieces.push(piece)
  }
  const text = Buffer.concat(pieces).toString()
  return {
    status: answer.statusCode as number,
    headers: answer.headers,
    text,
    size,
    sha256: hash.digest('hex'),
  }
}

const logged = async (messageId: string) => {
  const { rows } = await world.context.pool.query(
    'select * from messagelog.log_entry where message_id = $1 order by number',
    [messageId],
  )
  return rows
}

before(async () => {
  await world.ready
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
  const { rows } = await world.context.pool.query("select id from exchange.offering where code = 'EXTRACTS'")
  offeringId = rows[0].id
  subsystemId = await newSystem('TESTS')
  await grant(subsystemId)
  token = await takeToken(await newKey(subsystemId))
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  gatewayUrl = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`
})
after(() => departments.close())

describe('a call through the gateway', () => {
  test('reaches the provider with X-Road headers, and its answer comes back with those of the protocol', async () => {
    const headers = { 'x-road-id': 'call-1', 'x-road-userid': 'VN999000000017', cookie: 'session=1' }
    const answer = await call(`${address}/v1/402?quu=1`, { headers })
    assert.equal(answer.status, 200)
    assert.equal(JSON.parse(answer.text).number, '402/TLKS-BS')
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(answer.headers['x-road-client'], clientName)
    assert.equal(answer.headers['x-road-service'], 'DBN/GOV/H18.12/CIVIL/EXTRACTS')
    assert.equal(answer.headers['x-road-id'], 'call-1')
    assert.match(String(answer.headers['x-road-request-id']), /^[0-9a-f-]{36}$/)
    assert.equal(Buffer.from(String(answer.headers['x-road-request-hash']), 'base64').length, 64)
    assert.equal(answer.headers['x-road-error'], undefined)
    const seen = departments.requests.at(-1)
    assert.equal(seen?.url, '/extracts/v1/402?quu=1')
    assert.equal(seen?.headers['x-road-client'], clientName)
    assert.equal(seen?.headers['x-road-userid'], 'VN999000000017')
    assert.equal(seen?.headers.accept, 'application/json')
    assert.equal(seen?.headers.authorization, undefined)
    assert.equal(seen?.headers.cookie, undefined)
  })

  test('is on record, request and answer, before the caller has the whole answer', async () => {
    const body = Buffer.from('{"ask":"x"}')
    const headers = { 'x-road-id': 'call-2', 'content-type': 'application/json' }
    const answer = await call(`${address}/v1/echo`, { method: 'POST', headers, body })
    assert.equal(answer.text, body.toString())
    const rows = await logged('call-2')
    assert.deepEqual(
      new Set(rows.map(({ direction, kind }) => `${direction} ${kind}`)),
      new Set(['in request', 'out response']),
    )
    const sha256 = createHash('sha256').update(body).digest('hex')
    for (const row of rows) assert.equal(row.body_sha256, sha256)
  })

  test('an answer of the provider that says no is passed on as it is', async () => {
    const answer = await call(`${address}/v1/nothing`)
    assert.equal(answer.status, 404)
    assert.equal(answer.headers['x-road-error'], undefined)
    assert.equal(answer.text, '{"error":"not_found"}')
  })

  test('32 MB go there and back as they are', async () => {
    const piece = Buffer.alloc(65_536, 7)
    const sha256 = createHash('sha256')
    for (let count = 0; count < 512; count += 1) sha256.update(piece)
    const body = Readable.from(Array.from({ length: 512 }, () => piece))
    const answer = await call(`${address}/v1/echo`, { method: 'POST', body, headers: { 'x-road-id': 'big' } })
    assert.equal(answer.sha256, sha256.digest('hex'))
    const rows = await logged('big')
    assert.deepEqual(
      rows.map(({ body_bytes }) => Number(body_bytes)),
      [512 * 65_536, 512 * 65_536],
    )
  })
})

describe('a call is refused', () => {
  const cases: readonly (readonly [string, number, string, () => Promise<Sent & { target?: string }>])[] = [
    ['without a token', 401, 'Client.NotAuthenticated', async () => ({ headers: { authorization: '' } })],
    [
      'with a made-up token',
      401,
      'Client.NotAuthenticated',
      async () => ({ headers: { authorization: 'Bearer mcx1.e30.x' } }),
    ],
    [
      'in the name of another system',
      403,
      'Client.NotAuthenticated',
      async () => ({ headers: { 'x-road-client': 'DBN/GOV/H18/MOTCUA' } }),
    ],
    ['without X-Road-Client', 400, 'Client.BadRequest', async () => ({ headers: { 'x-road-client': 'DBN' } })],
    [
      'with a body that is coded besides',
      400,
      'Client.BadRequest',
      async () => ({
        method: 'POST',
        headers: { 'transfer-encoding': 'gzip, chunked' },
        body: Buffer.from('x'),
      }),
    ],
    ['with an id that is none', 400, 'Client.BadRequest', async () => ({ headers: { 'x-road-id': 'a b' } })],
    [
      'to a service nobody offers',
      500,
      'Server.ServerProxy.UnknownService',
      async () => ({ target: '/r1/DBN/GOV/H18.12/CIVIL/NOTHING' }),
    ],
    [
      'to another instance',
      500,
      'Server.ServerProxy.UnknownService',
      async () => ({ target: '/r1/XX/GOV/H18.12/CIVIL/EXTRACTS' }),
    ],
    [
      'where no right was given',
      403,
      'Server.ServerProxy.AccessDenied',
      async () => ({ target: '/r1/DBN/GOV/H18.15/LAND/PARCELS/v1/12/204' }),
    ],
    [
      'that climbs out of its address',
      400,
      'Client.BadRequest',
      async () => ({ target: `${address}/v1/../../parcels` }),
    ],
    [
      'that climbs out encoded',
      400,
      'Client.BadRequest',
      async () => ({ target: `${address}/v1/%2e%2e/%2e%2e/parcels` }),
    ],
    [
      'with an address that cannot be decoded',
      400,
      'Client.BadRequest',
      async () => ({ target: `${address}/%ff` }),
    ],
    ...['OPTIONS', 'TRACE', 'PROPFIND'].map(
      (method) => [`by ${method}`, 400, 'Client.BadRequest', async () => ({ method })] as const,
    ),
    ...['v9', '%769'].map(
      (version) =>
        [
          `in the version ${version}, which is not there`,
          500,
          'Server.ServerProxy.UnknownService',
          async () => ({ target: `${address}/${version}/402` }),
        ] as const,
    ),
    [
      'with an account of a person',
      401,
      'Client.NotAuthenticated',
      async () => ({ headers: await world.as('administrator') }),
    ],
  ]
  for (const [name, status, type, prepare] of cases) {
    test(name, async () => {
      const { target = `${address}/v1/402`, ...sent } = await prepare()
      const seen = departments.requests.length
      const answer = await call(target, sent)
      assert.equal(answer.status, status)
      assert.equal(answer.headers['x-road-error'], type)
      assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
      const body = JSON.parse(answer.text)
      assert.deepEqual(Object.keys(body), ['type', 'message', 'detail'])
      assert.equal(body.type, type)
      assert.equal(departments.requests.length, seen, 'the provider was called')
    })
  }

  test('when more calls were made in a minute than are allowed, with the time to wait', async () => {
    const id = await newSystem('FEW', 2)
    await grant(id)
    const own = await takeToken(await newKey(id))
    const headers = { 'x-road-client': 'DBN/GOV/H18/FEW', authorization: `Bearer ${own}` }
    const statuses = []
    for (let count = 0; count < 3; count += 1)
      statuses.push((await call(`${address}/v1/402`, { headers })).status)
    assert.deepEqual(statuses, [200, 200, 429])
    const answer = await call(`${address}/v1/402`, { headers })
    assert.equal(answer.headers['x-road-error'], 'Client.TooManyRequests')
    assert.ok(Number(answer.headers['retry-after']) > 0)
  })
})

test('a sandbox key opens the sandbox of its service without a right, and nothing else', async () => {
  const id = await newSystem('TRIAL')
  const own = await takeToken(await newKey(id, offeringId))
  const headers = { 'x-road-client': 'DBN/GOV/H18/TRIAL', authorization: `Bearer ${own}` }
  const answer = await call(`${address}/v1/402`, { headers })
  assert.equal(answer.status, 200)
  assert.equal(departments.requests.at(-1)?.url, '/sandbox/extracts/v1/402')
  const other = await call('/r1/DBN/GOV/H18.15/LAND/PARCELS/v1/12/204', { headers })
  assert.equal(other.status, 403)
})

describe('what comes and goes in the register', () => {
  const doing = () => ({ context: world.context, actor })
  const getOffering = async () => {
    const id = { instance: 'DBN', class: 'GOV', member: 'H18.12', subsystem: 'CIVIL', offering: 'EXTRACTS' }
    return (await findOffering(world.context, id)) ?? assert.fail('no offering')
  }
  const tell = (answer: Awaited<ReturnType<typeof call>>) => [
    answer.headers['x-road-error'],
    JSON.parse(answer.text).message as string,
  ]

  test('announced maintenance refuses calls in its time, says what was announced and how long to wait', async () => {
    const { offering } = await getOffering()
    const now = world.context.clock.now()
    const wish = { offering, versionId: null, code: 'x', knowsShort: true, notice: 'Nâng cấp đến 10 giờ 40.' }
    const later = { fromAt: now.add({ hours: 1 }), untilAt: now.add({ hours: 2 }) }
    assert.ok((await planMaintenance(doing(), { ...wish, ...later })).ok)
    assert.equal((await call(`${address}/v1/402`)).status, 200, 'refused before it began')
    assert.ok((await planMaintenance(doing(), { ...wish, fromAt: now, untilAt: now.add({ hours: 1 }) })).ok)
    const seen = departments.requests.length
    const answer = await call(`${address}/v1/402`)
    assert.equal(answer.status, 500)
    assert.equal(answer.headers['retry-after'], '3600')
    assert.match(tell(answer).join(), /^Server\.ServerProxy\.ServiceDisabled,.*Nâng cấp đến 10 giờ 40\./)
    assert.equal(departments.requests.length, seen, 'the provider was called')
    for (const { id } of (await getOffering()).versions[0]?.planned ?? [])
      assert.ok(await endMaintenance(doing(), { id, offeringId: offering.id, code: 'x' }))
    assert.equal((await call(`${address}/v1/402`)).status, 200)
  })

  test('who calls a withdrawn version is told what was said of it', async () => {
    const { offering, versions } = await getOffering()
    const version = { id: versions[0]?.id ?? '', offeringId: offering.id, code: 'x' }
    const notice = 'Dùng v2 từ 1/12/2026.'
    await changeVersionState(doing(), { ...version, seen: 'in_force', state: 'withdrawn', notice })
    for (const path of ['/v1/402', '']) {
      const [type, message] = tell(await call(`${address}${path}`))
      assert.equal(type, 'Server.ServerProxy.UnknownService')
      assert.match(message ?? '', /v1 was withdrawn\. Dùng v2 từ 1\/12\/2026\./)
    }
    await changeVersionState(doing(), { ...version, seen: 'withdrawn', state: 'in_force', notice: null })
    assert.equal((await call(`${address}/v1/402`)).status, 200)
  })

  test('a right that begins tomorrow opens nothing today', async () => {
    const id = await newSystem('TOMORROW')
    const right = { subsystemId: id, offeringId, basis: 'thử', code: 'x', fromOn: '2026-11-27' }
    assert.deepEqual(await grantRight(doing(), right), { ok: true })
    const headers = {
      'x-road-client': 'DBN/GOV/H18/TOMORROW',
      authorization: `Bearer ${await takeToken(await newKey(id))}`,
    }
    const answer = await call(`${address}/v1/402`, { headers })
    assert.equal(answer.headers['x-road-error'], 'Server.ServerProxy.AccessDenied')
  })

  test('a system that has ended is refused from its next call on, with the token it had', async () => {
    const id = await newSystem('ENDING')
    await grant(id)
    const headers = {
      'x-road-client': 'DBN/GOV/H18/ENDING',
      authorization: `Bearer ${await takeToken(await newKey(id))}`,
    }
    assert.equal((await call(`${address}/v1/402`, { headers })).status, 200)
    const scope = { kind: 'subsystem', id } as const
    const { db, clock } = world.context
    const ending = await loadEnding({ db, topicRights }, scope, clock.now())
    const seen = ending?.mark ?? ''
    const ended = await endSystem({ ...doing(), topicRights }, scope, { reason: 'Sáp nhập', seen })
    assert.deepEqual(ended, { ok: true })
    const answer = await call(`${address}/v1/402`, { headers })
    assert.equal(answer.status, 401)
    assert.equal(answer.headers['x-road-error'], 'Client.NotAuthenticated')
  })
})

describe('a provider that misbehaves', () => {
  after(() => departments.setFault('none'))

  test('breaks off in the middle: the caller is told, and gets no part of it', async () => {
    departments.setFault('broken_off')
    const answer = await call(`${address}/v1/402`, { headers: { 'x-road-id': 'half' } })
    assert.equal(answer.headers['x-road-error'], 'Server.ServerProxy.NetworkError')
    assert.ok(!answer.text.includes('half of it'))
  })

  test('loses calls and answers: a read goes once more, and is answered', async () => {
    departments.setFault('lossy')
    for (let count = 0; count < 5; count += 1) assert.equal((await call(`${address}/v1/402`)).status, 200)
  })

  test('answers nonsense, or takes each call twice: the answer is passed on as it is, once', async () => {
    departments.setFault('garbage')
    assert.match((await call(`${address}/v1/402`)).text, /đang bảo trì/)
    departments.setFault('duplicate')
    const answer = await call(`${address}/v1/402`, { headers: { 'x-road-id': 'twice' } })
    assert.equal(JSON.parse(answer.text).number, '402/TLKS-BS')
    assert.equal((await logged('twice')).length, 2, 'one request, one response')
  })

  test('hangs up: the caller is told, and it is on record; after some failures in a row it is left alone', async () => {
    departments.setFault('down')
    const first = await call(`${address}/v1/402`, { headers: { 'x-road-id': 'away-1' } })
    assert.equal(first.status, 500)
    assert.equal(first.headers['x-road-error'], 'Server.ServerProxy.NetworkError')
    assert.equal((await logged('away-1')).length, 2)
    const types = []
    for (let count = 0; count < 6; count += 1)
      types.push((await call(`${address}/v1/402`)).headers['x-road-error'])
    assert.equal(types.at(-1), 'Server.ServerProxy.ServiceFailed.CircuitOpen')
    departments.setFault('none')
    const seen = departments.requests.length
    assert.equal((await call(`${address}/v1/402`)).status, 500)
    assert.equal(departments.requests.length, seen, 'the provider was not left alone')
  })

  test('that it is left alone, since when and until when stands in the catalogue, at the offering and in public', async () => {
    for (const url of ['/officer/exchange', `/officer/exchange/${offeringId}`, '/exchange']) {
      const pageIn = async (language: string) => {
        const headers = { accept: 'text/html', ...(await world.as('administrator')) }
        return (await world.app.inject({ url, headers, cookies: { mc_language: language } })).body
      }
      assert.match(await pageIn('vi'), /Tạm không gọi.*từ 9 giờ 40, thứ Năm 26\/11\/2026; thử lại sau 10 giây/)
      const english = await pageIn('en')
      assert.match(english, /Left alone.*since 9:40, Thursday 26\/11\/2026; tried again in 10 seconds/)
      assert.deepEqual(await findMarkupErrors(english), [])
    }
  })
})
