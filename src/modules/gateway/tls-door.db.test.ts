import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { request as openRequest } from 'node:https'
import { after, before, describe, test } from 'node:test'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import {
  addTraffic,
  changeVersionState,
  enterSystem,
  grantRight,
  seedDemoExchange,
  type VersionState,
} from '#modules/exchange'
import { exportPackage } from '#modules/messagelog'
import type { Environment } from '#platform/config'
import { makeTlsAuthority, type TlsIdentity } from '#test/certificates'
import { useApp } from '#test/whole-app'
import { gatewayGauges } from './figures.ts'
import { makeTlsServer, openTlsDoor, type TlsDoor } from './tls-door.ts'

const world = useApp()
const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const
const address = '/r1/DBN/GOV/H18.12/CIVIL/EXTRACTS/v1/402'
const authority = makeTlsAuthority()
const client = authority.issue('client')
const gateway = authority.issue('gateway')

let departments: StandInDepartments
let door: TlsDoor
let config: Environment
let offering = { id: '', version: '' }
let systemId = ''

const doing = () => ({ context: world.context, actor })
const newSystem = (subsystem: string, callsPerDay = 100_000) => {
  const words = { class: 'GOV', member: 'H18', memberName: 'UBND tỉnh Điện Biên', contact: '0900 000 030' }
  return enterSystem(doing(), { ...words, subsystem, name: subsystem, callsPerMinute: 10_000, callsPerDay })
}

const setState = async (seen: VersionState, state: VersionState, notice: string | null) => {
  const version = { id: offering.version, offeringId: offering.id, code: 'x' }
  assert.deepEqual(await changeVersionState(doing(), { ...version, seen, state, notice }), { ok: true })
}
/** What was changed behind the back of this process counts at once: any change of the register forgets what is remembered. */
const forget = async () => {
  await setState('in_force', 'maintenance', 'thử')
  await setState('maintenance', 'in_force', null)
}

/** As the administrator does it: by the form. */
const register = async (certificateSystem: string, { certificate }: Pick<TlsIdentity, 'certificate'>) =>
  await world.app.inject({
    method: 'POST',
    url: '/admin/exchange/certificates',
    headers: { ...(await world.as('administrator')), accept: 'text/html' },
    payload: { certificateSystem, certificate: certificate.toString() },
  })

type Shown = Readonly<{
  at?: TlsDoor
  as?: TlsIdentity | null
  name?: string
  method?: string
  id?: string
  body?: string
}>

async function call({
  at = door,
  as = client,
  name = 'CERTIFIED',
  method = 'GET',
  id = 'tls',
  body,
}: Shown = {}) {
  const request = openRequest({
    ...{ host: '127.0.0.1', port: at.port, path: address, method, agent: false, ca: authority.certificate },
    ...(as && { key: as.key, cert: as.certificate }),
    headers: { 'x-road-client': `DBN/GOV/H18/${name}`, 'x-road-id': id },
  })
  request.end(body)
  const [answer] = await once(request, 'response')
  const text = (await answer.toArray()).join('')
  return { status: answer.statusCode, error: answer.headers['x-road-error'], text }
}

before(async () => {
  await world.ready
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
  const { rows } = await world.context.pool.query(
    `select o.id, v.id as version from exchange.offering o join exchange.offering_version v on v.offering_id = o.id
     where o.code = 'EXTRACTS'`,
  )
  offering = rows[0]
  systemId = await newSystem('CERTIFIED')
  await grantRight(doing(), { subsystemId: systemId, offeringId: offering.id, basis: 'thử', code: 'x' })
  config = {
    ...world.context.config,
    ...{ EXCHANGE_TLS_PORT: 0, EXCHANGE_TLS_KEY_FILE: gateway.keyFile },
    EXCHANGE_TLS_CERTIFICATE_FILE: gateway.certificateFile,
    EXCHANGE_TLS_CA_FILE: authority.certificateFile,
  }
  door = (await openTlsDoor(world.app, { ...world.context, config })) as TlsDoor
})
after(async () => {
  await door.stop()
  await departments.close()
  authority.remove()
})

