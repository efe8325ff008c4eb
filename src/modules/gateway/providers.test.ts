import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createPlainServer } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { after, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { Temporal } from 'temporal-polyfill'
import { listenOnLoopback } from '#platform/loopback'
import { makeTlsAuthority } from '#test/certificates'
import { NotRecorded } from './log-call.ts'
import { openProviders, type ProviderAnswer, type ProviderCall } from './providers.ts'

const authority = makeTlsAuthority()
after(() => authority.remove())

const callOf = (base: string, more: Partial<ProviderCall> = {}): ProviderCall => ({
  ...{ key: 'v1', base, path: '/v1/x?y=1', showsCertificate: false, method: 'GET', headers: {}, body: null },
  timeoutMs: 10_000,
  ...more,
})

function codeOf(answer: ProviderAnswer): number | string {
  return answer.ok ? answer.answer.status : answer.fault.code
}

async function textOf(answer: ProviderAnswer): Promise<string> {
  const { body } = answer.ok ? answer.answer : { body: null }
  if (body instanceof Readable) return (await body.toArray()).join('')
  return String((await body?.read(1000))?.whole)
}

async function serve(answer: RequestListener) {
  const provider = await listenOnLoopback(createServer(answer))
  after(provider.stop)
  return provider.url
}

test('a provider that says nothing is given up when its time is over', async (t) => {
  const url = await serve(() => undefined)
  const providers = openProviders(null)
  t.after(providers.close)
  assert.equal(codeOf(await providers.call(callOf(url, { timeoutMs: 100 }))), 'timeout')
})

test('five failures in a row open the circuit; after its rest one call tries, and closes it or opens it again', async (t) => {
  const provider = { isDown: true, seen: 0 }
  let at = Temporal.Instant.from('2026-11-26T02:40:00Z')
  const url = await serve((_request, response) => {
    provider.seen += 1
    response.writeHead(provider.isDown ? 503 : 200).end()
  })
  const clock = { now: () => at }
  const resting = openProviders(null, { clock })
  const rested = openProviders(null, { restMs: 0, clock })
  t.after(resting.close)
  t.after(rested.close)
  const ask = async (providers: typeof resting, count: number) => {
    const codes = []
    for (let at = 0; at < count; at += 1) codes.push(codeOf(await providers.call(callOf(url))))
    return codes
  }
  assert.deepEqual(await ask(resting, 6), [503, 503, 503, 503, 503, 'circuit_open'])
  assert.equal(provider.seen, 5)
  const told = (providers: typeof resting) => {
    const [{ state, since, triesAt } = assert.fail()] = providers.states()
    return [state, since?.toString(), triesAt?.toString()]
  }
  assert.deepEqual(told(resting), ['open', '2026-11-26T02:40:00Z', '2026-11-26T02:40:10Z'])
  at = at.add({ minutes: 1 })
  await ask(rested, 6)
  assert.equal(provider.seen, 11, 'the sixth call was the one that tries')
  at = at.add({ minutes: 1 })
  await ask(rested, 1)
  assert.deepEqual(told(rested), ['open', '2026-11-26T02:41:00Z', '2026-11-26T02:42:00Z'])
  provider.isDown = false
  assert.deepEqual(await ask(rested, 2), [200, 200])
  assert.deepEqual(told(rested), ['closed', undefined, undefined])
})

test('while one call tries nobody waits for it; a caller that goes meanwhile breaks nothing, and proves nothing', async (t) => {
  const tried = Promise.withResolvers<void>()
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end()
  const url = await serve((request, response) => answer(request, response))
  const providers = openProviders(null, { restMs: 0 })
  t.after(providers.close)
  for (let count = 0; count < 5; count += 1) await providers.call(callOf(url))
  answer = () => tried.resolve()
  const callers = { trying: new PassThrough(), waiting: new PassThrough() }
  callers.trying.write('the first piece')
  const trial = providers.call(callOf(url, { method: 'POST', body: callers.trying }))
  await tried.promise
  assert.equal(codeOf(await providers.call(callOf(url))), 'circuit_open')
  const meanwhile = providers.call(callOf(url, { method: 'POST', body: callers.waiting }))
  callers.waiting.on('error', () => undefined)
  callers.waiting.destroy(new Error('the caller hung up'))
  assert.equal(codeOf(await meanwhile), 'circuit_open')
  callers.trying.destroy(new Error('the caller hung up'))
  assert.equal(codeOf(await trial), 'broken_off')
  assert.deepEqual(
    providers.states().map(({ state }) => state),
    ['open'],
  )
  answer = (_request, response) => void response.end()
  assert.equal(codeOf(await providers.call(callOf(url))), 200)
})

test('a body that broke before it could be sent is not sent', async (t) => {
  const url = await serve((_request, response) => void response.end())
  const providers = openProviders(null)
  t.after(providers.close)
  const body = new PassThrough()
  body.on('error', () => undefined)
  body.destroy(new Error('the caller hung up'))
  await nextTurn()
  assert.equal(codeOf(await providers.call(callOf(url, { method: 'POST', body }))), 'broken_off')
})

test('a call that gets no connection in its time is given up and not sent afterwards; a neighbour has its own', async (t) => {
  const taken = { hanging: 0, other: 0 }
  const all = Promise.withResolvers<void>()
  const url = await serve((request, response) => {
    if (request.url !== '/hangs') {
      taken.other += 1
      return void response.end()
    }
    taken.hanging += 1
    if (taken.hanging === 256) all.resolve()
  })
  const providers = openProviders(null)
  t.after(providers.close)
  const hanging = Array.from({ length: 256 }, () => providers.call(callOf(url, { path: '/hangs' })))
  await all.promise
  assert.equal(codeOf(await providers.call(callOf(url, { timeoutMs: 100 }))), 'timeout')
  assert.equal(taken.other, 0)
  assert.equal(codeOf(await providers.call(callOf(url, { key: 'v2' }))), 200)
  providers.close()
  await Promise.all(hanging)
  assert.equal(taken.other, 1)
})

test('a kept connection that the provider closes in the same moment costs nobody an answer', async (t) => {
  let connection = 0
  const server = createServer((request, response) => {
    // The second request of a connection meets a provider that has just hung up.
    if (Reflect.get(request.socket, 'isUsed')) return request.socket.destroy()
    connection += 1
    Reflect.set(request.socket, 'isUsed', true)
    return response.end('x')
  })
  const { url, stop } = await listenOnLoopback(server)
  const providers = openProviders(null)
  t.after(stop)
  t.after(providers.close)
  const ask = async (method: string) => {
    // A connection is free for the next request one turn of the event loop after its answer.
    await nextTurn()
    const answer = await providers.call(callOf(url, { method }))
    return answer.ok ? await textOf(answer) : answer.fault.code
  }
  assert.equal(await ask('GET'), 'x')
  assert.equal(await ask('GET'), 'x')
  assert.equal(connection, 2)
  assert.equal(await ask('GET'), 'x')
  assert.equal(await ask('POST'), 'unreachable', 'what may have been done is not sent twice')
})

test('a provider that asks for our certificate is shown it, and must have one of the same authorities', async (t) => {
  const ours = authority.issue('gateway')
  const theirs = authority.issue('provider')
  const options = { key: theirs.key, cert: theirs.certificate, ca: authority.certificate }
  const server = createTlsServer({ ...options, requestCert: true }, (request, response) =>
    response.end((request.socket as TLSSocket).getPeerCertificate().subject.CN),
  )
  const { url, stop } = await listenOnLoopback(server)
  const material = {
    key: String(ours.key),
    cert: String(ours.certificate),
    ca: [String(authority.certificate)],
  }
  const providers = openProviders({ inUse: () => material, follow: () => () => undefined })
  const without = openProviders(null)
  for (const close of [stop, providers.close, without.close]) t.after(close)
  const answer = await providers.call(callOf(url, { showsCertificate: true }))
  assert.equal(await textOf(answer), 'gateway')
  assert.equal(
    codeOf(await providers.call(callOf(url))),
    'not_trusted',
    'its authority is not one of the public ones',
  )
  assert.equal(codeOf(await without.call(callOf(url, { showsCertificate: true }))), 'no_certificate')
})

test('a request that could not be put on record is not ended, and that is not the fault of the provider', async (t) => {
  const url = await serve((request, response) => request.resume().once('end', () => response.end()))
  const providers = openProviders(null)
  t.after(providers.close)
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('the first piece')
        throw new NotRecorded('the disk is full')
      })(),
    )
  for (let count = 0; count < 6; count += 1)
    assert.equal(codeOf(await providers.call(callOf(url, { method: 'POST', body: broken() }))), 'not_logged')
  assert.equal(codeOf(await providers.call(callOf(url))), 200)
})

for (const head of ['099 x', '100 x', '101 x', '600 x', '999 x', 'x'])
  test(`an answer that begins with HTTP/1.1 ${head} is a bad one of the provider`, async (t) => {
    const server = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end(`HTTP/1.1 ${head}\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n`))
    })
    const provider = await listenOnLoopback(server)
    t.after(provider.stop)
    const providers = openProviders(null)
    t.after(providers.close)
    assert.equal(codeOf(await providers.call(callOf(provider.url))), 'bad_answer')
  })
