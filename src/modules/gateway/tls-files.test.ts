import assert from 'node:assert/strict'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ClientRequest, IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Agent, createServer, request as openRequest } from 'node:https'
import { connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duplex, Readable } from 'node:stream'
import { after, type TestContext, test } from 'node:test'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { ConfigError } from '#platform/config'
import { openLog } from '#platform/log'
import { listenOnLoopback } from '#platform/loopback'
import { makeTlsAuthority, type TlsIdentity } from '#test/certificates'
import { openProviders, type ProviderAnswer } from './providers.ts'
import { certificateOf, makeTlsServer } from './tls-door.ts'
import { openTlsFiles } from './tls-files.ts'
import type { TlsFault } from './tls-material.ts'

const authority = makeTlsAuthority()
const other = makeTlsAuthority('Other authority')
const client = authority.issue('client')
const [first, second] = [authority.issue('first'), authority.issue('second')]
after(authority.remove)
after(other.remove)

/** The four files in a folder of their own, and what was logged. */
function lay(t: TestContext, list?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-tls-files-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)
  const put = (part: 'key' | 'cert' | 'ca' | 'crl', text: string | Buffer) => writeFileSync(at(part), text)
  copyFileSync(first.keyFile, at('key'))
  copyFileSync(first.certificateFile, at('cert'))
  put('ca', `${authority.certificate}\n${other.certificate}`)
  if (list !== undefined) put('crl', list)
  const config = {
    ...{ EXCHANGE_TLS_KEY_FILE: at('key'), EXCHANGE_TLS_CERTIFICATE_FILE: at('cert') },
    EXCHANGE_TLS_CA_FILE: at('ca'),
    ...(list !== undefined && { EXCHANGE_TLS_CRL_FILE: at('crl') }),
  }
  const said: string[] = []
  const why: string[] = []
  const write = (line: string) => {
    const { msg, err } = JSON.parse(line)
    said.push(msg)
    why.push(err.message)
  }
  const log = openLog('error', { write })
  const open = () => {
    const files = openTlsFiles({ config, log })
    assert.ok(files)
    return files
  }
  return { config, log, said, why, put, open }
}

/** A door whose answers say what it thinks of the certificate it was shown. */
async function openDoor(t: TestContext, files: ReturnType<ReturnType<typeof lay>['open']>) {
  const held: ServerResponse[] = []
  const routing: RequestListener = (request, response) => {
    response.write(certificateOf(request)?.problem ?? 'trusted')
    if (request.url === '/r1/held') held.push(response)
    else response.end()
  }
  const { server, take } = makeTlsServer({ routing } as never, files.inUse())
  files.follow(() => take(files.inUse()))
  const { port, stop } = await listenOnLoopback(server)
  t.after(stop)
  return { port, held, server }
}

type Asked = Readonly<{ as?: TlsIdentity; agent?: Agent; path?: string }>

const send = (port: number, { as = client, agent, path = '/r1/x' }: Asked = {}): ClientRequest =>
  openRequest({
    ...{ host: '127.0.0.1', port, path, agent: agent ?? false, rejectUnauthorized: false },
    ...{ key: as.key, cert: as.certificate },
  }).end()

/** What the door said, whose certificate it showed, and whether it took up a session of before. */
async function ask(port: number, asked: Asked = {}) {
  const [answer] = (await once(send(port, asked), 'response')) as [IncomingMessage]
  const socket = answer.socket as TLSSocket
  const [name, isTakenUp] = [socket.getPeerX509Certificate()?.subject, socket.isSessionReused()]
  return { said: (await answer.toArray()).join(''), shown: name?.replace('CN=', ''), isTakenUp }
}

test('key and certificate are replaced one after the other: until both fit, those of before are in use', async (t) => {
  const { open, put, said } = lay(t)
  const files = open()
  const { port } = await openDoor(t, files)
  assert.deepEqual(await ask(port), { said: 'trusted', shown: 'first', isTakenUp: false })
  put('key', second.key)
  files.lookAgain()
  files.lookAgain()
  assert.deepEqual(files.problem(), { code: 'other_key' })
  assert.equal(said.length, 1, 'it is said once')
  assert.equal((await ask(port)).shown, 'first')
  put('cert', second.certificate)
  files.lookAgain()
  assert.equal(files.problem(), null)
  assert.deepEqual(await ask(port), { said: 'trusted', shown: 'second', isTakenUp: false })
})

