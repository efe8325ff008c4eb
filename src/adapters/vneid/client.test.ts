import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { openSecureFront } from '#adapters/secure-front'
import { openLog } from '#platform/log'
import { listenOnLoopback } from '#platform/loopback'
import { readAtMost } from '#platform/read-at-most'
import { passVneid, signOutOfVneid } from '#test/vneid-browser'
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
  assert.ok(finished.ok)
  assert.deepEqual(finished.identified.citizen, {
    personalId: '999000000017',
    fullName: 'LÒ THỊ MAI HƯƠNG',
    birthDate: '1997-03-14',
    assuranceLevel: 2,
    phone: '0900000017',
    email: 'mai.huong@motcua.example',
  })
  const { subject, told } = finished.identified
  assert.match(subject.sub, /^vneid-/)
  const state = new Map(told.map((claim) => [claim.name, claim]))
  assert.equal(state.get('SoDinhDanh')?.value, '999000000017')
  assert.deepEqual([state.get('NhomMau')?.state, state.get('NhomMau')?.value], ['not_kept', null])
})

test('the short set of VNeID has neither telephone nor mailbox, and that is said', async () => {
  const { client, url, secrets } = await begin(2)
  const finished = await client.finish(queryOf(await passVneid(url, '999000000079')), secrets)
  assert.ok(finished.ok)
  assert.equal(finished.identified.citizen.assuranceLevel, 2)
  const missing = finished.identified.told.filter(({ state }) => state === 'missing')
  assert.deepEqual(
    missing.map(({ means }) => means),
    ['phone', 'email'],
  )
})

test('the account of an organisation names the organisation and the person who uses it', async () => {
  const { client, url, secrets } = await begin(2)
  const finished = await client.finish(queryOf(await passVneid(url, '0109999002')), secrets)
  assert.ok(finished.ok)
  const { citizen, organisation } = finished.identified
  assert.deepEqual(organisation, {
    ...{ kind: 'enterprise', number: '0109999002', name: 'CÔNG TY TNHH HƯ CẤU NẬM RỐM' },
  })
  assert.equal(citizen.personalId, '999000000024')
})

test('a person of level 1 stays level 1, also when level 2 was asked for; a year may be all that is known of a birth', async () => {
  const { client, url, secrets } = await begin(2)
  const finished = await client.finish(queryOf(await passVneid(url, '999000000062')), secrets)
  assert.ok(finished.ok)
  const { assuranceLevel, birthDate } = finished.identified.citizen
  assert.deepEqual([assuranceLevel, birthDate], [1, '1949'])
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
    assert.equal(finished.ok && finished.identified.citizen.personalId, personalId)
  }
})

test('a provider that does not answer stops nobody but the sign-in, and is asked again the next time', async () => {
  const gone = await startStandInVneid({ redirectUris: [redirectUri] })
  await gone.stop()
  const client = await openClient({ ...gone })
  const unavailable = { ok: false, code: 'provider_unavailable' }
  assert.partialDeepStrictEqual(await client.begin(1), unavailable)
  const back = await startStandInVneid({
    ...gone,
    redirectUris: [redirectUri],
    port: Number(new URL(gone.issuer).port),
  })
  assert.equal((await client.begin(1)).ok, true)
  const { url, secrets } = await begin(1, client)
  const query = queryOf(await passVneid(url, '999000000017'))
  await back.stop()
  assert.partialDeepStrictEqual(await client.finish(query, secrets), unavailable)
})

test('who would be sent to a provider that went away since is told here, and who has been there still comes back', async () => {
  const own = await startStandInVneid({ redirectUris: [redirectUri] })
  const client = await openClient({ ...own, timeoutSeconds: 3, descriptionLivesMs: 0 })
  const { url, secrets } = await begin(1, client)
  const query = queryOf(await passVneid(url, '999000000017'))
  own.setFault('down')
  assert.partialDeepStrictEqual(await client.begin(1), { ok: false, code: 'provider_unavailable' })
  own.setFault(null)
  assert.equal((await client.finish(query, secrets)).ok, true)
  assert.equal((await client.begin(1)).ok, true)
  await own.stop()
})

test('reached elsewhere than people open it, it is the same provider; its certificate has expired: nobody signs in', async (t) => {
  const { issuer } = await standIn()
  const front = await openSecureFront(issuer)
  t.after(front.stop)
  const open = () => openClient({ reachedAt: front.url })
  const { client, url, secrets } = await begin(1, await open())
  assert.equal(new URL(url).origin, issuer)
  const query = queryOf(await passVneid(url, '999000000017'))
  assert.equal((await client.finish(query, secrets)).ok, true)
  front.show('expired')
  const fresh = await open()
  assert.partialDeepStrictEqual(await fresh.begin(1), { ok: false, code: 'provider_unavailable' })
  // The first may have met the end of a connection that was kept.
  const why = 'its certificate has expired: CERT_HAS_EXPIRED'
  assert.deepEqual(await fresh.begin(1), { ok: false, code: 'provider_unavailable', why })
})

test('an address that is not ours is not sent back to', async () => {
  const { url } = await begin()
  const elsewhere = new URL(url)
  elsewhere.searchParams.set('redirect_uri', 'http://127.0.0.1:9/elsewhere')
  await assert.rejects(passVneid(elsewhere.href, '999000000017'), /no form: 400/)
})

