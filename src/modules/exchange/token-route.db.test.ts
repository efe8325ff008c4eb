import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { before, test } from 'node:test'
import {
  // biome-ignore lint/suspicious/noDeprecatedImports: it is marked so to stand out; used towards loopback only
  allowInsecureRequests,
  ClientSecretBasic,
  Configuration,
  clientCredentialsGrant,
} from 'openid-client'
import { useApp } from '#test/whole-app'
import { enterSystem, issueKey } from './index.ts'

const world = useApp()
const url = '/api/v1/exchange/token'
let issuer = ''
let key = { clientId: '', clientSecret: '' }
before(async () => {
  await world.ready
  const doing = { context: world.context, actor: { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const }
  const subsystemId = await enterSystem(doing, {
    ...{ class: 'GOV', member: 'H18', memberName: 'UBND tỉnh Điện Biên', contact: '0900 000 030' },
    ...{ subsystem: 'TESTS', name: 'Hệ thống thử', callsPerMinute: 1000, callsPerDay: 1000 },
  })
  key = await issueKey(doing, { subsystemId, code: 'x', days: 1, sandboxOfferingId: null })
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  issuer = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`
})

test('a client library of OAuth2 takes a token with its secret in HTTP Basic, and understands a refusal', async () => {
  const take = async (secret: string) => {
    const server = { issuer, token_endpoint: `${issuer}${url}` }
    const known = new Configuration(server, key.clientId, {}, ClientSecretBasic(secret))
    allowInsecureRequests(known)
    return await clientCredentialsGrant(known)
  }
  const taken = await take(key.clientSecret)
  assert.ok(taken.access_token)
  assert.equal(taken.token_type, 'bearer')
  await assert.rejects(take('sai+%:'), { status: 401, message: /WWW-Authenticate/ })
})

const ask = (payload: object | string, headers: Record<string, string> = {}) =>
  world.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  })

test('whatever is wrong is said in the words of OAuth2, as JSON that nobody keeps', async () => {
  const grant = { grant_type: 'client_credentials' }
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })
  for (const [status, error, answer] of [
    [400, 'invalid_request', await ask('{bad')],
    [400, 'invalid_request', await ask({})],
    [400, 'unsupported_grant_type', await ask({ grant_type: 'password' })],
    [401, 'invalid_client', await ask(grant)],
    [401, 'invalid_client', await ask(grant, basic('%zz:%'))],
    [401, 'invalid_client', await ask(grant, basic('no-secret'))],
    [401, 'invalid_client', await ask(grant, basic(`${key.clientId}:wrong`))],
  ] as const) {
    const said = answer.json()
    assert.deepEqual([answer.statusCode, said.error], [status, error])
    assert.ok(said.error_description)
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.headers['www-authenticate'], status === 401 ? 'Basic realm="exchange"' : undefined)
  }
})

test('who asks too often is told how long to wait', async () => {
  const grant = { grant_type: 'client_credentials', client_id: 'often' }
  const answers = []
  for (let count = 0; count < 61; count += 1) answers.push(await ask(grant))
  const last = answers.at(-1) ?? assert.fail()
  assert.deepEqual([last.statusCode, last.json().error], [429, 'temporarily_unavailable'])
  assert.ok(Number(last.headers['retry-after']) > 0)
})
