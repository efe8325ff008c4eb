import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { FileDamaged, type FileStore, openFileStore } from '#platform/file-store'
import { openLog } from '#platform/log'
import { openS3FileStore, type S3Options } from './client.ts'
import { startStandInS3 } from './stand-in.ts'

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-s3-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function openOnS3(t: TestContext, limits: Partial<S3Options> = {}) {
  const server = await startStandInS3()
  t.after(server.close)
  const options = { ...server, folder: await makeFolder(t), log: openLog('silent'), ...limits }
  return { server, options, store: await openS3FileStore(options) }
}

const stores: [string, (t: TestContext) => Promise<FileStore>][] = [
  ['on disk', async (t) => openFileStore(await makeFolder(t))],
  ['in an object store', async (t) => (await openOnS3(t)).store],
]

async function give(store: FileStore, content: Buffer): Promise<string> {
  const file = await store.receive(Readable.from([content], { objectMode: false }))
  assert.equal(file.sha256, createHash('sha256').update(content).digest('hex'))
  await file.keep()
  return file.sha256
}

const contentOf = async (content: Readable): Promise<Buffer> => Buffer.concat(await content.toArray())
const nowhere = 'ab'.repeat(32)

for (const [where, open] of stores) {
  test(`${where}: a file is kept under its hash and read back, whole and in part`, async (t) => {
    const store = await open(t)
    // More than one part of a multipart upload.
    for (const content of [Buffer.from('Giấy chứng sinh'), randomBytes(11_000_000)]) {
      const sha256 = await give(store, content)
      assert.equal(await store.has(sha256), true)
      assert.equal(await store.sizeOf(sha256), content.length)
      assert.ok(content.equals(await contentOf(store.read(sha256))))
      const part = await contentOf(store.read(sha256, { start: 5, end: 9 }))
      assert.deepEqual(part, content.subarray(5, 10))
    }
    assert.deepEqual(await store.waiting(), { files: 0, seconds: 0 })
  })

  test(`${where}: given twice it is kept once; discarded it is nowhere`, async (t) => {
    const store = await open(t)
    const content = Buffer.from('hai lần')
    assert.equal(await give(store, content), await give(store, content))
    const other = await store.receive(Readable.from([Buffer.from('bỏ đi')], { objectMode: false }))
    await other.discard()
    assert.equal(await store.has(other.sha256), false)
  })

  test(`${where}: what is not there has no size and cannot be read`, async (t) => {
    const store = await open(t)
    assert.equal(await store.has(nowhere), false)
    await assert.rejects(store.sizeOf(nowhere), { code: 'ENOENT' })
    await assert.rejects(contentOf(store.read(nowhere)))
  })
}

test('a file that comes while the object store is away waits here, is read from here, and is moved later', async (t) => {
  const { server, options, store } = await openOnS3(t)
  for (const fault of ['away', 'busy'] as const) {
    server.break(fault)
    const content = Buffer.from(`gửi lúc kho ${fault}`)
    const sha256 = await give(store, content)
    assert.equal((await store.waiting()).files, 1)
    await store.settle()
    assert.equal((await store.waiting()).files, 1)
    assert.deepEqual(await contentOf(store.read(sha256)), content)
    assert.equal(server.objects.has(sha256), false)
    server.break(null)
    // Another process, begun after the first was killed, finds what waits.
    const next = await openS3FileStore(options)
    await next.settle()
    assert.deepEqual(server.objects.get(sha256), content)
    assert.deepEqual(await next.waiting(), { files: 0, seconds: 0 })
    assert.deepEqual(await contentOf(store.read(sha256)), content)
  }
})

test('nobody waits again and again for an object store that has just been away', async (t) => {
  const { server, store } = await openOnS3(t)
  server.break('busy')
  await give(store, Buffer.from('một'))
  const { length } = server.asked
  await give(store, Buffer.from('hai'))
  assert.equal(server.asked.length, length)
})

test('an answer that breaks off, or is not what was kept, is never taken for the file', async (t) => {
  const { server, store } = await openOnS3(t)
  const sha256 = await give(store, randomBytes(300_000))
  server.break('breaks_off')
  await assert.rejects(contentOf(store.read(sha256)))
  server.break('flips_a_byte')
  await assert.rejects(contentOf(store.read(sha256)), FileDamaged)
})

// A file of 20 bytes is sent whole, the other in parts; to the first the answer has no content that could drip.
for (const [fault, sizeBytes] of [
  ['slow', 20],
  ['slow', 6_000_000],
  ['drip', 6_000_000],
  ['huge', 20],
  ['huge', 6_000_000],
] as const)
  test(`${fault}: nobody waits for ever; ${sizeBytes} bytes stay here until the object store has them`, async (t) => {
    const { server, options, store } = await openOnS3(t)
    const kept = await give(store, randomBytes(2_000))
    const hasty = await openS3FileStore({ ...options, answerMs: 100, keepMs: 60_000 })
    server.break(fault)
    const content = randomBytes(sizeBytes)
    const sha256 = await give(hasty, content)
    assert.deepEqual(await contentOf(hasty.read(sha256)), content)
    await hasty.settle()
    assert.equal((await hasty.waiting()).files, 1)
    await assert.rejects(contentOf(hasty.read(kept)))
    await assert.rejects(contentOf(hasty.read(kept, { start: 5, end: 900 })))
    if (fault !== 'drip') await assert.rejects(hasty.sizeOf(kept))
    server.break(null)
    await store.settle()
    assert.deepEqual(server.objects.get(sha256), content)
    assert.equal((await contentOf(store.read(kept))).length, 2_000)
  })

test('who sends a file to a silent store waits a moment, and those after them not at all; both files stay here', async (t) => {
  const { server, store } = await openOnS3(t, { answerMs: 60_000, keepMs: 50 })
  server.break('slow')
  await give(store, Buffer.from('một'))
  const { length } = server.asked
  await give(store, Buffer.from('hai'))
  assert.equal(server.asked.length, length)
  assert.equal((await store.waiting()).files, 2)
})

test('a wrong key is told, and the file stays here', async (t) => {
  const { server, options } = await openOnS3(t)
  const store = await openS3FileStore({ ...options, secretAccessKey: 'another' })
  const sha256 = await give(store, Buffer.from('khóa sai'))
  assert.equal(server.objects.size, 0)
  assert.equal(await store.has(sha256), true)
  assert.deepEqual(await readdir(join(options.folder, 'incoming')), [])
})
