import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { connect } from 'node:tls'
import { explainFailedCall, neverArrived } from '#platform/failed-call'
import { listenOnLoopback } from '#platform/loopback'
import { openSecureFront } from './front.ts'

let asked = 0
const server = createServer(async (request, response) => {
  const body = await buffer(request)
  asked += 1
  if (request.url === '/hangs-up') return void request.socket.destroy()
  response.writeHead(200, { 'x-path': request.url, 'x-host': request.headers.host }).end(body)
})
const standIn = await listenOnLoopback(server)
const front = await openSecureFront(standIn.url)
after(async () => {
  await front.stop()
  await standIn.stop()
})

const send = (path: string, body = new Uint8Array([1])) =>
  fetch(`${front.url}${path}`, { method: 'POST', body, headers: { connection: 'close' } })

test('what is sent by TLS arrives as it was sent, and so does the answer, however long', async () => {
  assert.match(front.urlOf(`${standIn.url}/api`), /^https:\/\/127\.0\.0\.1:\d+\/api$/)
  const body = new Uint8Array(randomBytes(3_000_000))
  const answers = await Promise.all(['/one?a=b', '/two'].map((path) => send(path, body)))
  assert.deepEqual(
    answers.map(({ headers }) => headers.get('x-path')),
    ['/one?a=b', '/two'],
  )
  for (const answer of answers) assert.ok(Buffer.from(body).equals(Buffer.from(await answer.arrayBuffer())))
})

test('an expired certificate ends what is open, lets nothing in and is named; with a valid one all is well again', async () => {
  const kept = connect({ port: Number(new URL(front.url).port), host: '127.0.0.1' })
  await once(kept, 'secureConnect')
  front.show('expired')
  await once(kept, 'close')
  const before = asked
  await assert.rejects(send('/'), (error) => {
    assert.equal(explainFailedCall(error), 'its certificate has expired: CERT_HAS_EXPIRED')
    return neverArrived(error)
  })
  assert.equal(asked, before)
  front.show('valid')
  assert.equal((await send('/')).status, 200)
})

test('a server that hangs up hangs up here too: it may have taken what was sent', async () => {
  await assert.rejects(send('/hangs-up'), (error) => !neverArrived(error))
  assert.equal((await send('/')).status, 200)
})