describe('a system with a certificate', () => {
  const refused = 'Server.ClientProxy.SslAuthenticationFailed'

  test('calls without a token once an administrator has registered it, and in its own name alone', async () => {
    assert.equal((await call()).error, refused, 'nobody has registered it')
    assert.equal((await register(systemId, client)).statusCode, 303)
    const again = await register(systemId, client)
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /đã được đăng ký[\s\S]*BEGIN CERTIFICATE/, 'what was pasted stands there still')
    const answer = await call()
    assert.equal(answer.status, 200)
    assert.equal(JSON.parse(answer.text).number, '402/TLKS-BS')
    assert.equal((await call({ name: 'MOTCUA' })).error, 'Client.NotAuthenticated')
  })

  test('is refused without one, with one of strangers, or with one that has ended', async () => {
    assert.equal((await call({ as: null })).error, refused)
    const stranger = makeTlsAuthority()
    assert.match((await call({ as: stranger.issue('client') })).text, /unable to verify|UNABLE_TO_VERIFY/)
    stranger.remove()
    const ended = authority.issue('ended', -1)
    assert.match((await call({ as: ended })).text, /CERT_HAS_EXPIRED/)
    assert.equal((await register(systemId, { certificate: Buffer.from('not one') })).statusCode, 422)
  })

  test('is refused as soon as its certificate was revoked', async () => {
    const other = authority.issue('other')
    await register(systemId, other)
    assert.equal((await call({ as: other })).status, 200)
    const { rows } = await world.context.pool.query(
      "select client_id from exchange.credential where certificate_subject like '%CN=other%'",
    )
    const url = `/admin/exchange/keys/${rows[0].client_id}/revoke`
    const body = { reason: 'Lộ khóa' }
    await world.app.inject({ method: 'POST', url, body, headers: await world.as('administrator') })
    assert.equal((await call({ as: other })).error, refused)
  })

  test('is refused when its authority has revoked it, and told so', async (t) => {
    const listed = authority.issue('listed')
    await register(systemId, listed)
    authority.revoke(listed)
    const file = `${authority.certificateFile}.list`
    writeFileSync(file, authority.list())
    const withLists = { ...world.context, config: { ...config, EXCHANGE_TLS_CRL_FILE: file } }
    const at = (await openTlsDoor(world.app, withLists)) as TlsDoor
    t.after(at.stop)
    const answer = await call({ at, as: listed })
    assert.equal(answer.error, refused)
    assert.match(answer.text, /CERT_REVOKED/)
    assert.equal((await call({ at })).status, 200)
  })
})

describe('the guards of a call', () => {
  test('under maintenance the callers are told what the notice says, and the provider is not asked', async () => {
    await setState('in_force', 'maintenance', 'Nâng cấp đến 22 giờ.')
    const seen = departments.requests.length
    const answer = await call()
    assert.equal(answer.error, 'Server.ServerProxy.ServiceDisabled')
    assert.match(JSON.parse(answer.text).message, /Nâng cấp đến 22 giờ\./)
    assert.equal(departments.requests.length, seen)
    await setState('maintenance', 'in_force', null)
  })

  test('when the calls of a day are used up, the next one waits until midnight', async () => {
    const id = await newSystem('SPARING', 3)
    await grantRight(doing(), { subsystemId: id, offeringId: offering.id, basis: 'thử', code: 'x' })
    await register(id, client)
    const minute = {
      subsystemId: id,
      offeringId: offering.id,
      calls: 3,
      failures: 0,
      refusals: 0,
      slowCalls: 0,
    }
    const sums = { durationMsSum: 3, durationMsLongest: 1, bytesIn: 0, bytesOut: 0 }
    await addTraffic(world.context.db, [{ ...minute, ...sums, minuteAt: world.context.clock.now() }])
    const answer = await call({ name: 'SPARING' })
    assert.equal(answer.status, 429)
    assert.match(answer.text, /used up/)
  })

  test('a provider that trickles is broken off, and one that is silent given up', async () => {
    const patience = (ms: number) =>
      world.context.pool.query('update exchange.offering_version set timeout_ms = $1 where id = $2', [
        ms,
        offering.version,
      ])
    await patience(1000)
    await forget()
    departments.setFault('silent')
    assert.match((await call()).text, /in time/)
    departments.setFault('trickle')
    await assert.rejects(
      call(),
      /aborted|socket hang up|ECONNRESET/,
      'its answer had begun: the connection breaks',
    )
    departments.setFault('none')
    await patience(10_000)
  })

  test('bodies are kept with the message where the offering says so, and stand in its package', async () => {
    await world.context.pool.query('update exchange.offering_version set keep_body_bytes = 100 where id = $1', [
      offering.version,
    ])
    await forget()
    const body = '{"hỏi":"402"}'
    assert.equal((await call({ method: 'POST', id: 'kept', body })).text, body)
    await call({ method: 'POST', id: 'long', body: 'x'.repeat(101) })
    const bodiesOf = async (id: string) => {
      const file = await exportPackage(world.context, id, {
        timestamps: null,
        actor: { kind: 'system' } as never,
      })
      const { content } = JSON.parse(Buffer.from(file).toString())
      return content.records.map((record: { body: string | null }) => record.body)
    }
    const kept = Buffer.from(body).toString('base64')
    assert.deepEqual(await bodiesOf('kept'), [kept, kept])
    assert.deepEqual(await bodiesOf('long'), [null, null])
  })

  test('what happened is measured: calls of each offering, refusals by their code, breakers', async () => {
    const [calls, , refusals, breakers] = await Promise.all(
      gatewayGauges(world.context).map(({ read }) => read()),
    )
    assert.ok(Number(Reflect.get(calls as object, 'DBN/GOV/H18.12/CIVIL/EXTRACTS')) >= 4)
    assert.equal(Reflect.get(refusals as object, 'maintenance'), 1)
    assert.deepEqual(breakers, { 'DBN/GOV/H18.12/CIVIL/EXTRACTS/v1': 0 })
  })
})

test('who is slow with the headers, or opens very many connections, is not waited for', () => {
  const [key, cert, ca] = [gateway.key, gateway.certificate, authority.certificate].map(String)
  assert.ok(key && cert && ca)
  const { server } = makeTlsServer(world.app, { key, cert, ca: [ca] })
  assert.equal(server.headersTimeout, 30_000)
  assert.equal(server.requestTimeout, 0, 'a long body may take its time')
  assert.ok(server.maxConnections > 0)
})
