import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLog } from '#platform/log'
import { passVneid } from '#test/vneid-browser'
import { openVneid, type StandInVneid, startStandInVneid } from './index.ts'

const redirectUri = 'http://127.0.0.1:8080/sign-in/callback'
const log = openLog('silent')
let started: Promise<StandInVneid> | undefined
const standIn = (): Promise<StandInVneid> => {
  started ??= startStandInVneid({ redirectUris: [redirectUri] })
  return started
}
after(async () => (await started)?.stop())

const openClient = async (changes: Partial<Parameters<typeof openVneid>[0]> = {}) =>
  openVneid({ ...(await standIn()), redirectUri, log, ...changes })

async function begin(level: 1 | 2 = 1, client?: Awaited<ReturnType<typeof openClient>>) {
  const opened = client ?? (await openClient())
  const begun = await opened.begin(level)
  assert.ok(begun.ok)
  return { client: opened, ...begun }
}
const queryOf = (address: string): string => new URL(address).search.slice(1)

test('a person of level 2 comes back with name, personal id and date of birth', async () => {
  const { client, url, secrets } = await begin()
  const finished = await client.finish(queryOf(await passVneid(url, '999000000017')), secrets)
  assert.deepEqual(finished, {
    ok: true,
    citizen: {
      personalId: '999000000017',
      fullName: 'LÒ THỊ MAI HƯƠNG',
      birthDate: '1997-03-14',
      assuranceLevel: 2,
      phone: '0900000017',
      email: 'mai.huong@motcua.example',
    },
  })
})

test('a person of level 1 stays level 1, also when level 2 was asked for; a year may be all that is known of a birth', async () => {
  const { client, url, secrets } = await begin(2)
  const finished = await client.finish(queryOf(await passVneid(url, '999000000062')), secrets)
  assert.ok(finished.ok)
  assert.deepEqual([finished.citizen.assuranceLevel, finished.citizen.birthDate], [1, '1949'])
})

test('the request carries PKCE, state and nonce, and only the scope that is needed', async () => {
  const { url } = await begin()
  const asked = new URL(url).searchParams
  assert.equal(asked.get('code_challenge_method'), 'S256')
  assert.equal(asked.get('scope'), 'openid')
  for (const name of ['state', 'nonce', 'code_challenge', 'acr_values']) assert.ok(asked.get(name), name)
})

test('who stops at the provider is told so', async () => {
  const { client, url, secrets } = await begin()
  const finished = await client.finish(queryOf(await passVneid(url, null)), secrets)
  assert.deepEqual(finished, { ok: false, code: 'cancelled' })
})

test('an answer to another sign-in is not taken: state, nonce and code verifier each belong to one', async () => {
  for (const name of ['state', 'nonce', 'codeVerifier'] as const) {
    const { client, url, secrets } = await begin()
    const other = await begin()
    const mixed = { ...secrets, [name]: other.secrets[name] }
    const finished = await client.finish(queryOf(await passVneid(url, '999000000017')), mixed)
    assert.equal(finished.ok, false, name)
  }
})

test('a wrong state or nonce is called by its name', async () => {
  const { client, url, secrets } = await begin()
  const query = queryOf(await passVneid(url, '999000000017'))
  const notOurs = { ok: false, code: 'answer_not_ours' }
  assert.deepEqual(await client.finish(query, { ...secrets, state: 'x' }), notOurs)
  assert.deepEqual(await client.finish(query, { ...secrets, nonce: 'x' }), notOurs)
})

test('a code is good once', async () => {
  const { client, url, secrets } = await begin()
  const query = queryOf(await passVneid(url, '999000000017'))
  assert.equal((await client.finish(query, secrets)).ok, true)
  assert.deepEqual(await client.finish(query, secrets), { ok: false, code: 'code_used' })
})

test('each sign-in asks who it is: the next person at the screen is not taken for the last', async () => {
  const cookies = new Map<string, string>()
  for (const personalId of ['999000000017', '999000000048']) {
    const { client, url, secrets } = await begin()
    const finished = await client.finish(queryOf(await passVneid(url, personalId, cookies)), secrets)
    assert.equal(finished.ok && finished.citizen.personalId, personalId)
  }
})

test('a provider that does not answer stops nobody but the sign-in, and is asked again the next time', async () => {
  const gone = await startStandInVneid({ redirectUris: [redirectUri] })
  await gone.stop()
  const client = await openClient({ ...gone })
  const unavailable = { ok: false, code: 'provider_unavailable' }
  assert.deepEqual(await client.begin(1), unavailable)
  const back = await startStandInVneid({
    ...gone,
    redirectUris: [redirectUri],
    port: Number(new URL(gone.issuer).port),
  })
  assert.equal((await client.begin(1)).ok, true)
  const { url, secrets } = await begin(1, client)
  const query = queryOf(await passVneid(url, '999000000017'))
  await back.stop()
  assert.deepEqual(await client.finish(query, secrets), unavailable)
})

test('an address that is not ours is not sent back to', async () => {
  const { url } = await begin()
  const elsewhere = new URL(url)
  elsewhere.searchParams.set('redirect_uri', 'http://127.0.0.1:9/elsewhere')
  await assert.rejects(passVneid(elsewhere.href, '999000000017'), /no form: 400/)
})
