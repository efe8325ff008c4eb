import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import {
  addTraffic,
  changeVersionState,
  enterSystem,
  grantRight,
  issueClientToken,
  issueKey,
  seedDemoExchange,
} from '#modules/exchange'
import { openPool, type Pool } from '#platform/db'
import { useApp } from '#test/whole-app'

const world = useApp()
const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const

let departments: StandInDepartments
/** The owner of the database, whom nothing forbids anything. */
let owner: Pool
let gatewayUrl = ''
let offeringId = ''

type System = Readonly<{ id: string; name: string; authorization: string }>
let tests: System

const doing = () => ({ context: world.context, actor })

async function takeToken(subsystemId: string, sandboxOfferingId: string | null = null): Promise<string> {
  const key = await issueKey(doing(), { subsystemId, code: 'x', days: 1, sandboxOfferingId })
  return `Bearer ${(await issueClientToken(world.context, key))?.accessToken}`
}

async function newSystem(subsystem: string, callsPerDay = 100_000): Promise<System> {
  const words = { class: 'GOV', member: 'H18', memberName: 'UBND tỉnh Điện Biên', contact: '0900 000 030' }
  const limits = { callsPerMinute: 10_000, callsPerDay }
  const id = await enterSystem(doing(), { ...words, ...limits, subsystem, name: subsystem })
  await grantRight(doing(), { subsystemId: id, offeringId, basis: 'thử', code: 'x' })
  return { id, name: `DBN/GOV/H18/${subsystem}`, authorization: await takeToken(id) }
}

type Sent = Readonly<{
  as?: System
  offering?: string
  path?: string
  method?: string
  id?: string
  body?: string
  signal?: AbortSignal
}>

async function call({ as = tests, path = '/v1/402', method = 'GET', id = 'x', ...to }: Sent = {}) {
  const { name, authorization } = as
  const { offering = 'H18.12/CIVIL/EXTRACTS', body = null, signal = null } = to
  const answer = await fetch(`${gatewayUrl}/r1/DBN/GOV/${offering}${path}`, {
    method,
    headers: { 'x-road-client': name, 'x-road-id': id, authorization },
    ...{ body, signal },
  })
  const text = await answer.text()
  const [error, requestHash] = ['error', 'request-hash'].map((name) => answer.headers.get(`x-road-${name}`))
  return { status: answer.status, error, requestHash, text }
}

const countToday = (subsystemId: string, calls: number, refusals: number) =>
  addTraffic(world.context.db, [
    {
      ...{ subsystemId, offeringId, calls, refusals, failures: 0, slowCalls: 0, bytesIn: 0, bytesOut: 0 },
      ...{ durationMsSum: 0, durationMsLongest: 0, minuteAt: world.context.clock.now() },
    },
  ])

const trialOf = async (system: System): Promise<System> => ({
  ...system,
  authorization: await takeToken(system.id, offeringId),
})

const kindsOf = async (messageId: string): Promise<string[]> => {
  const { rows } = await world.context.pool.query(
    'select kind from messagelog.log_entry where message_id = $1 order by number',
    [messageId],
  )
  return rows.map(({ kind }) => kind)
}

