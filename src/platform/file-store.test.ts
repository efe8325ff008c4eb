import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { openFileStore } from './file-store.ts'

test('what a killed process left half received is removed, what is being received is not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-store-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const incoming = join(folder, 'incoming')
  await mkdir(incoming)
  for (const name of ['left', 'arriving']) await writeFile(join(incoming, name), 'half')
  await utimes(join(incoming, 'left'), 1_000_000, 1_000_000)
  await openFileStore(folder)
  assert.deepEqual(await readdir(incoming), ['arriving'])
})

test('a file is under its hash once it is kept, and nowhere before', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-store-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const store = await openFileStore(folder)
  const file = await store.receive(Readable.from([Buffer.from('Giấy '), Buffer.from('chứng sinh')]))
  assert.equal(await store.has(file.sha256), false)
  await file.keep()
  assert.equal(await store.sizeOf(file.sha256), file.sizeBytes)
  assert.equal(Buffer.concat(await store.read(file.sha256).toArray()).toString(), 'Giấy chứng sinh')
})