const faults = [
  ['slow', 'provider_unavailable'],
  ['drip', 'provider_unavailable'],
  ['garbage', 'provider_garbled'],
  ['huge', 'provider_garbled'],
  ['wrong_signature', 'proof_refused'],
  ['clock_skew', 'clock_wrong'],
  ['incomplete', 'person_incomplete'],
] as const

test('whatever the provider suffers, nobody is signed in, the reason is said, and the next sign-in is whole', async () => {
  const own = await startStandInVneid({ redirectUris: [redirectUri] })
  const client = await openClient({ ...own, timeoutSeconds: 3, keyCooldownMs: 0 })
  for (const [fault, code] of faults) {
    const { url, secrets } = await begin(2, client)
    const query = queryOf(await passVneid(url, '999000000017'))
    own.setFault(fault)
    assert.partialDeepStrictEqual(await client.finish(query, secrets), { ok: false, code }, fault)
    own.setFault(null)
    const again = await begin(2, client)
    const answered = await client.finish(queryOf(await passVneid(again.url, '999000000017')), again.secrets)
    assert.equal(answered.ok, true, `after ${fault}`)
  }
  own.setFault('key_rotation')
  const { url, secrets } = await begin(2, client)
  const rotated = await client.finish(queryOf(await passVneid(url, '999000000017')), secrets)
  assert.equal(rotated.ok, true, 'a new key is fetched when it is met')
  own.setFault('down')
  const fresh = await openClient({ ...own, timeoutSeconds: 3 })
  assert.partialDeepStrictEqual(await fresh.begin(1), { ok: false, code: 'provider_unavailable' })
  own.setFault('garbage')
  assert.partialDeepStrictEqual(await fresh.begin(1), { ok: false, code: 'provider_garbled' })
  await own.stop()
})

test('calls and answers get lost: a sign-in fails with its reason or is whole, and soon one is whole', async () => {
  const own = await startStandInVneid({ redirectUris: [redirectUri] })
  const client = await openClient({ ...own, timeoutSeconds: 3 })
  await client.begin(1)
  own.setFault('lossy')
  const heard: string[] = []
  for (let tries = 0; tries < 6; tries += 1) {
    const begun = await client.begin(1)
    assert.ok(begun.ok, 'what the provider says of itself is known')
    const finished = await client.finish(queryOf(await passVneid(begun.url, '999000000017')), begun.secrets)
    heard.push(finished.ok ? finished.identified.citizen.personalId : finished.code)
  }
  assert.deepEqual(new Set(heard), new Set(['999000000017', 'provider_unavailable']))
  await own.stop()
})

test('signing out there tells us by a token that is proved, for this client, for this event', async () => {
  const received: string[] = []
  const ear = await listenOnLoopback(
    createServer(async (request, response) => {
      const body = (await readAtMost(request, 20_000)).toString()
      received.push(new URLSearchParams(body).get('logout_token') ?? '')
      response.end()
    }),
  )
  const own = await startStandInVneid({ redirectUris: [redirectUri], backChannelLogoutUri: ear.url })
  const client = await openClient({ ...own })
  const cookies = new Map<string, string>()
  const { url, secrets } = await begin(2, client)
  const finished = await client.finish(queryOf(await passVneid(url, '999000000017', cookies)), secrets)
  assert.ok(finished.ok)
  const there = await client.endSession(finished.identified)
  const back = await signOutOfVneid(there ?? '', cookies)
  assert.equal(back, 'http://127.0.0.1:8080/signed-out')
  const [token = ''] = received
  const read = await client.readLogoutToken(token)
  assert.ok(read.ok)
  const { subject, providerSession } = finished.identified
  assert.deepEqual([read.issuer, read.sub, read.providerSession], [own.issuer, subject.sub, providerSession])
  const [head = '', body = '', mark = ''] = token.split('.')
  const forged = [
    [head, Buffer.from(JSON.stringify({ sub: 'x' })).toString('base64url'), mark].join('.'),
    `${head}.${body}.`,
    finished.identified.idToken,
    'rubbish',
    'x'.repeat(20_000),
  ]
  for (const one of forged) assert.equal((await client.readLogoutToken(one)).ok, false)
  const stranger = await openClient({ ...own, clientId: 'another' })
  assert.deepEqual(await stranger.readLogoutToken(token), { ok: false, reason: 'not_proved' })
  await own.stop()
  const deaf = await openClient({ ...own })
  assert.deepEqual(await deaf.readLogoutToken(token), { ok: false, reason: 'keys_unavailable' })
  assert.equal(await deaf.endSession({ idToken: '' }), null)
  await ear.stop()
})

test('a provider whose description has no end of session: the address that it named with the claims is the way out', async () => {
  const issuer = 'http://127.0.0.1:1'
  const description = JSON.stringify({
    issuer,
    ...{
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
    },
  })
  const bare = await listenOnLoopback(
    createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(description),
    ),
  )
  const client = await openClient({ issuer, reachedAt: bare.url })
  const logoutUrl = `${issuer}/logout?token=x`
  assert.equal(await client.endSession({ idToken: 'x', logoutUrl }), logoutUrl)
  assert.equal(await client.endSession({ idToken: 'x', logoutUrl: null }), null)
  await bare.stop()
})
