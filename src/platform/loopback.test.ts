import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { findFreePort, listenOnLoopback } from './loopback.ts'

test('a free port is none that a system gives away by itself, and never the same twice', async () => {
  const ports = await Promise.all(Array.from({ length: 40 }, findFreePort))
  assert.equal(new Set(ports).size, 40)
  assert.ok(Math.max(...ports) < 32_768)
})

test('a port that somebody listens on is passed over, and refused to who asks for it', async () => {
  const port = await findFreePort()
  const first = await listenOnLoopback(createServer(), port + 1)
  assert.notEqual(await findFreePort(), port + 1)
  await assert.rejects(listenOnLoopback(createServer(), port + 1), { code: 'EADDRINUSE' })
  await first.stop()
})
