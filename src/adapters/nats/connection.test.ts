import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { listenOnLoopback } from '#platform/loopback'
import { openConnection } from './connection.ts'

/** What a server without TLS is told first by who connects to it. */
const told: string[] = []
const open = new Set<Socket>()
const server = createServer((socket) => {
  open.add(socket)
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (text: string) => {
    told.push(text)
    server.emit('told')
    socket.write("-ERR 'Authorization Violation'\r\n")
  })
  const { port } = server.address() as { port: number }
  const said = {
    server_id: 'S',
    version: '2.10.0',
    proto: 1,
    host: '127.0.0.1',
    port,
    max_payload: 1000,
    headers: true,
  }
  socket.write(`INFO ${JSON.stringify({ ...said, auth_required: true })}\r\n`)
})
const { port, stop } = await listenOnLoopback(server)
after(async () => {
  for (const socket of open) socket.destroy()
  await stop()
})

test('who and with which word stands in the address, and is told to the server', async () => {
  const asked = once(server, 'told')
  const connection = openConnection([`nats://mot%40cua:b%C3%AD%3Amật@127.0.0.1:${port}`])
  const opened = connection.get().catch(() => null)
  await asked
  const [, said = '{}'] = /^CONNECT (\{.*\})/.exec(told.join('')) ?? []
  assert.partialDeepStrictEqual(JSON.parse(said), { user: 'mot@cua', pass: 'bí:mật' })
  for (const socket of open) socket.destroy()
  await connection.close()
  await opened
})

test('where the address says tls, nothing goes to a server that has none', async () => {
  told.length = 0
  const connection = openConnection([`tls://127.0.0.1:${port}`])
  await assert.rejects(connection.get())
  assert.deepEqual(told, [])
  await connection.close()
})
