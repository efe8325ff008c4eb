import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { openClamd } from './client.ts'
import { eicar, startStandInClamd } from './stand-in.ts'

const streamOf = (...pieces: (string | Buffer)[]): Readable =>
  Readable.from(pieces.map((piece) => Buffer.from(piece)))

/** More of them than a line takes by itself. */
const pieces = (content: Buffer): Buffer[] =>
  Array.from({ length: 20 }, (_, nth) => content.subarray(nth * 1_000_000, (nth + 1) * 1_000_000))

async function open(t: TestContext, path?: string) {
  const server = await startStandInClamd(path)
  t.after(server.close)
  return { server, scanner: openClamd(server.url) }
}

const found = { clean: false, finding: 'Eicar-Signature' }

test('clean content is clean, malware has a name, wherever in the pieces it stands', async (t) => {
  const { server, scanner } = await open(t)
  assert.deepEqual(await scanner.scan(streamOf('Giấy chứng sinh')), { clean: true })
  assert.deepEqual(await scanner.scan(streamOf()), { clean: true })
  assert.deepEqual(await scanner.scan(streamOf(eicar)), found)
  assert.deepEqual(await scanner.scan(streamOf('a', eicar.slice(0, 30), eicar.slice(30), 'b')), found)
  const large = Array.from({ length: 40 }, () => randomBytes(100_000))
  assert.deepEqual(await scanner.scan(streamOf(...large)), { clean: true })
  assert.equal(server.scanned.at(-1), 4_000_000)
})

test('the scanner may listen at a socket of the same machine', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-clamd-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const { scanner } = await open(t, join(folder, 'clamd.ctl'))
  assert.deepEqual(await scanner.scan(streamOf('một')), { clean: true })
})

for (const fault of ['away', 'hangs_up', 'too_large', 'gibberish'] as const) {
  test(`a scanner that fails (${fault}) never makes content clean`, async (t) => {
    const { server, scanner } = await open(t)
    server.break(fault)
    await assert.rejects(scanner.scan(streamOf(eicar, randomBytes(1_000_000))))
    server.break(null)
    assert.deepEqual(await scanner.scan(streamOf(eicar)), found)
  })
}

for (const fault of ['takes_nothing', 'slow', 'drip', 'huge'] as const) {
  test(`a scanner that comes to no end (${fault}) is not awaited, and content stays unscanned`, async (t) => {
    const { server, scanner } = await open(t)
    const hasty = openClamd(server.url, 200)
    server.break(fault)
    const why = fault === 'huge' ? /broke off/ : /does not answer/
    await assert.rejects(hasty.scan(streamOf(eicar, ...pieces(randomBytes(20_000_000)))), why)
    server.break(null)
    assert.deepEqual(await scanner.scan(streamOf(eicar)), found)
  })
}

test('a scanner nobody started is an error, and content that breaks off too', async (t) => {
  const { server, scanner } = await open(t)
  async function* broken() {
    yield Buffer.from('một')
    throw new Error('the disk broke')
  }
  await assert.rejects(scanner.scan(Readable.from(broken())), /the disk broke/)
  await server.close()
  await assert.rejects(scanner.scan(streamOf('một')))
})