before(async () => {
  await world.ready
  const { connectionString } = world.context.pool.options as { connectionString: string }
  owner = openPool(connectionString, { role: 'none', max: 1 })
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
  const { rows } = await world.context.pool.query("select id from exchange.offering where code = 'EXTRACTS'")
  offeringId = rows[0].id
  tests = await newSystem('TESTS')
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  gatewayUrl = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`
})
after(async () => {
  await owner.end()
  await departments.close()
})

const sha512 = (what: string | Buffer): Buffer => createHash('sha512').update(what).digest()
/** What the line itself adds is no part of a message. */
const ofTheLine = ['connection', 'host', 'transfer-encoding']

test('an answer carries the hash of what the provider was sent: of its headers, and of its body when it has one', async () => {
  for (const sent of [{}, { method: 'POST', body: '{"ask":"x"}' }]) {
    const path = '/v1/402?b=%2F&a=1'
    const { requestHash } = await call({ path, ...sent })
    const lines = Object.entries(departments.requests.at(-1)?.headers ?? {})
      .filter(([name]) => !ofTheLine.includes(name))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => `${name}:${value}\r\n`)
    const target = `/r1/DBN/GOV/H18.12/CIVIL/EXTRACTS${path}`
    const headers = sha512(`${sent.method ?? 'GET'} ${target}\r\n${lines.join('')}`)
    const whole = sent.body ? sha512(Buffer.concat([headers, sha512(sent.body)])) : headers
    assert.equal(requestHash, whole.toString('base64'))
  }
})

describe('a log that cannot be written', () => {
  const refused = 'Server.ServerProxy.LoggingFailed'
  const breakLog = (kind: string) =>
    owner.query(`alter table messagelog.log_entry add constraint broken check (kind <> '${kind}') not valid`)
  const mendLog = () => owner.query('alter table messagelog.log_entry drop constraint broken')

  for (const [method, body] of [
    ['POST', '{"ask":1}'],
    ['POST', undefined],
    ['DELETE', undefined],
  ] as const)
    test(`of its request: ${method} with ${body?.length ?? 'no'} bytes is not carried out`, async () => {
      await breakLog('request')
      const seen = departments.requests.length
      const answer = await call({ method, id: 'lost', ...(body && { body }) })
      await mendLog()
      assert.equal(answer.error, refused)
      assert.match(answer.text, /was not passed on/)
      assert.equal(departments.requests.length, seen, 'the provider was called')
      assert.deepEqual(await kindsOf('lost'), [])
    })

  test('of its table: the caller is told, and nothing is carried out', async () => {
    await owner.query('alter table messagelog.log_entry rename to gone')
    const seen = departments.requests.length
    const answer = await call({ method: 'POST', path: '/create', body: '{}' })
    await owner.query('alter table messagelog.gone rename to log_entry')
    assert.equal(answer.error, refused)
    assert.match(answer.text, /was not passed on/)
    assert.equal(departments.requests.length, seen)
  })

  test('of its answer: the caller is told that it may have been carried out, and gets no part of it', async () => {
    for (const [method, fault] of [
      ['POST', 'none'],
      ['GET', 'none'],
      ['GET', 'down'],
    ] as const) {
      await breakLog('response')
      departments.setFault(fault)
      const body = method === 'POST' ? { body: '{"told":"nobody"}' } : {}
      const answer = await call({ method, id: `told-${method}-${fault}`, ...body })
      await mendLog()
      departments.setFault('none')
      assert.equal(answer.error, refused)
      assert.match(answer.text, /may have carried it out/)
      assert.ok(!answer.text.includes('nobody'))
      assert.equal((await kindsOf(`told-${method}-${fault}`))[0], 'request')
    }
  })
})

describe('a sandbox', () => {
  test('that fails is left alone, and production goes on', async () => {
    const { rows } = await world.context.pool.query(
      "update exchange.offering_version set sandbox_url = 'http://127.0.0.1:1' where offering_id = $1 returning id",
      [offeringId],
    )
    const version = { id: rows[0].id, offeringId, code: 'x', seen: 'in_force', notice: 'thử' } as const
    await changeVersionState(doing(), { ...version, state: 'maintenance' })
    await changeVersionState(doing(), { ...version, seen: 'maintenance', state: 'in_force', notice: null })
    const trial = await trialOf(tests)
    const errors = []
    for (let count = 0; count < 6; count += 1) errors.push((await call({ as: trial })).error)
    assert.equal(errors.at(-1), 'Server.ServerProxy.ServiceFailed.CircuitOpen')
    assert.equal((await call()).status, 200)
    await world.context.pool.query(
      "update exchange.offering_version set sandbox_url = provider_url || '/sandbox' where id = $1",
      [version.id],
    )
  })

  test('is open when the calls of the day are used up, and uses up none of them', async () => {
    const spent = await newSystem('SPENT', 1)
    await countToday(spent.id, 1, 0)
    assert.equal((await call({ as: spent })).status, 429)
    const trial = await trialOf(spent)
    assert.notEqual((await call({ as: trial })).status, 429)
  })
})

test('calls that were refused do not use up those of the day', async () => {
  const eager = await newSystem('EAGER', 3)
  await countToday(eager.id, 50, 48)
  assert.equal((await call({ as: eager })).status, 200)
})

test('what is written down of a day: neither calls of a sandbox, nor the time of refusals; whom a caller left is counted', async () => {
  const [trying, shut, leaving] = [
    await newSystem('TRYING'),
    await newSystem('SHUT'),
    await newSystem('LEAVING'),
  ]
  await call({ as: await trialOf(trying) })
  await call({ as: shut, offering: 'H18.15/LAND/PARCELS' })
  departments.setFault('silent')
  const before = departments.requests.length
  const caller = new AbortController()
  const left = call({ as: leaving, id: 'left', signal: caller.signal })
  while (departments.requests.length === before) await nextTurn()
  caller.abort()
  await assert.rejects(left, { name: 'AbortError' })
  departments.setFault('none')
  while ((await kindsOf('left')).length < 2) await nextTurn()
  await world.app.close()
  const { rows } = await world.context.pool.query(
    `select s.code, sum(calls)::int as calls, sum(failures)::int as failures, sum(refusals)::int as refusals,
       max(duration_ms_longest) as longest
     from exchange.traffic t join exchange.subsystem s on s.id = t.subsystem_id
     where s.id = any($1) group by s.code order by s.code`,
    [[trying.id, shut.id, leaving.id]],
  )
  const [{ longest, ...ofLeaving } = assert.fail(), ...rest] = rows
  assert.deepEqual(ofLeaving, { code: 'LEAVING', calls: 1, failures: 0, refusals: 0 })
  assert.ok(longest > 0)
  assert.deepEqual(rest, [{ code: 'SHUT', calls: 1, failures: 0, refusals: 1, longest: 0 }])
})