test('a file that is gone, broken off or none of its kind leaves what is in use', (t) => {
  const { config, open, put, said, why } = lay(t, `${authority.list()}\n${other.list()}`)
  const files = open()
  const before = files.inUse()
  const whole = String(authority.certificate)
  const broken: readonly (readonly ['key' | 'cert' | 'ca' | 'crl', string, TlsFault['code']])[] = [
    ['ca', `${whole}${whole.slice(0, 200)}`, 'broken_off'],
    ['ca', '', 'no_pem'],
    ['ca', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'malformed'],
    ['crl', authority.list().slice(0, 100), 'no_pem'],
    ['crl', '-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----', 'malformed'],
    ['cert', 'none', 'malformed'],
    ['key', 'none', 'malformed'],
  ]
  const whenWhole = { key: first.key, cert: first.certificate, ca: whole, crl: authority.list() }
  for (const [part, text, code] of broken) {
    put(part, text)
    files.lookAgain()
    assert.deepEqual(files.problem(), { code, part })
    assert.equal(files.inUse(), before)
    put(part, whenWhole[part])
  }
  rmSync(config.EXCHANGE_TLS_KEY_FILE)
  files.lookAgain()
  assert.deepEqual(files.problem(), { code: 'unreadable', part: 'key' })
  assert.match(String(why.at(-1)), /KEY_FILE: .* cannot be read/, 'the log says where it lies')
  put('key', first.key)
  files.lookAgain()
  assert.equal(files.problem(), null, 'the same is there again')
  assert.equal(said.length, broken.length + 1)
})

test('at the start files that cannot be used are refused, and none at all are none', (t) => {
  const { config, log, put } = lay(t)
  assert.equal(openTlsFiles({ config: {}, log }), null)
  const { EXCHANGE_TLS_KEY_FILE: _, ...withoutKey } = config
  assert.throws(() => openTlsFiles({ config: withoutKey, log }), /EXCHANGE_TLS_KEY_FILE is missing/)
  put('key', second.key)
  assert.throws(() => openTlsFiles({ config, log }), ConfigError)
})

test('who is on a list is refused, the others go on; a list that is replaced while running counts', async (t) => {
  const ca = makeTlsAuthority('Listing')
  t.after(ca.remove)
  const [whole, revoked] = [ca.issue('whole'), ca.issue('revoked')]
  const lists = () => `${other.list()}\n${ca.list()}`
  const { open, put } = lay(t, lists())
  put('ca', `${ca.certificate}\n${other.certificate}`)
  const files = open()
  const { port, held } = await openDoor(t, files)
  const sayOf = async (as: TlsIdentity, more: Asked = {}) => (await ask(port, { as, ...more })).said
  assert.equal(await sayOf(revoked), 'trusted')
  assert.equal(await sayOf(other.issue('of another')), 'trusted', 'the file has a list of each authority')
  const kept = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => kept.destroy())
  const idle = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => idle.destroy())
  assert.equal(await sayOf(revoked, { agent: idle }), 'trusted')
  const idleEnds = once(Object.values(idle.freeSockets)[0]?.[0] as TLSSocket, 'close')
  const underWay = send(port, { as: revoked, agent: kept, path: '/r1/held' })
  const [answer] = (await once(underWay, 'response')) as [IncomingMessage]
  const underWayEnds = once(answer.socket, 'close')

  ca.revoke(revoked)
  put('crl', lists())
  files.lookAgain()
  assert.equal(await sayOf(revoked), 'CERT_REVOKED')
  assert.equal(await sayOf(whole), 'trusted')
  await idleEnds
  assert.equal(await sayOf(revoked, { agent: idle }), 'CERT_REVOKED', 'what lay idle does not live on')
  held[0]?.end(' to the end')
  assert.equal((await answer.toArray()).join(''), 'trusted to the end', 'nothing under way is broken off')
  await underWayEnds
  assert.equal(await sayOf(revoked, { agent: kept }), 'CERT_REVOKED', 'and nothing comes after it')

  put('crl', `${other.list()}\n${ca.list('ended')}`)
  files.lookAgain()
  assert.equal(await sayOf(whole), 'CRL_HAS_EXPIRED')
  put('crl', other.list())
  files.lookAgain()
  assert.equal(await sayOf(whole), 'UNABLE_TO_GET_CRL', 'each authority needs one')
})

