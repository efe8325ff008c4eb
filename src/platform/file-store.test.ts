import assert from 'node:assert/strict'
import { createWriteStream, symlinkSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { FileDamaged, type FileStore, openFileStore } from './file-store.ts'

async function makeFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-store-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function openStore(t: TestContext) {
  const folder = await makeFolder(t)
  return { ...(await openFileStore(folder)), folder }
}

async function keep(store: FileStore & { folder: string }, content: string) {
  const file = await store.receive(Readable.from([Buffer.from(content)], { objectMode: false }))
  await file.keep()
  const { sha256 } = file
  return { sha256, path: join(store.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256) }
}

test('what a killed process left half received is removed, what is being received is not', async (t) => {
  const folder = await makeFolder(t)
  const incoming = join(folder, 'incoming')
  await mkdir(incoming)
  for (const name of ['left', 'arriving']) await writeFile(join(incoming, name), 'half')
  await utimes(join(incoming, 'left'), 1_000_000, 1_000_000)
  await openFileStore(folder)
  assert.deepEqual(await readdir(incoming), ['arriving'])
})

test('a file is under its hash once it is kept, and nowhere before', async (t) => {
  const store = await openStore(t)
  const file = await store.receive(Readable.from([Buffer.from('Giấy '), Buffer.from('chứng sinh')]))
  assert.equal(await store.has(file.sha256), false)
  await file.keep()
  assert.equal(await store.sizeOf(file.sha256), file.sizeBytes)
  assert.equal(Buffer.concat(await store.read(file.sha256).toArray()).toString(), 'Giấy chứng sinh')
})

test('a part of a file is read without the rest', async (t) => {
  const store = await openStore(t)
  const { sha256 } = await keep(store, 'Giấy chứng sinh số 12')
  const part = await store.read(sha256, { start: 2, end: 5 }).toArray()
  assert.deepEqual(Buffer.concat(part), Buffer.from('Giấy chứng sinh số 12').subarray(2, 6))
})

test('a file whose bytes changed on the disk never arrives whole', async (t) => {
  const store = await openStore(t)
  const content = 'x'.repeat(200_000)
  const { sha256, path } = await keep(store, content)
  await writeFile(path, `${content.slice(0, 100_000)}y${content.slice(100_001)}`)
  let arrived = 0
  const reading = async () => {
    for await (const chunk of store.read(sha256)) arrived += chunk.length
  }
  await assert.rejects(reading, FileDamaged)
  assert.ok(arrived < content.length)
  await rm(path)
  await assert.rejects(reading, { code: 'ENOENT' })
})

test('what the store holds is listed, and can be taken out', async (t) => {
  const store = await openStore(t)
  const { sha256 } = await keep(store, 'một')
  const other = await keep(store, 'hai')
  await store.remove(other.sha256)
  assert.deepEqual(await Readable.from(store.list()).toArray(), [sha256])
})

test('when the disk is full, it says so and leaves nothing of the file', async (t) => {
  const folder = await makeFolder(t)
  // Writing to this device fails as a full disk does, wherever the tests run.
  const store = await openFileStore(folder, (path) => {
    symlinkSync('/dev/full', path)
    return createWriteStream(path, { flush: true })
  })
  await assert.rejects(store.receive(Readable.from([Buffer.alloc(100_000)])), { code: 'ENOSPC' })
  assert.deepEqual(await readdir(join(folder, 'incoming')), [])
})
