import { Readable } from 'node:stream'
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import type { ByteRange } from '#platform/byte-range'
import { readPatiently } from './read-patiently.ts'

export type BucketOptions = Readonly<{
  /** Unset: the address of Amazon's own in `region`. */
  endpoint?: string | undefined
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /**
   * How long may pass until an answer begins, for all of a short one, and for what is waited for of a file. Thrice as long
   * for a part that is sent, of 5 MB.
   */
  answerMs?: number
}>

export type Bucket = Readonly<{
  put: (sha256: string, content: Readable) => Promise<void>
  get: (sha256: string, range?: ByteRange) => Promise<AsyncIterable<Buffer>>
  /** Null: there is none. */
  sizeOf: (sha256: string) => Promise<number | null>
}>

/** What the store says besides files: a few lines of XML. */
const longestAnswer = 1_000_000
/** A store that sends a file more slowly than 10 KB a second loses our patience. */
const bytesPerMs = 10

/** Amazon's client is loaded here, so that a system that keeps its files on disk never does. */
export async function openBucket(options: BucketOptions): Promise<Bucket> {
  const { bucket, answerMs = 20_000 } = options
  const { GetObjectCommand, HeadObjectCommand } = await import('@aws-sdk/client-s3')
  const { Upload } = await import('@aws-sdk/lib-storage')
  const client = await openClient(options, answerMs)
  const at = (sha256: string) => ({ Bucket: bucket, Key: sha256 })
  return {
    put: async (sha256, content) => {
      const upload = new Upload({ client, params: { ...at(sha256), Body: content }, queueSize: 2 })
      await upload.done()
    },
    get: async (sha256, range) => {
      const asked = range ? { Range: `bytes=${range.start}-${range.end}` } : {}
      const command = new GetObjectCommand({ ...at(sha256), ...asked })
      const answer: GetObjectCommandOutput = await client.send(command, { requestTimeout: answerMs })
      return readPatiently(answer.Body as Readable, { patienceMs: answerMs, bytesPerMs })
    },
    sizeOf: async (sha256) => {
      try {
        const abortSignal = AbortSignal.timeout(answerMs)
        return (await client.send(new HeadObjectCommand(at(sha256)), { abortSignal })).ContentLength ?? null
      } catch (error) {
        if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404)
          return null
        throw error
      }
    },
  }
}

async function openClient(options: BucketOptions, answerMs: number): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3')
  const { endpoint, region, accessKeyId, secretAccessKey } = options
  const client: S3Client = new S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint && { endpoint, forcePathStyle: true }),
    maxAttempts: 2,
    // Until an answer begins. Without `throwOnRequestTimeout` the client only warns, and waits on.
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 3 * answerMs, throwOnRequestTimeout: true },
    // Object stores other than Amazon's do not all know the newer checksums; we check the whole file's hash ourselves.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const answered = await next(call)
        const response = answered.response as { statusCode: number; body: Readable }
        const isFile = commandName === 'GetObjectCommand' && response.statusCode < 300
        const limits = { patienceMs: answerMs, mostBytes: longestAnswer }
        if (!isFile) response.body = Readable.from(readPatiently(response.body, limits), { objectMode: false })
        return answered
      },
    { step: 'deserialize', priority: 'low', name: 'limitShortAnswers' },
  )
  return client
}