/** A door with a list, what revokes a certificate of its authority while it runs, and a connection to it with that. */
async function openListing(t: TestContext) {
  const ca = makeTlsAuthority('Waiting')
  t.after(ca.remove)
  const revoked = ca.issue('revoked')
  const { open, put } = lay(t, ca.list())
  put('ca', ca.certificate)
  const files = open()
  const { port, held, server } = await openDoor(t, files)
  const revoke = () => {
    ca.revoke(revoked)
    put('crl', ca.list())
    files.lookAgain()
  }
  const identity = { key: revoked.key, cert: revoked.certificate, rejectUnauthorized: false }
  const connectBy = (socket: Socket) => connectTls({ ...identity, socket })
  return { port, held, server, revoke, connectBy }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`

/** All that comes on a connection until it ends, however it does. */
async function readAll(socket: Duplex): Promise<string> {
  let text = ''
  socket.on('data', (piece) => {
    text += piece
  })
  socket.on('error', () => {})
  await new Promise((ended) => socket.once('close', ended))
  return text
}

test('who has shaken hands before the list changed, and asks after it, is not believed', async (t) => {
  const { port, server, revoke, connectBy } = await openListing(t)
  const secured = once(server, 'secureConnection')
  const socket = connectBy(connectTcp(port, '127.0.0.1'))
  const said = readAll(socket)
  await secured
  revoke()
  socket.write(get('/r1/x'))
  assert.equal(await said, '')
})

test('who opens a connection before the list changed, and shakes hands after it, is not believed', async (t) => {
  const { port, server, revoke, connectBy } = await openListing(t)
  const opened = once(server, 'connection')
  const raw = connectTcp(port, '127.0.0.1')
  await opened
  revoke()
  const socket = connectBy(raw)
  socket.write(get('/r1/x'))
  assert.equal(await readAll(socket), '')
})

test('what is asked behind a request that was under way when the list changed is told to connect anew', async (t) => {
  const { port, held, server, revoke, connectBy } = await openListing(t)
  const first = once(server, 'request')
  const socket = connectBy(connectTcp(port, '127.0.0.1'))
  const said = readAll(socket)
  socket.write(get('/r1/held'))
  await first
  revoke()
  const second = once(server, 'request')
  socket.write(get('/r1/x'))
  await second
  held[0]?.end(' to the end')
  assert.match(await said, /trusted[\s\S]* to the end[\s\S]*have changed: connect anew/)
})

test('who was trusted before the list changed is not by taking up its session of then', async (t) => {
  const ca = makeTlsAuthority('Sessions')
  t.after(ca.remove)
  const revoked = ca.issue('revoked')
  const { open, put } = lay(t, ca.list())
  put('ca', ca.certificate)
  const files = open()
  const { port } = await openDoor(t, files)
  const agent = new Agent({ keepAlive: false })
  const shake = async () => await ask(port, { as: revoked, agent })
  await shake()
  assert.equal((await shake()).isTakenUp, true)
  ca.revoke(revoked)
  put('crl', ca.list())
  files.lookAgain()
  assert.deepEqual(await shake(), { said: 'CERT_REVOKED', shown: 'first', isTakenUp: false })
})

test('providers are shown the new certificate from the next connection on, and what is under way comes to its end', async (t) => {
  const theirs = authority.issue('provider')
  const held: ServerResponse[] = []
  const options = { key: theirs.key, cert: theirs.certificate, ca: authority.certificate, requestCert: true }
  const server = createServer(options, (request, response) => {
    response.write((request.socket as TLSSocket).getPeerCertificate().subject.CN)
    if (request.url === '/held') held.push(response)
    else response.end()
  })
  const { url, stop } = await listenOnLoopback(server)
  const { open, put } = lay(t, `${authority.list()}\n${other.list()}`)
  const files = open()
  const providers = openProviders(files)
  for (const close of [stop, providers.close]) t.after(close)
  const call = (path: string) =>
    providers.call({
      ...{ key: 'v1', base: url, path, showsCertificate: true, method: 'GET', headers: {}, body: null },
      timeoutMs: 10_000,
    })
  assert.equal(await textOf(await call('/')), 'first')
  const underWay = call('/held')
  while (held.length === 0) await once(server, 'request')
  put('key', second.key)
  put('cert', second.certificate)
  files.lookAgain()
  assert.equal(await textOf(await call('/')), 'second')
  held[0]?.end(' to the end')
  assert.equal(await textOf(await underWay), 'first to the end')

  put('crl', `${authority.list('ended')}\n${other.list()}`)
  files.lookAgain()
  const refused = await call('/')
  assert.equal(refused.ok ? refused.answer.status : refused.fault.code, 'not_trusted')
})

async function textOf(answer: ProviderAnswer): Promise<string> {
  assert.ok(answer.ok, JSON.stringify(answer))
  const { body } = answer.answer
  if (body instanceof Readable) return (await body.toArray()).join('')
  return String((await body?.read(1000))?.whole)
}
