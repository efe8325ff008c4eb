import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { breakOffTrickle, Trickle } from './slow-watch.ts'

const piece = Buffer.alloc(16_384)

function watched(t: { mock: { timers: { enable: (what: { apis: ['setInterval'] }) => void } } }) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const stream = new PassThrough()
  let bytes = 0
  stream.on('error', () => undefined)
  breakOffTrickle({ stream, bytes: () => bytes }, 1000)
  const write = (what: Buffer) => {
    bytes += what.length
    return stream.write(what)
  }
  return { stream, write }
}

test('a body of which nothing comes is broken off after one stretch', (t) => {
  const { stream, write } = watched(t)
  write(piece)
  stream.read()
  t.mock.timers.tick(1000)
  assert.equal(stream.destroyed, false)
  t.mock.timers.tick(1000)
  assert.ok(stream.errored instanceof Trickle)
})

test('one that waits for a slow reader is not, but ten minutes are enough for anybody', async (t) => {
  const { stream, write } = watched(t)
  while (write(piece));
  t.mock.timers.tick(590_000)
  assert.equal(stream.destroyed, false)
  // The reader takes all that stands ready, and falls silent again.
  const drained = once(stream, 'drain')
  while (stream.read());
  await drained
  while (write(piece));
  t.mock.timers.tick(590_000)
  assert.equal(stream.destroyed, false)
  t.mock.timers.tick(20_000)
  assert.ok(stream.errored instanceof Trickle)
})
