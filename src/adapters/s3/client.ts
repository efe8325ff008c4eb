import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import type { ByteRange } from '#platform/byte-range'
import {
  type DiskFileStore,
  type FileStore,
  type FilesWaiting,
  openFileStore,
  readVerified,
} from '#platform/file-store'
import type { Log } from '#platform/log'

export type S3Options = Readonly<{
  /** Where files stand on this machine until the object store has them. */
  folder: string
  /** Unset: the address of Amazon's own in `region`. */
  endpoint?: string | undefined
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  log: Log
}>

type Bucket = Readonly<{
  put: (sha256: string, content: Readable) => Promise<void>
  get: (sha256: string, range?: ByteRange) => Promise<AsyncIterable<Buffer>>
  /** Null: there is none. */
  sizeOf: (sha256: string) => Promise<number | null>
}>

/** How long a store that did not answer is left alone: nobody who sends a file waits for it again. */
const restMs = 10_000

/**
 * Files in an S3 object store, each under its hash. What is received stands on this machine's disk first and is moved
 * at once; while the store is away it waits here, is read from here, and `settle` moves it later: nothing is lost.
 */
export async function openS3FileStore(options: S3Options): Promise<FileStore> {
  const { folder, log } = options
  const spool = await openFileStore(folder)
  const bucket = await openBucket(options)
  let restsUntilMs = 0

  /** Whether the store has it now. */
  async function move(sha256: string): Promise<boolean> {
    if (performance.now() < restsUntilMs) return false
    try {
      await bucket.put(sha256, spool.read(sha256))
      await spool.remove(sha256)
      return true
    } catch (error) {
      if (!(await spool.has(sha256))) return true // another process has moved it
      restsUntilMs = performance.now() + restMs
      log.warn({ err: error }, 'the object store did not take a file; it stays here until it does')
      return false
    }
  }

  return {
    receive: async (content) => {
      const file = await spool.receive(content)
      const keep = async () => {
        await file.keep()
        await move(file.sha256)
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

/** Amazon's client is loaded here, so that a system that keeps its files on disk never does. */
async function openBucket({ endpoint, bucket, region, ...keys }: S3Options): Promise<Bucket> {
  const { GetObjectCommand, HeadObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const { Upload } = await import('@aws-sdk/lib-storage')
  const client: S3Client = new S3Client({
    region,
    credentials: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey },
    ...(endpoint && { endpoint, forcePathStyle: true }),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 },
    // Object stores other than Amazon's do not all know the newer checksums; we check the whole file's hash ourselves.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const at = (sha256: string) => ({ Bucket: bucket, Key: sha256 })
  return {
    put: async (sha256, content) => {
      const upload = new Upload({ client, params: { ...at(sha256), Body: content }, queueSize: 2 })
      await upload.done()
    },
    get: async (sha256, range) => {
      const asked = range ? { Range: `bytes=${range.start}-${range.end}` } : {}
      const answer: GetObjectCommandOutput = await client.send(
        new GetObjectCommand({ ...at(sha256), ...asked }),
      )
      return answer.Body as Readable
    },
    sizeOf: async (sha256) => {
      try {
        return (await client.send(new HeadObjectCommand(at(sha256)))).ContentLength ?? null
      } catch (error) {
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
          return null
        throw error
      }
    },
  }
}
