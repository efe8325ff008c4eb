import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ByteRange } from '#platform/byte-range'
import {
  type DiskFileStore,
  type FileStore,
  type FilesWaiting,
  openFileStore,
  readVerified,
} from '#platform/file-store'
import type { Log } from '#platform/log'
import { type Bucket, type BucketOptions, openBucket } from './bucket.ts'

export type S3Options = BucketOptions &
  Readonly<{
    /** Where files stand on this machine until the object store has them. */
    folder: string
    /** How long whoever sends a file waits for the object store; then it goes on here, and they do. */
    keepMs?: number
    log: Log
  }>

/** How long a store that did not answer is left alone: nobody who sends a file waits for it again. */
const restMs = 10_000

/**
 * Files in an S3 object store, each under its hash. What is received stands on this machine's disk first and is moved
 * at once; while the store is away it waits here, is read from here, and `settle` moves it later: nothing is lost.
 */
export async function openS3FileStore(options: S3Options): Promise<FileStore> {
  const { folder, log, keepMs = 5_000 } = options
  const spool = await openFileStore(folder)
  const bucket = await openBucket(options)
  let restsUntilMs = 0

  /** Whether the store has it now. */
  async function move(sha256: string): Promise<boolean> {
    if (performance.now() < restsUntilMs) return false
    const content = spool.read(sha256)
    try {
      await bucket.put(sha256, content)
      await spool.remove(sha256)
      restsUntilMs = 0
      return true
    } catch (error) {
      if (!(await spool.has(sha256))) return true // another process has moved it
      restsUntilMs = performance.now() + restMs
      log.warn({ err: error }, 'the object store did not take a file; it stays here until it does')
      return false
    } finally {
      content.destroy()
    }
  }

  /** Begins to move it; nobody waits longer than `keepMs`, and others not at all until the store has shown itself. */
  async function moveOrWait(sha256: string): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(() => {
      restsUntilMs = performance.now() + restMs
      resolve()
    }, keepMs)
    await Promise.race([move(sha256), late]).finally(() => clearTimeout(timer))
  }

  return {
    receive: async (content) => {
      const file = await spool.receive(content)
      const keep = async () => {
        await file.keep()
        await moveOrWait(file.sha256)
      }
      return { ...file, keep }
    },
    read: (sha256, range) => readFrom(spool, bucket, sha256, range),
    has: async (sha256) => (await spool.has(sha256)) || (await bucket.sizeOf(sha256)) !== null,
    sizeOf: async (sha256) => {
      const here = await spool.sizeOf(sha256).catch(() => null)
      const size = here ?? (await bucket.sizeOf(sha256))
      if (size === null) throw Object.assign(new Error(`there is no file ${sha256}`), { code: 'ENOENT' })
      return size
    },
    settle: async () => {
      restsUntilMs = 0
      for await (const sha256 of spool.list()) if (!(await move(sha256))) return
    },
    waiting: () => countWaiting(folder, spool),
  }
}

function readFrom(spool: DiskFileStore, bucket: Bucket, sha256: string, range?: ByteRange): Readable {
  async function* read() {
    let begun = false
    try {
      for await (const chunk of spool.read(sha256, range)) {
        begun = true
        yield chunk
      }
    } catch (error) {
      if (begun || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      const content = await bucket.get(sha256, range)
      yield* range ? content : readVerified(content, sha256)
    }
  }
  return Readable.from(read(), { objectMode: false })
}

/** How many files wait in the spool, and since when. */
async function countWaiting(folder: string, spool: DiskFileStore): Promise<FilesWaiting> {
  let files = 0
  let oldestMs = Date.now()
  for await (const sha256 of spool.list()) {
    const path = join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
    const found = await stat(path).catch(() => null)
    if (!found) continue
    files += 1
    oldestMs = Math.min(oldestMs, found.mtimeMs)
  }
  return { files, seconds: Math.floor((Date.now() - oldestMs) / 1000) }
}
